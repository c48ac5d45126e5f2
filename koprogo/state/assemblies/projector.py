"""The wall: what `live.LiveState` shows, and the code that leads a phone to the vote. No name, no ballot."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import reflex as rx
import segno

from koprogo.security.policies import attends, policy
from koprogo.settings import settings
from koprogo.state.assemblies.live import assembly_of
from koprogo.state.base import AppState


@dataclass(frozen=True)
class CodeView:
    """A QR code as one SVG path on a square of `side` modules, quiet zone included, and the address it leads to."""

    path: str = ""
    side: int = 0
    address: str = ""


class ProjectorState(AppState, rx.State):
    """The code beside the vote."""

    code: CodeView = CodeView()

    @rx.event
    @policy(attends)
    async def load(self) -> None:
        """Draw the code of this assembly; who may see the assembly is decided by `LiveState.enter`."""
        async with self.refusals():
            self.code = code_view(f"{settings().base_url}/assemblies/{assembly_of(self.router.url.path)}/vote")


def code_view(address: str) -> CodeView:
    """Return the code of an address: correction level M, a quiet zone of two modules on its white plate."""
    rows = list(segno.make_qr(address, error="m").matrix_iter(border=2))
    path = "".join(f"M{start} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for start, length in _runs(row))
    return CodeView(path, len(rows), address)


def _runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield where each run of dark modules starts, and how long it is."""
    start = 0
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            yield start, length
        start += length
