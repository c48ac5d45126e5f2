"""The door: who has come, who is represented, who is missing; arrivals and departures; opening the session.

The lines on the screen stay where they are when somebody is checked in: which co-owners are shown changes only with the
group, the words of the search or the page, never under a finger.
"""

from dataclasses import dataclass, field
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.rules.assemblies.sessions import earliest_second_day
from koprogo.security.policies import member, policy
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.agenda import assembly_day
from koprogo.services.assemblies.attendance import attendance
from koprogo.services.assemblies.attendance.attendance_list import Attendee, attendance_list, find
from koprogo.services.assemblies.room import sitting
from koprogo.state.assemblies.acting import Act, acting, parse_start, said
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, page_within, pages_of

GROUPS = ("absent", "present", "represented")


@dataclass(frozen=True)
class DoorLine:
    """One co-owner at the door; `more` says how many lots beyond those listed, `other_name` who comes for her."""

    key: str = ""
    name: str = ""
    other_name: str = ""
    comes_id: str = ""
    nobody_acts_at: str = ""
    """Where to record who acts for an organisation that has nobody yet; else empty."""
    giver_id: str = ""
    lots: list[str] = field(default_factory=list)
    first_lot_id: str = ""
    more: int = 0
    shares: int = 0
    status: str = ""
    channel: str = ""
    holder_name: str = ""
    holder_is_there: bool = False
    proxy_id: str = ""
    proxy_deed: str = ""
    holds: int = 0
    slip_id: str = ""
    has_account: bool = False
    waits: bool = False


@dataclass(frozen=True)
class GroupCounts:
    """How many co-owners are in each group."""

    absent: int = 0
    present: int = 0
    represented: int = 0


class AttendanceState(AppState, rx.State):
    """The list at the door."""

    loaded: bool = False
    """The reader keeps this door, and it is shown; else only why not."""
    group: str = "absent"
    words: str = ""
    page: int = 1
    pages: int = 1
    counts: GroupCounts = GroupCounts()
    lines: list[DoorLine] = []
    chosen: str = ""
    """The co-owner whose line is open."""
    is_today: bool = True
    first_day_of_second: str = ""

    _shown: list[str] = []

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the list of this address from its beginning."""
        self.group, self.words, self.page, self.chosen = "absent", "", 1, ""
        self.loaded = False
        async with self.refusals(), acting(self) as act:
            found = await queries.sheet(*act.here)
            self.is_today = found.assembly.day == today()
            self.first_day_of_second = earliest_second_day(found.assembly.day).isoformat()
            await self._find(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def refresh(self) -> None:
        """Read the lines on the screen again, after something changed in the room; a refusal on the screen stays."""
        async with acting(self) as act:
            await self._again(act)

    @rx.event
    @policy(member)
    async def refind(self) -> None:
        """Find the lines again, after somebody was added to the roll; a refusal on the screen stays."""
        async with acting(self) as act:
            await self._find(act)

    @rx.event
    @policy(member)
    async def show_group(self, group: str) -> None:
        """Show the absent, the present or the represented."""
        async with self.refusals(), acting(self) as act:
            self.group, self.page = group if group in GROUPS else "absent", 1
            await self._find(act)

    @rx.event
    @policy(member)
    async def search(self, words: str) -> None:
        """Show who is found by these words, in whichever group."""
        async with self.refusals(), acting(self) as act:
            self.words, self.page = str(words)[:60], 1
            await self._find(act)

    @rx.event
    @policy(member)
    async def turn_to(self, page: int) -> None:
        """Show another page of the list."""
        async with self.refusals(), acting(self) as act:
            self.page = page
            await self._find(act)

    @rx.event
    @policy(member)
    async def choose(self, key: str) -> None:
        """Open a line, or shut it when it is open."""
        self.chosen = "" if self.chosen == str(key) else str(key)[:400]

    @rx.event
    @policy(member)
    async def arrive(self, person_id: str, channel: str) -> None:
        """Check a person in, in the room or from elsewhere."""
        await self._record(person_id, "arrived", channel)

    @rx.event
    @policy(member)
    async def depart(self, person_id: str) -> None:
        """Note that a person left."""
        await self._record(person_id, "left", "room")

    @rx.event
    @policy(member)
    async def open_session(self) -> EventSpec | None:
        """Open the assembly, and go to its room; refused with the sums when the quorum is not reached."""
        async with self.refusals(), acting(self) as act:
            await sitting.open_assembly(*act.here, at=now())
            return rx.redirect(urls.assembly(act.assembly_id, "room"))
        return None

    @rx.event
    @policy(member)
    async def record_no_quorum(self) -> None:
        """Record that the quorum was not reached: this session ends, a second one may be planned."""
        async with self.refusals(), acting(self) as act:
            await sitting.without_quorum(*act.here, at=now())

    @rx.event
    @policy(member)
    async def plan_second(self, answers: dict) -> EventSpec | None:
        """Draft the second session with the same agenda, and go on to it."""
        async with self.refusals(), acting(self) as act:
            starts_at, place = parse_start(answers), said(answers, "place", 400)
            made = await assembly_day.plan_second_session(*act.here, starts_at=starts_at, place=place, at=now())
            return rx.redirect(urls.assembly(made, "plan"))
        return None

    async def _record(self, person_id: object, what: str, channel: object) -> None:
        async with self.refusals(), acting(self) as act:
            await attendance.record_presence(
                *act.here, person_id=parse_id(person_id), what=what, channel=str(channel), at=now()
            )
            await self._again(act)

    async def _find(self, act: Act) -> None:
        rows = (await attendance_list(*act.here)).rows
        found = find(rows, self.words) if self.words.strip() else [row for row in rows if row.status == self.group]
        self.page, self.pages = page_within(self.page, len(found)), pages_of(len(found))
        shown = found[(self.page - 1) * ROWS : self.page * ROWS]
        self._shown = [row.owner_key for row in shown]
        self._fill(act, rows, shown)

    async def _again(self, act: Act) -> None:
        rows = (await attendance_list(*act.here)).rows
        by_key = {row.owner_key: row for row in rows}
        self._fill(act, rows, [by_key[key] for key in self._shown if key in by_key])

    def _fill(self, act: Act, rows: tuple[Attendee, ...], shown: list[Attendee]) -> None:
        self.counts = GroupCounts(*(sum(row.status == group for row in rows) for group in GROUPS))
        self.lines = [_line(row, act.association_id) for row in shown]


def _line(row: Attendee, association_id: UUID) -> DoorLine:
    return DoorLine(
        key=row.owner_key,
        name=row.owner_name,
        other_name=row.comes_name if row.comes_name != row.owner_name else "",
        comes_id=str(row.comes_id),
        nobody_acts_at=urls.association(association_id, f"people/{row.comes_id}") if row.nobody_acts else "",
        giver_id=str(row.giver_id or ""),
        lots=list(row.lots[:3]),
        first_lot_id=str(row.lot_ids[0]) if row.lot_ids else "",
        more=max(0, len(row.lots) - 3),
        shares=row.shares,
        status=row.status,
        channel=row.channel,
        holder_name=row.holder_name,
        holder_is_there=row.holder_is_there,
        proxy_id=str(row.proxy_id or ""),
        proxy_deed=row.proxy_deed,
        holds=row.holds,
        slip_id=str(row.slip_id or ""),
        has_account=row.has_account,
        waits=row.waits,
    )
