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
    facts = {
        "t": association_id, "starts": starts, "until": until,
        "earlier": add_months(starts, -YEAR_MONTHS), "earlier_until": add_months(until, -YEAR_MONTHS),
    }  # fmt: skip
    rows = list((await session.execute(text(RESULT), facts)).mappings())
    figures = incomes.income_statement(incomes.Moved(row["code"], row["cents"], row["before"]) for row in rows)
    named = {
        row["code"]: AccountName(row["id"], account_names(row["code"], row["names"]), tier_of(row["code"]))
        for row in rows
    }
    return IncomeStatement(starts, until, figures, named)
