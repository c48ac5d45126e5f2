"""The attendance corrected after the fact: one person's arrivals and departures, and the results looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from koprogo.core.clock import BRUSSELS, now
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.i18n.messages import message
from koprogo.security.policies import member, policy
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.attendance import corrections, quorum_again
from koprogo.services.assemblies.voting import voting
from koprogo.state.assemblies.acting import Act, acting, said
from koprogo.state.assemblies.attendance.attendance import AttendanceState
from koprogo.state.assemblies.room.assembly_room import AssemblyRoomState
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS


@dataclass(frozen=True)
class MoveLine:
    """An arrival or departure of the person whose line is open; `hour` is that of Brussels, as a clock field wants it."""

    id: int
    what: str
    channel: str
    at: str
    hour: str
    reason: str
    author: str
    corrected: bool
    corrects: bool


@dataclass(frozen=True)
class OptionVotes:
    """An option by its label per language, and its votes."""

    label: dict[str, str]
    votes: int


@dataclass(frozen=True)
class ReviewView:
    """What a correction makes of a frozen result; sums before and after."""

    item_id: str = ""
    number: str = ""
    round: int = 0
    would_change: bool = False
    stands: bool = False
    name: str = ""
    reason: str = ""
    carried_before: bool = False
    carried_after: bool = False
    in_favour_before: int = 0
    in_favour_after: int = 0
    against_before: int = 0
    against_after: int = 0
    options_before: list[OptionVotes] = field(default_factory=list)
    options_after: list[OptionVotes] = field(default_factory=list)
    """Of a choice: the votes of each option."""


@dataclass(frozen=True)
class OpeningView:
    """The quorum of the opening as the last correction leaves it; `meaning` empty: no correction touched it."""

    meaning: str = ""
    heads_before: int = 0
    heads: int = 0
    owners: int = 0
    shares_before: int = 0
    shares: int = 0
    shares_total: int = 0
    contest_by: str = ""
    """ISO day, or empty."""
    name: str = ""
    reason: str = ""


class CorrectionState(AppState, rx.State):
    """Corrections at the door and in the room."""

    person_id: str = ""
    """Whose arrivals and departures are shown."""
    lines: list[MoveLine] = []
    mending: int = 0
    """The line being corrected; -1 enters one that was forgotten, 0 none."""
    touched: list[ReviewView] = []
    """The results that the last correction touched."""
    reviews: list[ReviewView] = []
    """The results, still standing, that would be other ones."""
    opening: OpeningView = OpeningView()

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show nobody's lines yet, and the results that a correction changed."""
        self.person_id, self.lines, self.mending, self.touched, self.reviews = "", [], 0, [], []
        async with self.refusals():
            await self._look()

    @rx.event
    @policy(member)
    async def look(self) -> None:
        """Show the results that would be other ones after a correction; a refusal on the screen stays."""
        await self._look()

    @rx.event
    @policy(member)
    async def show(self, person_id: str) -> None:
        """Show a person's arrivals and departures, or shut them."""
        shut = self.person_id == str(person_id)
        self.person_id, self.lines, self.mending, self.touched = "", [], 0, []
        if not shut:
            async with self.refusals(), acting(self) as act:
                self.lines = await _lines(act, parse_id(person_id))
                self.person_id = str(parse_id(person_id))

    @rx.event
    @policy(member)
    async def mend(self, line: int) -> None:
        """Begin to correct a line, or to enter a forgotten one (-1); the same again stops."""
        self.mending = line if isinstance(line, int) and line != self.mending else 0

    @rx.event
    @policy(member)
    async def correct(self, answers: dict) -> EventSpec | None:
        """Enter the right line beside the wrong one, or the forgotten one, with its reason."""
        self.touched = []
        async with self.refusals(), acting(self) as act:
            if not self.mending:
                raise NotFound
            person = parse_id(self.person_id)
            old = next((line for line in self.lines if line.id == self.mending), None)
            facts: dict[str, Any] = {
                "what": said(answers, "what", 20),
                "happened_at": await _instant(act, said(answers, "hour", 10), old.at if old else ""),
                "reason": said(answers, "reason", 1000),
                "at": now(),
            }
            if old is None:
                found = await corrections.add_forgotten(*act.here, person_id=person, **facts)
            else:
                found = await corrections.correct_presence(*act.here, event_id=old.id, **facts)
            self.touched, self.mending = [review_view(row) for row in found][:ROWS], 0
            self.lines = await _lines(act, person)
            self.opening = opening_view(await quorum_again.opening_reviews(*act.here))
            return AttendanceState.refresh  # type: ignore[return-value]
        return None

    @rx.event
    @policy(member)
    async def second_round(self, item_id: str) -> list[EventSpec]:
        """Vote again on a point whose result the correction changes; the reason says so in the minutes."""
        async with self.refusals(), acting(self) as act:
            found = await corrections.reviews(*act.here)
            item = parse_id(item_id)
            row = next((each for each in reversed(found) if each.item_id == item and each.would_change), None)
            if row is None:
                raise NotFound
            language = (await queries.sheet(*act.here)).languages[0]
            why = message("Attendance corrected ({name}): {reason}", language, name=row.name, reason=row.reason)
            await voting.reopen_item(*act.within, item, reason=why)
        return [CorrectionState.look, AssemblyRoomState.refresh]  # type: ignore[list-item]

    async def _look(self) -> None:
        async with acting(self) as act:
            found = await corrections.reviews(*act.here)
            self.opening = opening_view(await quorum_again.opening_reviews(*act.here))
        self.reviews = [review_view(row) for row in found if row.would_change and row.stands][:ROWS]


async def _lines(act: Act, person_id: UUID) -> list[MoveLine]:
    rows = await corrections.moves(*act.here, person_id=person_id)
    return [
        MoveLine(
            id=row.id,
            what=row.what,
            channel=row.channel,
            at=row.at.isoformat(),
            hour=row.at.astimezone(BRUSSELS).strftime("%H:%M"),
            reason=row.reason,
            author=row.author,
            corrected=row.corrected,
            corrects=row.corrects_id is not None,
        )
        for row in rows[:ROWS]
    ]


async def _instant(act: Act, hour: str, old: str) -> datetime:
    """Return the instant of an hour typed, on the day of the line it corrects, else of the assembly.

    Unchanged to the minute, it is the very instant of that line: its seconds decide what came first.
    """
    try:
        typed = time.fromisoformat(hour)
    except ValueError:
        raise BadInput(Problem("hour", "Enter the hour, such as 19:30.")) from None
    if old:
        before = datetime.fromisoformat(old).astimezone(BRUSSELS)
        if (before.hour, before.minute) == (typed.hour, typed.minute):
            return before
        day = before.date()
    else:
        day = (await queries.sheet(*act.here)).assembly.day
    return datetime.combine(day, typed.replace(tzinfo=None), BRUSSELS)


def review_view(row: corrections.Review) -> ReviewView:
    """Return what the screens show of a result looked at again."""
    before, after = row.facts["before"], row.facts["after"]
    return ReviewView(
        item_id=str(row.item_id),
        number=row.number,
        round=row.round,
        would_change=row.would_change,
        stands=row.stands,
        name=row.name,
        reason=row.reason,
        carried_before=before["carried"],
        carried_after=after["carried"],
        in_favour_before=before["in_favour"],
        in_favour_after=after["in_favour"],
        against_before=before["against"],
        against_after=after["against"],
        options_before=_options(before),
        options_after=_options(after),
    )


def opening_view(rows: Sequence[quorum_again.OpeningReview]) -> OpeningView:
    """Return what the screens show of the opening: what is known since the last correction that touched it."""
    if not rows:
        return OpeningView()
    last, first = rows[-1], rows[0].facts["before"]
    after = last.facts["after"]
    return OpeningView(
        meaning=last.meaning,
        heads_before=first["owners_present"],
        heads=after["owners_present"],
        owners=after["owners"],
        shares_before=first["shares_present"],
        shares=after["shares_present"],
        shares_total=after["shares"],
        contest_by=last.facts["contest_by"] or "",
        name=last.name,
        reason=last.reason,
    )


def _options(counted: dict[str, Any]) -> list[OptionVotes]:
    return [OptionVotes(dict(each["label"]), each["votes"]) for each in counted.get("options", ())]
