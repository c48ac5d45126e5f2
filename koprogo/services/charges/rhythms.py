"""How an association settles with its owners, from which day on: its by-laws or its assembly say so, no article does."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.period import Period
from koprogo.core.permissions import require
from koprogo.models.settlements import SettlementRhythm
from koprogo.rules.charges.actual_costs import Every, statement_periods
from koprogo.rules.charges.settlement import DaysOf
from koprogo.services import audit
from koprogo.services.charges.settlement_refusals import NoRhythm

PROVISIONS, ACTUAL_COSTS = "provisions", "actual_costs"
LONGEST = 300
IN_FORCE = """
SELECT since, rhythm, every, days_of, source FROM settlement_rhythm
 WHERE association_id = :t AND since <= :day ORDER BY since DESC, at DESC LIMIT 1
"""
SETTLED = """
SELECT y.starts, y.next_starts, s.covers_from, s.covers_until,
       (SELECT max(r.since) FROM settlement_rhythm r
         WHERE r.association_id = y.association_id AND r.since <= y.starts) AS ruled_since
  FROM settlement s JOIN period y ON y.association_id = s.association_id AND y.id = s.period_id
 WHERE s.association_id = :t AND y.starts >= :since
"""


@dataclass(frozen=True)
class Rhythm:
    """What holds from `since` on; `every` only for statements of actual costs; `source` is the clause or the decision."""

    since: date
    rhythm: str
    every: Every | None
    days_of: DaysOf
    source: str


async def rhythm_on(session: AsyncSession, association_id: UUID, day: date) -> Rhythm:
    """Return the rhythm in force on a day.

    Raises:
        NoRhythm: nobody entered one.
    """
    row = (await session.execute(text(IN_FORCE), {"t": association_id, "day": day})).first()
    if row is None:
        raise NoRhythm
    return Rhythm(row.since, row.rhythm, Every(row.every) if row.every else None, DaysOf(row.days_of), row.source)


def periods_to_settle(year: Period, every: Every | None) -> tuple[Period, ...]:
    """Return what is settled by itself in a year: all of it, or each of its statements."""
    return statement_periods(year, every) if every is not None else (year,)


async def set_rhythm(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    since: date,
    rhythm: str,
    every: str = "",
    days_of: str = DaysOf.YEAR,
    source: str,
    at: datetime,
    item_id: UUID | None = None,
) -> None:
    """Enter how the association settles from a day on (syndic); a year that holds a settlement keeps its own.

    Raises:
        BadInput: everything wrong with it, by field; `since` where a year that holds a settlement would change its rhythm.
    """
    require(actor, "books.close", association_id)
    problems = []
    if rhythm not in (PROVISIONS, ACTUAL_COSTS):
        problems.append(Problem("rhythm", "Choose provisions with a yearly settlement, or statements of actual costs."))
    if rhythm == ACTUAL_COSTS and every not in set(Every):
        problems.append(Problem("every", "Choose how often costs are stated: by month, quarter or half-year."))
    if days_of not in set(DaysOf):
        problems.append(Problem("days_of", "Choose which days split a lot that was sold: the year’s or the service’s."))
    if not 0 < len(source.strip()) <= LONGEST:
        problems.append(
            Problem(
                "source", "Write which clause or decision says so, in {most} characters at most.", {"most": LONGEST}
            )
        )
    if problems:
        raise BadInput(*problems)
    await _settled_years_keep_theirs(session, association_id, since, Every(every) if rhythm == ACTUAL_COSTS else None)
    made = SettlementRhythm(
        id=uuid4(), association_id=association_id, since=since, rhythm=rhythm,
        every=every if rhythm == ACTUAL_COSTS else None, days_of=days_of, source=source.strip(), item_id=item_id, at=at,
        by_id=actor.person_id,
    )  # fmt: skip
    session.add(made)
    await session.flush()
    await audit.record(
        session, actor, association_id, "settlement.rhythm", made.id, rhythm=rhythm, since=since.isoformat()
    )


async def _settled_years_keep_theirs(
    session: AsyncSession, association_id: UUID, since: date, every: Every | None
) -> None:
    """Refuse a first day from which a year would be settled by other stretches than those settled in it already."""
    rows = (await session.execute(text(SETTLED), {"t": association_id, "since": since})).all()
    others = [
        row
        for row in rows
        if Period(row.covers_from, row.covers_until)
        not in periods_to_settle(Period(row.starts, row.next_starts), every)
    ]
    # A rhythm entered from a later day on still holds in its years, whatever is entered before it.
    if any(row.ruled_since is None or row.ruled_since <= since for row in others):
        until = max(row.next_starts for row in others)
        raise BadInput(
            Problem(
                "since",
                "A year from this day on is settled already by another rhythm, and keeps it. Choose {day} or later.",
                {"day": until.isoformat()},
            )
        )
