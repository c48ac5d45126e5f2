"""The bureau: who sits there, naming and ending seats, and the second look at what was entered by hand."""

from dataclasses import dataclass, field

import reflex as rx

from koprogo.core.clock import now, today
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.security.policies import attends, member, policy
from koprogo.services.assemblies import known
from koprogo.services.assemblies.attendance import bureau
from koprogo.services.assemblies.seats import OFFICES
from koprogo.services.assemblies.voting import hand_entry, read_out
from koprogo.state.assemblies.acting import Act, acting
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, page_within, pages_of


@dataclass(frozen=True)
class SeatLine:
    """A seat and who sits in it."""

    office: str
    person_id: str
    name: str


@dataclass(frozen=True)
class FoundPerson:
    """Somebody a search found; `lots` help to tell two people of one name apart."""

    id: str
    name: str
    lots: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class EntryLine:
    """A ballot entered by hand that waits for a second person."""

    lot: str
    owner_name: str
    choice: str
    shares: int
    entered_by: str
    by_me: bool
    option: dict[str, str] = field(default_factory=dict)


class BureauState(AppState, rx.State):
    """The seats of the evening, and what waits for the bureau."""

    seats: list[SeatLine] = []
    office: str = ""
    """The seat that is being given, or empty."""
    found: list[FoundPerson] = []
    waiting: list[EntryLine] = []
    waiting_for_me: int = 0
    """How many of them the reader may confirm: those that somebody else entered."""
    confirmed: int = 0
    page: int = 1
    pages: int = 1
    """All that waits is looked at before it is confirmed: page by page."""

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show who sits in the bureau."""
        self.office, self.found = "", []
        async with self.refusals(), acting(self) as act:
            self.seats = await _seats(act)

    @rx.event
    @policy(member)
    async def choose_office(self, office: str) -> None:
        """Begin to give a seat, or stop."""
        self.office, self.found = office if office in OFFICES and office != self.office else "", []

    @rx.event
    @policy(member)
    async def search(self, words: str) -> None:
        """Find people whom the association knows."""
        async with self.refusals(), acting(self) as act:
            self.found = await find_people(act, words)

    @rx.event
    @policy(member)
    async def name(self, person_id: str) -> None:
        """Give the seat that was chosen to a person."""
        async with self.refusals(), acting(self) as act:
            await bureau.name_to_bureau(*act.here, office=self.office, person_id=parse_id(person_id), at=now())
            self.seats, self.office, self.found = await _seats(act), "", []

    @rx.event
    @policy(member)
    async def end(self, office: str, person_id: str) -> None:
        """Take a seat away."""
        async with self.refusals(), acting(self) as act:
            await bureau.end_seat(*act.here, office=str(office), person_id=parse_id(person_id), at=now())
            self.seats = await _seats(act)

    @rx.event
    @policy(attends)
    async def look(self) -> None:
        """Show what waits for a second person on the point that is on; a refusal on the screen stays."""
        async with acting(self) as act:
            await self._look(act)

    @rx.event
    @policy(attends)
    async def confirm(self, item_id: str) -> None:
        """Confirm, as the second person, what others entered by hand."""
        self.confirmed = 0
        async with self.refusals(), acting(self) as act:
            self.confirmed = await hand_entry.confirm_entries(*act.within, parse_id(item_id), at=now())
            await self._look(act)

    @rx.event
    @policy(attends)
    async def turn_to(self, page: int) -> None:
        """Show another page of what waits."""
        async with self.refusals(), acting(self) as act:
            self.page = page if isinstance(page, int) else 1
            await self._look(act)

    async def _look(self, act: Act) -> None:
        self.waiting, self.waiting_for_me = [], 0
        try:
            rows = await read_out.waiting_entries(*act.here)
        except (NotFound, NotAllowed):
            return  # neither of the bureau nor of the syndic's office: nothing waits for this reader
        self.page, self.pages = page_within(self.page, len(rows)), pages_of(len(rows))
        self.waiting = [_entry(row) for row in rows[(self.page - 1) * ROWS : self.page * ROWS]]
        self.waiting_for_me = sum(not row.by_me for row in rows)


async def _seats(act: Act) -> list[SeatLine]:
    return [SeatLine(row.office, str(row.person_id), row.name) for row in await bureau.seats(*act.here)]


def _entry(row: read_out.WaitingEntry) -> EntryLine:
    return EntryLine(
        row.lot_number, row.owner_name, row.choice, row.shares, row.entered_by, row.by_me, dict(row.option)
    )


async def find_people(act: Act, words: object) -> list[FoundPerson]:
    """Return whom a search of the association's people finds."""
    rows = await known.search(*act.within, str(words), day=today())
    return [FoundPerson(str(row.person_id), row.name, list(row.lots)) for row in rows]
