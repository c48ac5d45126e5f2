"""Balance sheet and income statement, from the same sums as the trial balance.

A balance sheet puts what stands in debit on one side and what stands in credit on the other, account by account; what costs
and income have not settled yet is its own line, so that both sides are equal on any day. For who keeps the books, owners in
debit and owners in credit are never set against each other.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.rules.accounting.chart import is_result
from koprogo.services.accounting.trial_balance import BalanceRow, trial_balance


@dataclass(frozen=True)
class BalanceSheet:
    """What the association has and owes at the end of a day; cents. `unsettled`: costs not yet shared out, minus income."""

    day: date
    assets: tuple[BalanceRow, ...]
    liabilities: tuple[BalanceRow, ...]
    unsettled: int

    @property
    def total(self) -> int:
        """The sum of one side; unsettled costs stand with the assets, an unsettled surplus with the liabilities."""
        return sum(row.balance for row in self.assets) + max(self.unsettled, 0)


@dataclass(frozen=True)
class IncomeStatement:
    """Costs and income between two days, as they were booked then; cents, both positive as a rule."""

    starts: date
    until: date
    costs: tuple[tuple[BalanceRow, int], ...]
    income: tuple[tuple[BalanceRow, int], ...]

    @property
    def result(self) -> int:
        """Income minus costs."""
        return sum(cents for _, cents in self.income) - sum(cents for _, cents in self.costs)


async def balance_sheet(session: AsyncSession, actor: Actor, association_id: UUID, *, day: date) -> BalanceSheet:
    """Return the balance sheet at the end of a day (everybody who reads the figures)."""
    after = day + timedelta(days=1)
    rows = (await trial_balance(session, actor, association_id, starts=after, until=after)).rows
    standing = [row for row in rows if not is_result(row.code) and row.balance]
    return BalanceSheet(
        day,
        tuple(row for row in standing if row.balance > 0),
        tuple(row for row in standing if row.balance < 0),
        sum(row.balance for row in rows if is_result(row.code)),
    )


async def income_statement(
    session: AsyncSession, actor: Actor, association_id: UUID, *, starts: date, until: date
) -> IncomeStatement:
    """Return costs and income from one day to another, `until` exclusive (everybody who reads the figures)."""
    rows = (await trial_balance(session, actor, association_id, starts=starts, until=until)).rows
    moved = [(row, row.debit - row.credit) for row in rows if is_result(row.code) and row.debit != row.credit]
    return IncomeStatement(
        starts,
        until,
        tuple((row, cents) for row, cents in moved if row.code.startswith("6")),
        tuple((row, -cents) for row, cents in moved if row.code.startswith("7")),
    )
