"""The wall's code leads to the vote of its assembly, and nowhere else."""

from uuid import uuid4

from koprogo.state.assemblies.room.projector import ProjectorState, code_view
from tests.state.tab import Tab


def drawn(path: str, side: int) -> list[list[int]]:
    """Paint the path again, module by module."""
    rows = [[0] * side for _ in range(side)]
    for part in path.split("M")[1:]:
        start, length = part.split("h")
        x, y = start.split()
        for module in range(int(length)):
            rows[int(float(y))][int(x) + module] = 1
    return rows


async def test_the_code_is_the_address_of_the_vote(cast):
    assembly = uuid4()
    tab = Tab(ProjectorState, f"/assemblies/{assembly}/screen", cast.anna)
    await tab.call("load")
    assert tab.state.code.address.endswith(f"/assemblies/{assembly}/vote")


def test_the_path_paints_exactly_the_modules():
    import segno

    found = code_view("https://koprogo.example.be", "/assemblies/x/vote")
    assert (found.address, found.home) == ("https://koprogo.example.be/assemblies/x/vote", "koprogo.example.be")
    wanted = [list(row) for row in segno.make_qr(found.address, error="m").matrix_iter(border=0)]
    assert drawn(found.path, found.modules) == wanted
