"""The wall: what `live.LiveState` shows, and the code that leads a phone to the vote. No name, no ballot."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import reflex as rx
import segno

from koprogo.security.policies import attends, policy
from koprogo.settings import settings
from koprogo.state.assemblies.room.live import assembly_of
from koprogo.state.base import AppState


@dataclass(frozen=True)
class CodeView:
    """A QR code as one SVG path of strokes on a square of `modules`, without its quiet zone; the address it leads to, and
    the short one that people can type."""

    path: str = ""
    modules: int = 0
    address: str = ""
    home: str = ""


class ProjectorState(AppState, rx.State):
    """The code beside the vote."""

    code: CodeView = CodeView()

    @rx.event
    @policy(attends)
    async def load(self) -> None:
        """Draw the code of this assembly; who may see the assembly is decided by `LiveState.enter`."""
        async with self.refusals():
            self.code = code_view(settings().base_url, f"/assemblies/{assembly_of(self.router.url.path)}/vote")


def code_view(base: str, path: str) -> CodeView:
    """Return the code of an address of ours, correction level M; the quiet zone is the plate it is drawn on."""
    address = base + path
    rows = list(segno.make_qr(address, error="m").matrix_iter(border=0))
    strokes = "".join(f"M{start} {y}.5h{length}" for y, row in enumerate(rows) for start, length in _runs(row))
    return CodeView(strokes, len(rows), address, home=base.partition("://")[2])


def _runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield where each run of dark modules starts, and how long it is."""
    start = 0
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            yield start, length
        start += length
