"""The minutes read on the wall: the page it shows, and the presses of chair or secretary that turn it."""

from dataclasses import dataclass, field

import reflex as rx

from koprogo import db
from koprogo.core.clock import now
from koprogo.security.policies import attends, current_actor, member, policy
from koprogo.services.assemblies.room import wall_reading
from koprogo.services.assemblies.where import where
from koprogo.state.assemblies.acting import Act, acting
from koprogo.state.assemblies.room.live import assembly_of
from koprogo.state.base import AppState


@dataclass(frozen=True)
class LineView:
    """A paragraph of the wall; `look` is text, proposal, result or names."""

    look: str = "text"
    text: str = ""


@dataclass(frozen=True)
class PageView:
    """The page that the wall shows; `page` 0 while the minutes are not read. `language` is that of the text."""

    page: int = 0
    pages: int = 0
    language: str = ""
    heading: str = ""
    goes_on: bool = False
    lines: list[LineView] = field(default_factory=list)


class ReadingState(AppState, rx.State):
    """What the wall reads, and who turns the pages."""

    shown: PageView = PageView()
    may_turn: bool = False

    @rx.event
    @policy(attends)
    async def look(self) -> None:
        """Show the page of this moment, laid out from the minutes as they stand."""
        async with self.refusals():
            actor, assembly_id = current_actor(), assembly_of(self.router.url.path)
            association_id = await where(actor, assembly_id)
            async with db.tenant_session(actor) as session:
                found = await wall_reading.reading(session, actor, association_id, assembly_id)
            self._keep(found)

    @rx.event
    @policy(member)
    async def turn(self, by: int) -> None:
        """Turn the page on the wall forwards or backwards; from none, the first."""
        async with self.refusals(), acting(self) as act:
            await self._turn(act, self.shown.page + (by if by in (-1, 1) else 0))

    @rx.event
    @policy(member)
    async def stop(self) -> None:
        """Give the wall back to the session."""
        async with self.refusals(), acting(self) as act:
            await self._turn(act, 0)

    async def _turn(self, act: Act, page: int) -> None:
        await wall_reading.turn_to(*act.here, page=page, at=now())
        self._keep(await wall_reading.reading(*act.here))

    def _keep(self, found: wall_reading.Reading) -> None:
        self.may_turn, page = found.may_turn, found.shown
        self.shown = PageView(
            found.page,
            found.pages,
            found.language,
            page.heading if page else "",
            page.goes_on if page else False,
            [LineView(line.look, line.text) for line in page.lines] if page else [],
        )
