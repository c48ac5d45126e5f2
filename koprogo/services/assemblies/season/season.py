"""All associations of a syndic on one page: window, next assembly, where, and what has to be done next in each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.rules.assemblies.window import Window
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda import proposals_read
from koprogo.services.assemblies.agenda.window import Calendar, WindowRow, calendar_of
from koprogo.services.assemblies.queries import AssemblyRow, assemblies
from koprogo.services.assemblies.season import staff
from koprogo.services.assemblies.season.deadlines import Deadline, deadlines
from koprogo.services.assemblies.season.drafts import planned_by
from koprogo.services.assemblies.season.time_spent import TimeSpent, of_assemblies

NAMES = "SELECT id, name FROM association WHERE id = ANY (:mine) ORDER BY name, id"
WINDOWS = """
SELECT DISTINCT ON (association_id) association_id, month, day, since, source FROM assembly_window
 WHERE association_id = ANY (:mine) AND since <= :day ORDER BY association_id, since DESC, at DESC
"""
PROPOSING = "SELECT DISTINCT association_id FROM agenda_proposal WHERE association_id = ANY (:mine)"


@dataclass(frozen=True)
class SeasonRow:
    """One association in the season.

    Attributes:
        stage: no_window, to_draft, drafted, convened, in_session, minutes (held, not sent yet).
        window: the fifteen days of its next ordinary assembly.
        assembly: the one to come or going on, of any kind; else the one whose minutes are due.
        minutes_planned: for its agenda.
        duties: what is to be done there, the nearest day first.
        proposals: how many wait for an agenda; `by_right` of them must be on the next ordinary one.
        attendant: who goes there for the syndic; `clashes` when she, or the room, is wanted elsewhere that evening.
        colleagues: who could go.
        last: planned and spent minutes of the last assembly held, on `last_day`.
    """

    association_id: UUID
    association_name: str
    stage: str
    window: Window | None
    assembly: AssemblyRow | None
    minutes_planned: int
    duties: tuple[Deadline, ...]
    proposals: int
    by_right: int
    attendant_id: UUID | None
    attendant: str
    clashes: bool
    colleagues: tuple[staff.Colleague, ...]
    last: TimeSpent | None
    last_day: date | None

    @property
    def next_day(self) -> date:
        """The day by which it stands in the season: its next duty, assembly or window; far away when nothing is known."""
        days = [each.due for each in self.duties if each.due]
        days += [self.assembly.day] if self.assembly else []
        days += [self.window.first] if self.window else []
        return min(days, default=date.max)


@dataclass(frozen=True)
class People:
    """Who goes where: attendants by assembly, assemblies that clash, colleagues by association."""

    attendants: Mapping[UUID, tuple[UUID | None, str]]
    clashes: frozenset[UUID]
    colleagues: Mapping[UUID, tuple[staff.Colleague, ...]]


async def season(session: AsyncSession, actor: Actor, *, day: date) -> list[SeasonRow]:
    """Return the associations whose assemblies the actor plans, the nearest day first."""
    mine = planned_by(actor)
    facts = {"mine": mine, "day": day}
    names = (await session.execute(text(NAMES), facts)).all()
    windows = {
        row["association_id"]: WindowRow(**{key: row[key] for key in ("month", "day", "since", "source")})
        for row in (await session.execute(text(WINDOWS), facts)).mappings()
    }
    held: dict[UUID, list[AssemblyRow]] = defaultdict(list)
    for row in await assemblies(session, actor):
        held[row.association_id].append(row)
    due: dict[UUID, list[Deadline]] = defaultdict(list)
    for duty in await deadlines(session, actor, day=day):
        due[duty.association_id].append(duty)
    waiting = await _proposals(session, mine)
    calendars = {each.id: calendar_of(windows.get(each.id), held[each.id], day) for each in names}
    coming = {each.id: _coming(held[each.id], day) for each in names}
    last = {each.id: _last(held[each.id]) for each in names}
    minutes = await of_assemblies(session, [row.id for row in (*coming.values(), *last.values()) if row])
    people = await _people(session, mine, [row for row in coming.values() if row], day)
    found = [
        _row(each.id, each.name, calendars[each.id], coming[each.id], last[each.id], minutes, due[each.id],
             waiting[each.id], people)
        for each in names
    ]  # fmt: skip
    return sorted(found, key=lambda row: (row.next_day, row.association_name))


def _row(
    association_id: UUID,
    name: str,
    year: Calendar,
    coming: AssemblyRow | None,
    last: AssemblyRow | None,
    minutes: Mapping[UUID, TimeSpent],
    duties: Sequence[Deadline],
    waiting: Sequence[proposals_read.ProposalRow],
    people: People,
) -> SeasonRow:
    first = year.coming.first if year.coming else None
    attendant_id, attendant = people.attendants.get(coming.id, (None, "")) if coming else (None, "")
    return SeasonRow(
        association_id=association_id,
        association_name=name,
        stage=_stage(year, coming),
        window=year.coming,
        assembly=coming,
        minutes_planned=minutes[coming.id].planned if coming and coming.id in minutes else 0,
        duties=tuple(duties),
        proposals=len(waiting),
        by_right=sum(1 for row in waiting if first and row.by_right_from and row.by_right_from <= first),
        attendant_id=attendant_id,
        attendant=attendant,
        clashes=coming is not None and coming.id in people.clashes,
        colleagues=people.colleagues.get(association_id, ()),
        last=minutes.get(last.id) if last else None,
        last_day=last.day if last else None,
    )


def _stage(year: Calendar, coming: AssemblyRow | None) -> str:
    if coming is None:
        return "no_window" if year.window is None else "to_draft"
    if coming.state in (*events.IN_SESSION, events.SUSPENDED):
        return "in_session"
    return "minutes" if coming.state == events.CLOSED else coming.state


def _coming(rows: Sequence[AssemblyRow], day: date) -> AssemblyRow | None:
    """Return the assembly going on, else the next one planned, else the one whose minutes are due."""
    running = [row for row in rows if row.state in (*events.IN_SESSION, events.SUSPENDED)]
    planned = [row for row in rows if row.state in events.BEFORE_OPENING and row.day >= day]
    closed = [row for row in rows if row.state == events.CLOSED]
    for group in (running, planned, closed):
        if group:
            return min(group, key=lambda row: (row.starts_at, row.id))
    return None


async def _proposals(
    session: AsyncSession, mine: Sequence[UUID]
) -> defaultdict[UUID, list[proposals_read.ProposalRow]]:
    found: defaultdict[UUID, list[proposals_read.ProposalRow]] = defaultdict(list)
    for association_id in (await session.execute(text(PROPOSING), {"mine": list(mine)})).scalars():
        found[association_id] = [row for row in await proposals_read.rows(session, association_id) if row.is_open]
    return found


def _last(rows: Sequence[AssemblyRow]) -> AssemblyRow | None:
    """Return the last assembly that was held to its end."""
    held = [row for row in rows if row.state in (events.CLOSED, events.MINUTED)]
    return max(held, key=lambda row: (row.starts_at, row.id), default=None)


async def _people(session: AsyncSession, mine: Sequence[UUID], coming: Sequence[AssemblyRow], day: date) -> People:
    going = await staff.attendants(session, mine)
    places = [
        staff.Place(row.id, row.starts_at, row.place, going.get(row.id, (None, ""))[0])
        for row in coming
        if row.state in events.BEFORE_OPENING
    ]
    return People(going, staff.clashes(places), await staff.colleagues(session, mine, day=day))
