"""The yearly window of the house rules, and the ordinary assembly that is next (art. 3.85 §3, 3°)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.models.before_assemblies import AssemblyWindow
from koprogo.rules.assemblies import window as rule
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.queries import AssemblyRow, assemblies

LONGEST_SOURCE = 300
LEAP_YEAR = 2028
"""Any leap year: 29 February is a day of the calendar."""
IN_FORCE = """
SELECT month, day, since, source FROM assembly_window WHERE association_id = :t AND since <= :day
 ORDER BY since DESC, at DESC LIMIT 1
"""
DONE = (events.CLOSED, events.MINUTED)
FELL_AWAY = (events.CANCELLED, events.WITHOUT_QUORUM)


@dataclass(frozen=True)
class WindowRow:
    """The first day of the fifteen, as the house rules fix it; `source` says where."""

    month: int
    day: int
    since: date
    source: str


@dataclass(frozen=True)
class Calendar:
    """What the year of an association looks like from a day.

    Attributes:
        window: None while nobody has recorded it; then the rest is empty too.
        coming: the fifteen days whose ordinary assembly was not held yet.
        proposals_until: the last day on which a proposal is on its agenda by right (art. 3.87 §3).
        assembly: that ordinary assembly, once it is drafted (who does not plan sees it once convened).
        proposed_day: a working day of the window, while no assembly is drafted.
    """

    window: WindowRow | None = None
    coming: rule.Window | None = None
    proposals_until: date | None = None
    assembly: AssemblyRow | None = None
    proposed_day: date | None = None


async def set_window(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    month: int,
    day: int,
    since: date,
    source: str,
    at: datetime,
) -> UUID:
    """Record on which day of the year the fifteen days begin, from when on, and where the house rules say so.

    Safe to repeat: the same window of the same day is recorded once.

    Raises:
        NotAllowed: only who plans assemblies.
        BadInput: no such day of the year, or no source.
    """
    require(actor, "assembly.plan", association_id)
    source = source.strip()
    problems = []
    if not _is_day_of_year(month, day):
        problems.append(Problem("first_day", "Write a day and a month of the calendar."))
    if not source or len(source) > LONGEST_SOURCE:
        problems.append(
            Problem(
                "source", "Say where the house rules fix it, in at most {most} characters.", {"most": LONGEST_SOURCE}
            )
        )
    if problems:
        raise BadInput(*problems)
    facts = {"t": association_id, "month": month, "day": day, "since": since, "source": source}
    same = (
        "SELECT id FROM assembly_window WHERE association_id = :t AND month = :month AND day = :day"
        " AND since = :since AND source = :source"
    )
    if earlier := await session.scalar(text(same), facts):
        return UUID(str(earlier))
    row = AssemblyWindow(
        association_id=association_id, month=month, day=day, since=since, source=source, at=at, by_id=actor.person_id
    )
    session.add(row)
    await session.flush()
    await audit.record(session, actor, association_id, "assembly_window.set", row.id, month=month, day=day)
    return row.id


async def window_on(session: AsyncSession, association_id: UUID, day: date) -> WindowRow | None:
    """Return the window in force on a day; None when the house rules' window was not recorded."""
    row = (await session.execute(text(IN_FORCE), {"t": association_id, "day": day})).mappings().first()
    return WindowRow(**row) if row else None


async def calendar(session: AsyncSession, actor: Actor, association_id: UUID, *, day: date) -> Calendar:
    """Return the window, the ordinary assembly that is next, and until when proposals are on its agenda by right."""
    require(actor, "association.read", association_id)
    found = await window_on(session, association_id, day)
    return calendar_of(found, await assemblies(session, actor, association_id), day)


def calendar_of(found: WindowRow | None, rows: Sequence[AssemblyRow], day: date) -> Calendar:
    """Return the year that a window and the assemblies of an association make, seen from a day."""
    if found is None:
        return Calendar()
    rows = [row for row in rows if is_ordinary(row)]
    coming = rule.next_window(found.month, found.day, day)
    if any(row.state in DONE and _belongs(row, found, coming) for row in rows):
        coming = rule.window_of(found.month, found.day, coming.first.year + 1)
    planned = next((row for row in rows if row.state not in DONE and _belongs(row, found, coming)), None)
    return Calendar(
        window=found,
        coming=coming,
        proposals_until=rule.proposals_close(coming),
        assembly=planned,
        proposed_day=None if planned else rule.meeting_day(coming),
    )


def is_ordinary(row: AssemblyRow) -> bool:
    """Say whether this is an ordinary assembly of the year that was not cancelled."""
    return row.kind == "ordinary" and row.session == "first" and row.state not in FELL_AWAY


def _belongs(row: AssemblyRow, found: WindowRow, coming: rule.Window) -> bool:
    return rule.window_near(found.month, found.day, row.day) == coming


def _is_day_of_year(month: int, day: int) -> bool:
    try:
        date(LEAP_YEAR, month, day)
    except (ValueError, TypeError):
        return False
    return True
