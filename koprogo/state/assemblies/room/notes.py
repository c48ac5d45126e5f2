"""What the syndic notes beside the votes: protests word for word, and who is let in without a vote."""

from contextlib import suppress
from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from koprogo.core.clock import now
from koprogo.core.errors import BadInput, NotAllowed, NotFound, Problem
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.attendance import visitors
from koprogo.services.assemblies.room import protests
from koprogo.state.assemblies.acting import Act, acting, parse_day, said
from koprogo.state.assemblies.attendance.bureau import FoundPerson, find_people
from koprogo.state.assemblies.room.assembly_room import AssemblyRoomState
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS


@dataclass(frozen=True)
class VisitorLine:
    """Somebody let in; `left_at` is empty while she is there."""

    number: int
    name: str
    capacity: str
    assists: str
    admitted_by: str
    arrived_at: str
    left_at: str


class NotesState(AppState, rx.State):
    """Protests and visitors."""

    found: list[FoundPerson] = []
    visitors: list[VisitorLine] = []
    announce_by: str = ""
    """The last day on which an assistant was to be announced; ISO."""
    noting: str = ""
    """Which form is open: protest, visitor, or none."""

    @rx.event
    @policy(member)
    async def look(self) -> None:
        """Show who was let in; a refusal on the screen stays, and who may not sees nothing."""
        with suppress(NotFound, NotAllowed):
            async with acting(self) as act:
                await self._look(act)

    @rx.event
    @policy(member)
    async def note(self, what: str) -> None:
        """Open the form of a protest or of a visitor, or shut it."""
        self.noting = what if what in ("protest", "visitor") and what != self.noting else ""
        self.found = []

    @rx.event
    @policy(member)
    async def search(self, words: str) -> None:
        """Find who protests, or whom an assistant comes with."""
        async with self.refusals(), acting(self) as act:
            self.found = await find_people(act, words)

    @rx.event
    @policy(member)
    async def protest(self, item_id: str, answers: dict) -> EventSpec | None:
        """Write down a protest about the point that is shown, or about the evening."""
        async with self.refusals(), acting(self) as act:
            if not (person := said(answers, "person", 36)):
                raise BadInput(Problem("person", "Search and choose who protests."))
            about = parse_id(item_id) if item_id and said(answers, "about", 10) != "evening" else None
            words = said(answers, "words", 4000)
            await protests.record_protest(*act.here, person_id=parse_id(person), words=words, item_id=about, at=now())
            self.noting, self.found = "", []
            return AssemblyRoomState.refresh  # type: ignore[return-value]
        return None

    @rx.event
    @policy(member)
    async def admit(self, answers: dict) -> EventSpec | None:
        """Let somebody in."""
        async with self.refusals(), acting(self) as act:
            capacity, assists = said(answers, "capacity", 20), said(answers, "person", 36)
            announced = said(answers, "notified_on", 20)
            await visitors.admit(
                *act.here,
                name=said(answers, "name", 200),
                capacity=capacity,
                assists_id=parse_id(assists) if assists and capacity == "assistant" else None,
                reason=said(answers, "reason", 1000),
                notified_on=parse_day(announced, "notified_on") if announced else None,
                at=now(),
            )
            self.noting, self.found = "", []
            await self._look(act)
            return AssemblyRoomState.refresh  # type: ignore[return-value]
        return None

    @rx.event
    @policy(member)
    async def depart(self, number: int) -> EventSpec | None:
        """Note that a visitor left."""
        async with self.refusals(), acting(self) as act:
            await visitors.leave(*act.here, number=number, at=now())
            await self._look(act)
            return AssemblyRoomState.refresh  # type: ignore[return-value]
        return None

    async def _look(self, act: Act) -> None:
        rows = await visitors.visitors(*act.here)
        self.announce_by = (await visitors.announce_by(*act.here)).isoformat()
        self.visitors = [
            VisitorLine(
                row.number,
                row.name,
                row.capacity,
                row.assists,
                row.admitted_by,
                row.arrived_at.isoformat(),
                row.left_at.isoformat() if row.left_at else "",
            )
            for row in rows[:ROWS]
        ]
