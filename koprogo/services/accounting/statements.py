"""Balance sheet and income statement of any days, from the lines of the ledger.

Both are common figures: every co-owner reads them, with what all owners owe and what all are in credit as one sum each
(art. 3.89 §5, 15°); what each owes is for who keeps or checks the books.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.period import add_months
from koprogo.core.permissions import require
from koprogo.rules.accounting import balance_sheet as sheets
from koprogo.rules.accounting import income_statement as incomes
from koprogo.rules.accounting.chart import CHART, Tier
from koprogo.services.accounting.labels import account_names
from koprogo.services.accounting.trial_balance import balances, tier_of

YEAR_MONTHS = 12
RESULT = """
SELECT a.id, a.code, a.names, coalesce(sum(l.amount) FILTER (WHERE l.day >= :starts AND l.day < :until), 0)::bigint AS cents,
       coalesce(sum(l.amount) FILTER (WHERE l.day >= :earlier AND l.day < :earlier_until), 0)::bigint AS before
  FROM ledger_account a JOIN entry_line l ON l.association_id = a.association_id AND l.account_id = a.id
  JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id
 WHERE a.association_id = :t AND a.code ~ '^[67]' AND e.kind <> 'closing'
   AND l.day >= LEAST(CAST(:starts AS date), :earlier) AND l.day < GREATEST(CAST(:until AS date), :earlier_until)
 GROUP BY a.id
"""
"""Costs and income as they were booked, without the entry that closes a year."""
ELSEWHERE = """
SELECT c.code, sum(c.amount)::bigint AS cents FROM old_year_cost c
 WHERE c.association_id = :t AND c.starts = :since AND c.next_starts = :until
   AND NOT EXISTS (SELECT 1 FROM entry b WHERE b.association_id = c.association_id AND b.reverses = c.entry_id)
   AND NOT EXISTS (SELECT 1 FROM entry_line l
         JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
        WHERE l.association_id = :t AND a.code ~ '^[67]' AND l.day >= :since AND l.day < :until)
 GROUP BY c.code
"""
"""What a year kept in an old program cost, when our own books say nothing of it: the whole year, never a part of one."""


@dataclass(frozen=True)
class AccountName:
    """What an account is called, and where its ledger is: `id` None for the sum of owners."""

    id: UUID | None
    names: Mapping[str, str]
    tier: Tier


@dataclass(frozen=True)
class BalanceSheet:
    """What the association has, and what it owes or holds, in the morning of `starts` and at the end of `day`; cents."""

    starts: date
    day: date
    assets: sheets.Side
    liabilities: sheets.Side
    accounts: Mapping[str, AccountName]

    @property
    def total(self) -> int:
        """The sum of one side at the end."""
        return self.assets.closing


@dataclass(frozen=True)
class IncomeStatement:
    """Costs and income from `starts` to `until`, exclusive, beside those of a year before; cents."""

    starts: date
    until: date
    figures: incomes.IncomeStatement
    accounts: Mapping[str, AccountName]

    @property
    def result(self) -> int:
        """Income less costs."""
        return self.figures.result


async def balance_sheet(
    session: AsyncSession, actor: Actor, association_id: UUID, *, day: date, starts: date | None = None
) -> BalanceSheet:
    """Return the balance sheet at the end of a day, beside the morning of `starts` (everybody who reads the figures)."""
    require(actor, "figures.read", association_id)
    first = min(starts or day, day)
    rows = await balances(session, association_id, starts=first, until=day + timedelta(days=1))
    assets, liabilities = sheets.balance_sheet(sheets.Standing(row.code, row.opening, row.balance) for row in rows)
    named = {row.code: AccountName(row.id, row.names, row.tier) for row in rows if "." not in row.code}
    headings = {row.code.partition(".")[0] for row in rows if "." in row.code}
    named |= {code: AccountName(None, CHART[code].names, CHART[code].tier) for code in headings}
    return BalanceSheet(first, day, assets, liabilities, named)


async def income_statement(
    session: AsyncSession, actor: Actor, association_id: UUID, *, starts: date, until: date
) -> IncomeStatement:
    """Return costs and income from one day to another, `until` exclusive (everybody who reads the figures)."""
    require(actor, "figures.read", association_id)
    earlier = (add_months(starts, -YEAR_MONTHS), add_months(until, -YEAR_MONTHS))
    facts = {
        "t": association_id, "starts": starts, "until": until, "earlier": earlier[0], "earlier_until": earlier[1],
    }  # fmt: skip
    rows = list((await session.execute(text(RESULT), facts)).mappings())
    now = await _elsewhere(session, association_id, starts, until)
    before = await _elsewhere(session, association_id, *earlier)
    sums = {row["code"]: (row["cents"], row["before"]) for row in rows}
    moved = [
        incomes.Moved(code, cents + now.get(code, 0), earlier_cents + before.get(code, 0))
        for code, (cents, earlier_cents) in (dict.fromkeys([*now, *before], (0, 0)) | sums).items()
    ]
    figures = incomes.income_statement(moved)
    named = {code: AccountName(None, account_names(code, {}), tier_of(code)) for code in (*now, *before)} | {
        row["code"]: AccountName(row["id"], account_names(row["code"], row["names"]), tier_of(row["code"]))
        for row in rows
    }
    return IncomeStatement(starts, until, figures, named)


async def _elsewhere(session: AsyncSession, association_id: UUID, since: date, until: date) -> dict[str, int]:
    """Return by account what a whole year came to that was kept in an old program; nothing where that year is here."""
    found = await session.execute(text(ELSEWHERE), {"t": association_id, "since": since, "until": until})
    return {row.code: row.cents for row in found}
