"""The floor: on each phone one's own place, for the syndic and the chair the whole list."""

from contextlib import suppress
from dataclasses import dataclass

import reflex as rx

from koprogo.core.clock import now
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.security.policies import attends, policy
from koprogo.services.assemblies.room import floor
from koprogo.state.assemblies.acting import Act, acting
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS


@dataclass(frozen=True)
class SpeakerLine:
    """Somebody who waits for the floor, or has it; `since` is an instant."""

    person_id: str
    name: str
    speaks: bool
    since: str


class FloorState(AppState, rx.State):
    """One's own place, and the list for who leads the debate."""

    place: int = 0
    """Among those who wait, from 1; 0 is not waiting."""
    speaks: bool = False
    leads: bool = False
    """The reader is the syndic or the chair: she sees the list."""
    lines: list[SpeakerLine] = []
    waiting: int = 0

    @rx.event
    @policy(attends)
    async def look(self) -> None:
        """Show one's own place, and the list to who leads; a refusal on the screen stays, and who may not sees nothing."""
        with suppress(NotFound, NotAllowed):
            async with acting(self) as act:
                await self._look(act)

    @rx.event
    @policy(attends)
    async def ask(self) -> None:
        """Ask for the floor."""
        async with self.refusals(), acting(self) as act:
            await floor.ask(*act.here, at=now())
            await self._look(act)

    @rx.event
    @policy(attends)
    async def withdraw(self) -> None:
        """Leave the list, or hand the floor back."""
        async with self.refusals(), acting(self) as act:
            await floor.withdraw(*act.here, at=now())
            await self._look(act)

    @rx.event
    @policy(attends)
    async def give(self, person_id: str) -> None:
        """Give the floor to somebody."""
        async with self.refusals(), acting(self) as act:
            await floor.give(*act.here, person_id=parse_id(person_id), at=now())
            await self._look(act)

    @rx.event
    @policy(attends)
    async def end(self) -> None:
        """End the turn of who speaks."""
        async with self.refusals(), acting(self) as act:
            await floor.end(*act.here, at=now())
            await self._look(act)

    async def _look(self, act: Act) -> None:
        mine = await floor.own_place(*act.here)
        self.place, self.speaks = mine.place, mine.speaks
        try:
            rows = await floor.speaking_list(*act.here)
        except NotAllowed:
            self.leads, self.lines, self.waiting = False, [], 0
            return
        self.leads, self.waiting = True, sum(not row.speaks for row in rows)
        self.lines = [
            SpeakerLine(str(row.person_id), row.name, row.speaks, row.since.isoformat()) for row in rows[:ROWS]
        ]
