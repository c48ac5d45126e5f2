"""Waivers of the reserve fund: points carried here, and minutes of assemblies that were not held here (art. 3.86 §3).

What an assembly voted before its association came here, or on paper, is recorded with the words that name its minutes and
its day. Nothing is rewritten: what was recorded by mistake is taken back by a row of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.charges import ReserveWaiver
from koprogo.services import audit
from koprogo.services.charges.budgets import LOCK
from koprogo.services.charges.held_here import voted_here

LONGEST_ACT = 200
CARRIED_HERE = """
SELECT a.day FROM result r JOIN agenda_item i ON i.id = r.item_id JOIN assembly a ON a.id = r.assembly_id
 WHERE r.association_id = :t AND i.kind = 'not_constituting_mandatory_reserve_fund' AND r.about = 'text' AND r.carried
   AND r.round = (SELECT max(o.round) FROM result o WHERE o.item_id = r.item_id AND o.about = 'text')
"""
ELSEWHERE = """
SELECT w.day, w.act FROM reserve_waiver w WHERE w.association_id = :t AND w.act <> ''
   AND w.seq = (SELECT max(o.seq) FROM reserve_waiver o WHERE o.association_id = w.association_id AND o.day = w.day)
 ORDER BY w.day DESC
"""
NEXT = "SELECT coalesce(max(seq), 0) + 1 FROM reserve_waiver WHERE association_id = :t AND day = :day"


@dataclass(frozen=True)
class Waiver:
    """What an assembly that was not held here waived on a day, and the words that name its minutes."""

    day: date
    act: str


async def elsewhere(session: AsyncSession, association_id: UUID) -> tuple[Waiver, ...]:
    """Return the waivers that were recorded with their minutes, the newest first, for a service that decided who may."""
    rows = await session.execute(text(ELSEWHERE), {"t": association_id})
    return tuple(Waiver(row.day, row.act) for row in rows)


async def days(session: AsyncSession, association_id: UUID, recorded: Sequence[Waiver]) -> list[date]:
    """Return the days of every waiver: of the points carried here, and of those recorded."""
    here = (await session.execute(text(CARRIED_HERE), {"t": association_id})).scalars()
    return [*here, *(each.day for each in recorded)]


async def record_waiver(
    session: AsyncSession, actor: Actor, association_id: UUID, *, day: date | None, act: str, at: datetime
) -> None:
    """Record that an assembly not held here waived the contribution by four fifths; twice is once (syndic).

    Args:
        act: which minutes say so, with the point.

    Raises:
        BadInput: no day, one to come, or one on which an assembly voted here; no words, or too many.
    """
    require(actor, "association.change", association_id)
    said, problems = " ".join(act.split()), []
    if day is None or day > legal_day(at):
        problems.append(Problem("day", "Choose the day of that assembly; it is not to come."))
    elif await voted_here(session, association_id, day):
        problems.append(
            Problem(
                "day",
                "An assembly of {day} is kept here: its own point says whether it waived the contribution.",
                {"day": day.isoformat()},
            )
        )
    if not 0 < len(said) <= LONGEST_ACT:
        problems.append(
            Problem("act", "Write which minutes say so, in at most {most} characters.", {"most": LONGEST_ACT})
        )
    if problems or day is None:
        raise BadInput(*problems)
    await session.execute(text(LOCK), {"t": str(association_id)})
    if Waiver(day, said) in await elsewhere(session, association_id):
        return
    await _add(session, actor, association_id, day, said, at)
    await audit.record(session, actor, association_id, "waiver.recorded", None, day=day.isoformat())


async def take_waiver_back(
    session: AsyncSession, actor: Actor, association_id: UUID, *, day: date, at: datetime
) -> None:
    """Take back what was recorded of a day by mistake (syndic); NotFound where nothing is."""
    require(actor, "association.change", association_id)
    await session.execute(text(LOCK), {"t": str(association_id)})
    if not any(each.day == day for each in await elsewhere(session, association_id)):
        raise NotFound
    await _add(session, actor, association_id, day, "", at)
    await audit.record(session, actor, association_id, "waiver.taken_back", None, day=day.isoformat())


async def _add(session: AsyncSession, actor: Actor, association_id: UUID, day: date, act: str, at: datetime) -> None:
    seq = await session.scalar(text(NEXT), {"t": association_id, "day": day})
    session.add(
        ReserveWaiver(
            id=uuid4(), association_id=association_id, day=day, seq=seq, act=act, at=at, by_id=actor.person_id
        )
    )
    await session.flush()
