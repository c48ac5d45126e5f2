"""The syndic's room: running the points, who has no ballot yet, the evening read back. The tally itself is live.

What everyone sees is `live.LiveState.room`. The list on the right and the minutes so far are read again on the syndic's
own acts and, at most every two seconds, when the room has changed.
"""

from dataclasses import dataclass, field
from uuid import UUID

import reflex as rx

from koprogo.core.clock import now
from koprogo.core.errors import BadInput, Problem
from koprogo.i18n.languages import LANGUAGES
from koprogo.security.policies import member, policy
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.agenda import exclusions
from koprogo.services.assemblies.attendance import bureau
from koprogo.services.assemblies.attendance.attendance_list import AttendanceList, Attendee, attendance_list, find
from koprogo.services.assemblies.minutes import minutes
from koprogo.services.assemblies.room import minutes_so_far, sitting
from koprogo.services.assemblies.voting import read_out, results, still_open, voting
from koprogo.services.documents.queries import papers_of
from koprogo.state.assemblies.acting import Act, acting, said
from koprogo.state.assemblies.convening.observations import ObservationView, observations_here
from koprogo.state.assemblies.room.views import (
    MinutesRow,
    OutcomeView,
    PaperView,
    RoomCounts,
    RoomLine,
    SpokenOptionView,
    SpokenView,
    in_segment,
    minutes_row,
    outcome_view,
    room_line,
    spoken_view,
)
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, page_within, pages_of

NEWEST_LINES = 6
PANES = ("item", "presence", "agenda")
COUNTDOWNS = (0, 60, 120, 180, 300, 600)
"""Seconds to choose from; 0 leaves the vote open until it is closed by hand."""


@dataclass(frozen=True)
class ReadOutView:
    """Who is read out before the result is confirmed."""

    item_id: str = ""
    against: list[SpokenView] = field(default_factory=list)
    abstained: list[SpokenView] = field(default_factory=list)
    options: list[SpokenOptionView] = field(default_factory=list)
    """Of a choice: the options, each with who chose it."""


class AssemblyRoomState(AppState, rx.State):
    """What the syndic's room shows besides the live figures, and what its buttons do."""

    loaded: bool = False
    """The reader runs this room, and it is shown; else only why not."""
    looked_at: str = ""
    """The point that was opened in the agenda; empty follows the room, `next` the point that comes next."""
    pane: str = "item"
    segment: str = "without"
    words: str = ""
    page: int = 1
    pages: int = 1
    counts: RoomCounts = RoomCounts()
    lines: list[RoomLine] = []
    by_channel: dict[str, int] = {}
    outcomes: dict[str, OutcomeView] = {}
    earlier: list[MinutesRow] = []
    minutes: list[MinutesRow] = []
    """The newest lines of the evening so far; those before them are `earlier`."""
    read: ReadOutView = ReadOutView()
    read_page: int = 1
    read_pages: int = 1
    """Everybody against or abstaining is read out, however many: page by page."""
    papers: list[PaperView] = []
    may_change: bool = True
    """Those present without a ballot could still turn the result of the open vote."""
    can_sign: bool = True
    """Chair and secretary are named: without them the assembly does not close."""
    countdown: str = "120"
    excluded: dict[str, list[str]] = {}
    """Who takes no part in the vote on a point, by name (art. 3.87 §9)."""
    observations: list[ObservationView] = []
    observed: list[str] = []
    """The points that occupants wrote about, by number."""
    asking: str = ""
    """What needs a reason before it is done: reopened, postponed, withdrawn, noted, not_reached, suspended; or empty."""

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the room of this address from its beginning."""
        self.segment, self.words, self.page, self.looked_at, self.asking = "without", "", 1, "", ""
        self.loaded = False
        async with self.refusals(), acting(self) as act:
            await self._look(act)
            self.observations = await observations_here(act)
            self.observed = sorted({each.item for each in self.observations})
            self.loaded = True

    @rx.event
    @policy(member)
    async def refresh(self) -> None:
        """Read list and minutes again, because the room has changed; a refusal on the screen stays."""
        async with acting(self) as act:
            await self._look(act)

    @rx.event
    @policy(member)
    async def look_at(self, item_id: str) -> None:
        """Show a point of the agenda; the same one again, or none, follows the room."""
        self.looked_at, self.asking = "" if self.looked_at == str(item_id) else str(item_id)[:36], ""
        self.pane = "item"

    @rx.event
    @policy(member)
    async def show_pane(self, pane: str) -> None:
        """Choose what a narrow screen shows: the point, who is there, or the agenda."""
        self.pane = pane if pane in PANES else "item"

    @rx.event
    @policy(member)
    async def show_segment(self, segment: str) -> None:
        """Show those without ballot, who voted, the represented or the absent."""
        async with self.refusals(), acting(self) as act:
            self.segment, self.page = str(segment)[:20], 1
            await self._list(act)

    @rx.event
    @policy(member)
    async def search(self, words: str) -> None:
        """Show who is found by these words, whatever they did."""
        async with self.refusals(), acting(self) as act:
            self.words, self.page = str(words)[:60], 1
            await self._list(act)

    @rx.event
    @policy(member)
    async def turn_to(self, page: int) -> None:
        """Show another page of the list."""
        async with self.refusals(), acting(self) as act:
            self.page = page
            await self._list(act)

    @rx.event
    @policy(member)
    async def read_on(self, page: int) -> None:
        """Show another page of the names that are read out."""
        async with self.refusals(), acting(self) as act:
            self.read_page = page if isinstance(page, int) else 1
            await self._names(act, UUID(self.read.item_id) if self.read.item_id else None)

    @rx.event
    @policy(member)
    async def choose_countdown(self, seconds: str) -> None:
        """Choose how long the next vote is open."""
        self.countdown = str(seconds) if str(seconds) in map(str, COUNTDOWNS) else "120"

    @rx.event
    @policy(member)
    async def ask(self, what: str) -> None:
        """Ask for the reason of an act, or stop asking."""
        self.asking = "" if self.asking == str(what) else str(what)[:20]

    @rx.event
    @policy(member)
    async def open_item(self, item_id: str) -> None:
        """Open the vote on a point, with the countdown that was chosen."""
        async with self.refusals(), acting(self) as act:
            await voting.open_item(*act.within, parse_id(item_id), at=now(), seconds=int(self.countdown) or None)
            await self._follow(act)

    @rx.event
    @policy(member)
    async def add_minute(self, item_id: str) -> None:
        """Give a minute more."""
        async with self.refusals(), acting(self) as act:
            await voting.extend_item(*act.within, parse_id(item_id), at=now(), seconds=60)

    @rx.event
    @policy(member)
    async def close_item(self, item_id: str) -> None:
        """Close the vote: its result is provisional, and the names are read out."""
        async with self.refusals(), acting(self) as act:
            await voting.close_item(*act.within, parse_id(item_id))
            await self._follow(act)

    @rx.event
    @policy(member)
    async def confirm_result(self, item_id: str) -> None:
        """Freeze the result."""
        async with self.refusals(), acting(self) as act:
            await results.confirm_result(*act.within, parse_id(item_id), at=now())
            await self._follow(act)
            if self.outcomes[str(parse_id(item_id))].state == "planned":  # an amendment: its text is voted next
                self.looked_at = str(parse_id(item_id))

    @rx.event
    @policy(member)
    async def reopen(self, item_id: str, answers: dict) -> None:
        """Begin a second round, with its reason."""
        async with self.refusals(), acting(self) as act:
            await voting.reopen_item(*act.within, parse_id(item_id), reason=said(answers, "reason", 1000))
            await self._follow(act)

    @rx.event
    @policy(member)
    async def settle(self, item_id: str, answers: dict) -> None:
        """Give a point its outcome without a vote: what was asked for, with its reason."""
        async with self.refusals(), acting(self) as act:
            reason = said(answers, "reason", 1000)
            await voting.settle_item(*act.within, parse_id(item_id), outcome=self.asking, reason=reason)
            await self._follow(act)
            self.looked_at = "next"

    @rx.event
    @policy(member)
    async def suspend(self, answers: dict) -> None:
        """Interrupt the session, with its reason."""
        async with self.refusals(), acting(self) as act:
            reason = said(answers, "reason", 1000)
            if not reason:
                raise BadInput(Problem("reason", "Write why the session is interrupted; it goes into the minutes."))
            await sitting.suspend(*act.here, reason=reason)
            self.asking = ""
            await self._look(act)

    @rx.event
    @policy(member)
    async def resume(self) -> None:
        """Go on after the interruption."""
        async with self.refusals(), acting(self) as act:
            await sitting.resume(*act.here)
            await self._look(act)

    @rx.event
    @policy(member)
    async def close_assembly(self) -> None:
        """Close the session; the minutes are printed in four languages."""
        async with self.refusals(), acting(self) as act:
            await sitting.close_assembly(*act.here, at=now())
            await self._follow(act)

    @rx.event
    @policy(member)
    async def look_for_papers(self) -> None:
        """See whether the minutes have been printed."""
        async with acting(self) as act:
            await self._papers(act)

    async def _follow(self, act: Act) -> None:
        """Show what the room is at, after an act."""
        self.looked_at, self.asking = "", ""
        await self._look(act)

    async def _look(self, act: Act) -> None:
        await self._list(act)
        sheet = await queries.sheet(*act.here)
        self.may_change = await still_open.may_still_change(*act.here)
        seats = {seat.office for seat in await bureau.seats(*act.here)}
        self.can_sign = {"chair", "secretary"} <= seats
        self.outcomes = {str(item.id): outcome_view(item) for item in sheet.items}
        out = await exclusions.exclusions_of(*act.here)
        self.excluded = {str(item): [each.name for each in rows] for item, rows in out.items()}
        lines = [minutes_row(line) for line in await minutes_so_far.minutes_so_far(*act.here)]
        self.earlier, self.minutes = lines[:-NEWEST_LINES], lines[-NEWEST_LINES:]
        if sheet.assembly.state in ("closed", "minuted"):
            await self._papers(act)
        await self._names(act, next((item.id for item in sheet.items if item.state == "closed"), None))

    async def _list(self, act: Act) -> None:
        found = await attendance_list(*act.here)
        shown = self._within(found)
        self.page, self.pages = page_within(self.page, len(shown)), pages_of(len(shown))
        self.lines = [room_line(row) for row in shown[(self.page - 1) * ROWS : self.page * ROWS]]
        self.by_channel = dict(found.votes_by_channel)
        self.counts = RoomCounts.of(found)

    def _within(self, found: AttendanceList) -> list[Attendee]:
        if self.words.strip():
            return find(found.rows, self.words)
        return [row for row in found.rows if in_segment(row, self.segment, voting=found.item_id is not None)]

    async def _names(self, act: Act, item_id: UUID | None) -> None:
        """Load who is read out for the point that is closed and not confirmed yet."""
        if item_id is None:
            self.read, self.read_page, self.read_pages = ReadOutView(), 1, 1
            return
        found = await read_out.read_out(*act.within, item_id)
        against, abstained = (
            [spoken_view(each) for each in found.against],
            [spoken_view(each) for each in found.abstained],
        )
        most = max(len(against), len(abstained), *(len(each.voters) for each in found.options))
        self.read_page, self.read_pages = page_within(self.read_page, most), pages_of(most)
        here = slice((self.read_page - 1) * ROWS, self.read_page * ROWS)
        options = [
            SpokenOptionView(dict(each.label), each.votes, [spoken_view(voter) for voter in each.voters][here])
            for each in found.options
        ]
        self.read = ReadOutView(str(item_id), against[here], abstained[here], options)

    async def _papers(self, act: Act) -> None:
        found = await papers_of(*act.within, kind=minutes.KIND, subject_id=act.assembly_id)
        self.papers = sorted((PaperView.of(row) for row in found), key=lambda paper: LANGUAGES.index(paper.language))
