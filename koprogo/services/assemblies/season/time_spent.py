"""Planned minutes against those spent, point by point, from the events of the evening.

What a point took runs from the end of the one before it (or from the opening) to its own end: the debate and the vote.
An interruption of the session is nobody's time. A point that is voted again takes both stretches.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.services.assemblies import events
from koprogo.services.assemblies.labels import label

HALF_A_MINUTE = 30
SESSION = """
SELECT assembly_id, what, at FROM assembly_event WHERE assembly_id = ANY (:ids) AND what = ANY (:what)
 ORDER BY assembly_id, seq
"""
ENDS = """
SELECT assembly_id, item_id, at FROM item_event WHERE assembly_id = ANY (:ids) AND what = ANY (:ends) ORDER BY at, id
"""
LAST = """
SELECT a.id FROM assembly a JOIN assembly_state st ON st.assembly_id = a.id
 WHERE a.association_id = :t AND st.what = ANY (:held) ORDER BY a.starts_at DESC, a.id LIMIT 1
"""
ITEMS = """
SELECT id, assembly_id, number, part, title, minutes_planned FROM agenda_item
 WHERE assembly_id = ANY (:ids) AND number IS NOT NULL ORDER BY assembly_id, number, part
"""


@dataclass(frozen=True)
class ItemTime:
    """A point: planned minutes, and those spent; None while it has no end."""

    item_id: UUID
    label: int | str
    title: Mapping[str, str]
    planned: int
    spent: int | None


@dataclass(frozen=True)
class TimeSpent:
    """An assembly: `spent` minutes of session without its interruptions; None before it is closed."""

    assembly_id: UUID
    planned: int
    spent: int | None
    items: tuple[ItemTime, ...]


async def time_spent(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> TimeSpent:
    """Return the minutes of one assembly, point by point (everybody who may read its minutes).

    Raises:
        NotFound: no such assembly here.
    """
    require(actor, "minutes.read", association_id)
    await events.state_of(session, association_id, assembly_id)
    found = await of_assemblies(session, [assembly_id])
    if assembly_id not in found:
        raise NotFound
    return found[assembly_id]


async def last_time(session: AsyncSession, actor: Actor, association_id: UUID) -> TimeSpent | None:
    """Return the minutes of the last assembly held to its end; None before the first (who may read its minutes)."""
    require(actor, "minutes.read", association_id)
    held = [events.CLOSED, events.MINUTED]
    found = await session.scalar(text(LAST), {"t": association_id, "held": held})
    return (await of_assemblies(session, [found])).get(found) if found else None


async def of_assemblies(session: AsyncSession, ids: Sequence[UUID]) -> Mapping[UUID, TimeSpent]:
    """Return the minutes of assemblies that have points; the caller decides who may read them."""
    what = [events.OPENED, events.SUSPENDED, events.RESUMED, events.CLOSED]
    marks: dict[UUID, list[tuple[str, datetime]]] = defaultdict(list)
    for row in await session.execute(text(SESSION), {"ids": list(ids), "what": what}):
        marks[row.assembly_id].append((row.what, row.at))
    ends: dict[UUID, list[tuple[UUID, datetime]]] = defaultdict(list)
    for row in await session.execute(text(ENDS), {"ids": list(ids), "ends": list(events.ITEM_OUTCOMES)}):
        ends[row.assembly_id].append((row.item_id, row.at))
    items: dict[UUID, list] = defaultdict(list)
    for row in await session.execute(text(ITEMS), {"ids": list(ids)}):
        items[row.assembly_id].append(row)
    found = {}
    for each, rows in items.items():
        took = minutes_of_points(marks[each], ends[each])
        found[each] = TimeSpent(
            each,
            sum(row.minutes_planned for row in rows),
            minutes_of_session(marks[each]),
            tuple(
                ItemTime(row.id, label(row.number, row.part), row.title, row.minutes_planned, took.get(row.id))
                for row in rows
            ),
        )
    return found


def minutes_of_session(marks: Sequence[tuple[str, datetime]]) -> int | None:
    """Return the minutes from the opening to the closing without interruptions; None while one of the two is missing."""
    opened = next((at for what, at in marks if what == events.OPENED), None)
    closed = next((at for what, at in reversed(marks) if what == events.CLOSED), None)
    if opened is None or closed is None:
        return None
    return _minutes(_running(opened, closed, _pauses(marks)))


def minutes_of_points(
    marks: Sequence[tuple[str, datetime]], ends: Iterable[tuple[UUID, datetime]]
) -> Mapping[UUID, int]:
    """Return the minutes of each point that ended; `marks` are the session's events, `ends` in their order."""
    before = next((at for what, at in marks if what == events.OPENED), None)
    took: dict[UUID, timedelta] = defaultdict(timedelta)
    pauses = _pauses(marks)
    for item_id, at in ends:
        if before is not None:
            took[item_id] += _running(before, at, pauses)
        before = at
    return {item_id: _minutes(long) for item_id, long in took.items()}


def _pauses(marks: Sequence[tuple[str, datetime]]) -> list[tuple[datetime, datetime]]:
    found, since = [], None
    for what, at in marks:
        if what == events.SUSPENDED:
            since = at
        elif since is not None:
            found.append((since, at))
            since = None
    return found


def _running(start: datetime, end: datetime, pauses: Iterable[tuple[datetime, datetime]]) -> timedelta:
    lost = sum((max(min(end, to) - max(start, since), timedelta()) for since, to in pauses), timedelta())
    return max(end - start - lost, timedelta())


def _minutes(long: timedelta) -> int:
    return (int(long.total_seconds()) + HALF_A_MINUTE) // 60
