"""What was spent, as budgets count it: costs and income by account and key, of our own books or of an old program's year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.period import add_months

COSTS = ("ordinary", "extraordinary")
"""The parts of a budget that are costs."""
SPENT = """
SELECT a.code, a.names, l.key_id, l.day, sum(l.amount)::bigint AS cents
  FROM entry_line l JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
  JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id
  LEFT JOIN invoice_line v ON v.association_id = l.association_id AND v.id = l.source_id
   AND l.source_kind = 'invoice_line'
  LEFT JOIN invoice i ON i.association_id = v.association_id AND i.id = v.invoice_id
 WHERE l.association_id = :t AND l.day >= :since AND l.day < :until AND a.kind IN ('expense', 'income')
   AND a.code !~ '^(70|643|68)' AND e.kind <> 'closing' AND coalesce(l.source_kind, '') NOT LIKE 'loan%'
   AND coalesce(i.funding, 'budget') NOT IN ('reserve', 'special_call', 'loan')
 GROUP BY a.code, a.names, l.key_id, l.day ORDER BY a.code, l.key_id, l.day
"""
"""Costs and income as they were booked: no calls (70), no private costs (643), no movement of funds (68), not the entry
that brings a year to nil, and nothing that a decision had paid from elsewhere: the reserve fund, a special call, a loan,
nor the loan's interest, which those bear who take part in it.
What the closing journal holds besides counts: costs not invoiced yet and their taking back, and corrections.
"""
SPENT_ELSEWHERE = """
SELECT c.code, CAST(NULL AS jsonb) AS names, CAST(NULL AS uuid) AS key_id, CAST(NULL AS date) AS day, c.amount AS cents
  FROM old_year_cost c
 WHERE c.association_id = :t AND c.starts = :since AND c.next_starts = :until AND c.code !~ '^(70|643|68)'
   AND NOT EXISTS (SELECT 1 FROM entry b WHERE b.association_id = c.association_id AND b.reverses = c.entry_id)
 ORDER BY c.code
"""
"""What a year kept in an old program cost, when our own books say nothing of it."""
A_YEAR = 12


@dataclass(frozen=True)
class SpentRow:
    """Cents of a day on an account and key; costs positive. `day` is None where only the whole year is known."""

    code: str
    names: Mapping[str, str]
    key_id: UUID | None
    day: date | None
    cents: int


@dataclass(frozen=True)
class SpentBefore:
    """The twelve months before a year; `known`: something is known of them."""

    rows: tuple[SpentRow, ...]

    @property
    def known(self) -> bool:
        """Whether anything is known of that year."""
        return bool(self.rows)


async def spent(session: AsyncSession, association_id: UUID, since: date, until: date) -> tuple[SpentRow, ...]:
    """Return what our own books say was spent from one day to another, `until` exclusive; for services that decided who."""
    facts = {"t": association_id, "since": since, "until": until}
    return tuple(_row(row) for row in await session.execute(text(SPENT), facts))


async def spent_before(session: AsyncSession, association_id: UUID, starts: date) -> SpentBefore:
    """Return what was spent in the twelve months before a day; of a year kept in an old program, its sums by account."""
    since = add_months(starts, -A_YEAR)
    rows = await spent(session, association_id, since, starts)
    if not rows:
        facts = {"t": association_id, "since": since, "until": starts}
        rows = tuple(_row(row) for row in await session.execute(text(SPENT_ELSEWHERE), facts))
    return SpentBefore(rows)


def _row(row: Any) -> SpentRow:
    return SpentRow(row.code, row.names or {}, row.key_id, row.day, row.cents)
