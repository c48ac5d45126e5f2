"""Reading settlements: what is to be settled, a preview, what was issued, and each owner's own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.money import Money
from koprogo.core.period import Period
from koprogo.core.permissions import require
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting.periods import years_of
from koprogo.services.charges.rhythms import Rhythm, periods_to_settle, rhythm_on
from koprogo.services.charges.settlement_plan import plan
from koprogo.services.charges.settlement_refusals import NoRhythm
from koprogo.services.charges.settlement_rows import cell_rows, cost_rows, owner_rows, works_rows
from koprogo.services.charges.settlement_sheet import CostRow, OwnerRow, Sheet, cost_list, owner_list, said

APPROVED = (Step.VOTED, Step.FINAL)
ISSUED = """
SELECT s.id, s.rhythm, s.days_of, s.covers_from, s.covers_until, s.version, s.why, s.at, p.name AS by, y.starts,
       s.version = max(s.version) OVER (PARTITION BY s.covers_from, s.covers_until) AS latest,
       coalesce(o.actual, 0) AS actual, coalesce(o.to_pay, 0) AS to_pay, coalesce(o.owners, 0) AS owners,
       (SELECT e.what FROM period_event e WHERE e.association_id = s.association_id AND e.period_id = s.period_id
         ORDER BY e.seq DESC LIMIT 1) AS stands
  FROM settlement s JOIN person p ON p.id = s.by_id
  JOIN period y ON y.association_id = s.association_id AND y.id = s.period_id
  LEFT JOIN (SELECT settlement_id, sum(actual)::bigint AS actual, sum(to_pay)::bigint AS to_pay, count(*) AS owners
          FROM settlement_owner WHERE association_id = :t GROUP BY settlement_id) o ON o.settlement_id = s.id
 WHERE s.association_id = :t ORDER BY s.covers_from DESC, s.covers_until DESC, s.version DESC
"""
COSTS = "SELECT * FROM settlement_cost WHERE association_id = :t AND settlement_id = :s ORDER BY number"
CELLS = """
SELECT * FROM settlement_line WHERE association_id = :t AND settlement_id = :s
   AND (CAST(:own AS uuid[]) IS NULL OR debtor_id = ANY(CAST(:own AS uuid[]))) ORDER BY number
"""
OWNERS = """
SELECT * FROM settlement_owner WHERE association_id = :t AND settlement_id = :s
   AND (CAST(:own AS uuid[]) IS NULL OR debtor_id = ANY(CAST(:own AS uuid[])))
"""
WORKS = """
SELECT * FROM settlement_works WHERE association_id = :t AND settlement_id = :s
   AND (CAST(:own AS uuid[]) IS NULL OR debtor_id = ANY(CAST(:own AS uuid[]))) ORDER BY number
"""
MINE = "SELECT debtor_id FROM debtor_person WHERE association_id = :t AND person_id = :p"


@dataclass(frozen=True)
class SettlementRow:
    """An issued version in a list; `covers_until` exclusive; `latest` of its days."""

    id: UUID
    rhythm: str
    covers_from: date
    covers_until: date
    version: int
    why: str
    at: datetime
    by: str
    latest: bool
    subject_to_approval: bool
    actual: Money
    to_pay: Money
    owners: int


@dataclass(frozen=True)
class ToSettle:
    """Days that are settled by themselves, with the version that would be next; `open` while the year is not final."""

    covers_from: date
    covers_until: date
    rhythm: str
    next_version: int
    open: bool


@dataclass(frozen=True)
class MySettlement:
    """A version as its owner reads it: her own cells and sums, and the costs that everybody reads."""

    row: SettlementRow
    sheet: Sheet


async def rhythm(session: AsyncSession, actor: Actor, association_id: UUID, *, day: date) -> Rhythm | None:
    """Return the rhythm in force on a day, None before anybody entered one (everybody who reads the figures)."""
    require(actor, "figures.read", association_id)
    try:
        return await rhythm_on(session, association_id, day)
    except NoRhythm:
        return None


async def settlements(session: AsyncSession, actor: Actor, association_id: UUID) -> list[SettlementRow]:
    """Return every issued version, the newest days first (who keeps or checks the books)."""
    require(actor, "books.read", association_id)
    return [_row(each) for each in await _issued(session, association_id)]


async def to_settle(session: AsyncSession, actor: Actor, association_id: UUID) -> list[ToSettle]:
    """Return what is settled by itself in every year that has a rhythm, the newest days first."""
    require(actor, "books.read", association_id)
    issued: dict[tuple[date, date], int] = {}
    for row in await _issued(session, association_id):
        issued[row.covers_from, row.covers_until] = max(row.version, issued.get((row.covers_from, row.covers_until), 0))
    found = []
    for year in await years_of(session, association_id):
        try:
            holds = await rhythm_on(session, association_id, year.starts)
        except NoRhythm:
            continue
        found += [
            ToSettle(
                each.start, each.end, holds.rhythm, issued.get((each.start, each.end), 0) + 1, year.stands != Step.FINAL
            )
            for each in periods_to_settle(Period(year.starts, year.next_starts), holds.every)
        ]
    return sorted(found, key=lambda each: each.covers_from, reverse=True)


async def preview(session: AsyncSession, actor: Actor, association_id: UUID, *, covers: Period) -> Sheet:
    """Return the settlement of these days as it would be issued now (who keeps or checks the books).

    Raises what `plan` raises: books that would not come to nil, a lot without a holder, days that are not settled.
    """
    require(actor, "books.read", association_id)
    planned = await plan(session, association_id, covers=covers)
    words = await said(session, association_id, year_starts=planned.year.starts)
    costs = cost_list(cost_rows(planned), words)
    return Sheet(
        None, planned.rhythm.rhythm, planned.rhythm.days_of, covers.start, covers.end, planned.version, "",
        planned.year.stands not in APPROVED, costs,
        owner_list(owner_rows(planned), cell_rows(planned), costs, words, works_rows(planned), covers=covers),
    )  # fmt: skip


async def sheet(session: AsyncSession, actor: Actor, association_id: UUID, settlement_id: UUID) -> Sheet:
    """Return an issued version whole (who keeps or checks the books); NotFound for any other."""
    require(actor, "books.read", association_id)
    return await _sheet(session, association_id, await _one(session, association_id, settlement_id), own=None)


async def my_settlements(session: AsyncSession, actor: Actor, association_id: UUID) -> list[MySettlement]:
    """Return the settlements of the one who asks, every version, the newest first: her own cells, and all costs."""
    require(actor, "figures.read", association_id)
    mine = list((await session.execute(text(MINE), {"t": association_id, "p": actor.person_id})).scalars())
    found = []
    for row in await _issued(session, association_id):
        own = await _sheet(session, association_id, row, own=mine)
        if own.owners:
            found.append(MySettlement(_of_owners(_row(row), own.owners), own))
    return found


async def sheet_of(
    session: AsyncSession, association_id: UUID, settlement_id: UUID, *, own: list[UUID] | None = None
) -> Sheet:
    """Return a version for who was let in already; with `own`, what those debtors may read of it."""
    return await _sheet(session, association_id, await _one(session, association_id, settlement_id), own=own)


async def _issued(session: AsyncSession, association_id: UUID) -> Sequence[Any]:
    return (await session.execute(text(ISSUED), {"t": association_id})).all()


async def _one(session: AsyncSession, association_id: UUID, settlement_id: UUID) -> Any:
    row = next((each for each in await _issued(session, association_id) if each.id == settlement_id), None)
    if row is None:
        raise NotFound
    return row


async def _sheet(session: AsyncSession, association_id: UUID, row: Any, *, own: list[UUID] | None) -> Sheet:
    scope = {"t": association_id, "s": row.id, "own": own}
    words = await said(session, association_id, year_starts=row.starts)
    rows = [
        [dict(row) for row in (await session.execute(text(each), scope)).mappings()]
        for each in (COSTS, CELLS, OWNERS, WORKS)
    ]
    costs, cells, owners = cost_list(rows[0], words), rows[1], rows[2]
    covers = Period(row.covers_from, row.covers_until)
    found = owner_list(owners, cells, costs, words, rows[3], covers=covers)
    if own is not None:
        costs = _for_an_owner(costs, {cell["line"] for cell in cells})
    return Sheet(
        row.id, row.rhythm, row.days_of, row.covers_from, row.covers_until, row.version, row.why,
        row.stands not in APPROVED, costs, found,
    )  # fmt: skip


def _for_an_owner(costs: Sequence[CostRow], own: set[int]) -> tuple[CostRow, ...]:
    """Return the common costs, and of those of single owners or lots only hers."""
    return tuple(cost for cost in costs if cost.split == "key" or cost.number in own)


def _row(row: Any) -> SettlementRow:
    return SettlementRow(
        row.id, row.rhythm, row.covers_from, row.covers_until, row.version, row.why, row.at, row.by, row.latest,
        row.stands not in APPROVED, Money(row.actual), Money(row.to_pay), row.owners,
    )  # fmt: skip


def _of_owners(row: SettlementRow, owners: Sequence[OwnerRow]) -> SettlementRow:
    """Return the row with the sums of these owners only."""
    actual, to_pay = (sum(getattr(owner, name).cents for owner in owners) for name in ("actual", "to_pay"))
    return replace(row, actual=Money(actual), to_pay=Money(to_pay), owners=len(owners))
