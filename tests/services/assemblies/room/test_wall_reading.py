"""Reading the minutes on the wall: who may, which pages there are, and that what is corrected is what is read."""

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.attendance import bureau
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.assemblies.room import snapshot, wall_reading
from tests.cast import act
from tests.services.assemblies import closed_evening
from tests.services.assemblies.evening import NOW, convened, opened


async def turn(cast, assembly, page, who="syndic"):
    await act(cast, wall_reading.turn_to, assembly, page=page, at=NOW, who=who)


async def seen(cast, assembly, who="anna"):
    return await act(cast, wall_reading.reading, assembly, who=who)


async def test_chair_or_secretary_turn_the_pages_and_the_room_follows(cast):
    assembly, _ = await opened(cast)
    await act(cast, bureau.name_to_bureau, assembly, office="chair", person_id=cast.people["anna"], at=NOW)
    before = await view(cast, assembly)
    await turn(cast, assembly, 1, who="anna")
    await turn(cast, assembly, 1, who="anna")
    after = await view(cast, assembly)
    assert (before.reading, after.reading, after.version - before.version) == (0, 1, 1), "twice is once"
    found = await seen(cast, assembly, "bram")
    assert (found.page, found.may_turn) == (1, False) and found.shown is not None
    assert found.pages > 2 and found.language == "fr"
    with pytest.raises(NotAllowed):
        await turn(cast, assembly, 2, who="bram")
    with pytest.raises(BadInput):
        await turn(cast, assembly, found.pages + 1)
    await turn(cast, assembly, 0)
    assert (await seen(cast, assembly)).shown is None and (await view(cast, assembly)).reading == 0


async def view(cast, assembly):
    async with db.association_session(cast.association_id) as session:
        return await snapshot.snapshot(session, cast.association_id, assembly)


async def test_what_is_corrected_is_read(cast):
    assembly, _ = await closed_evening.closed(cast)
    await turn(cast, assembly, 2)
    shown = (await seen(cast, assembly)).shown
    assert "Bram Claes" in " ".join(line.text for line in shown.lines), "those against are named"
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await session.execute(
            text(
                "INSERT INTO protest (id, association_id, assembly_id, person_id, words, at, by_id)"
                " VALUES (gen_random_uuid(), :t, :a, :p, 'Le devis manque', :at, :p)"
            ),
            {"t": cast.association_id, "a": assembly, "p": cast.people["dirk"], "at": NOW},
        )
    pages = (await seen(cast, assembly)).pages
    told = []
    for page in range(1, pages + 1):
        await turn(cast, assembly, page)
        told += [line.text for line in (await seen(cast, assembly)).shown.lines]
    assert any("Le devis manque" in line for line in told)


async def test_before_the_opening_there_is_nothing_to_read_and_the_stranger_finds_nothing(cast):
    assembly, _ = await convened(cast)
    assert (await seen(cast, assembly)).pages == 0
    with pytest.raises(WrongState):
        await turn(cast, assembly, 1)
    async with db.tenant_session(cast.stranger) as session:
        with pytest.raises(NotFound):
            await wall_reading.reading(session, cast.stranger, cast.association_id, assembly)
