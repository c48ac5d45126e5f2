"""Simplified accounts (art. 3.89 §5, 15°) of an association with fewer than twenty main lots, from the same ledger."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import Refused
from koprogo.core.permissions import require
from koprogo.rules.accounting.simplified import SIMPLIFIED_BELOW, Against, CashBook, cash_book, may_simplify
from koprogo.services.accounting.cash_flow import CashFlow, cash_flow
from koprogo.services.accounting.funds import Funds, funds
from koprogo.services.accounting.statements import BalanceSheet, balance_sheet

MAIN_LOTS = "SELECT count(*) FROM lot WHERE association_id = :t AND kind NOT IN ('cellar', 'garage', 'parking')"
AGAINST = """
WITH cash AS MATERIALIZED (
    SELECT l.entry_id, sum(l.amount) AS cents FROM entry_line l
      JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
     WHERE l.association_id = :t AND l.day >= :starts AND l.day < :until AND a.code LIKE '5%' GROUP BY l.entry_id)
SELECT CASE WHEN e.journal = 'opening' THEN '' ELSE left(a.code, 2) END AS heading,
       coalesce(-sum(l.amount) FILTER (WHERE l.amount < 0), 0)::bigint AS received,
       coalesce(sum(l.amount) FILTER (WHERE l.amount > 0), 0)::bigint AS paid
  FROM cash c JOIN entry e ON e.association_id = :t AND e.id = c.entry_id
  JOIN entry_line l ON l.association_id = e.association_id AND l.entry_id = e.id
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
 WHERE a.code NOT LIKE '5%' GROUP BY 1
UNION ALL
SELECT '', coalesce(sum(l.amount), 0)::bigint, 0 FROM entry_line l
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
 WHERE l.association_id = :t AND l.day < :starts AND a.code LIKE '5%'
"""
"""Lines against class 5; with an empty heading what was there before: earlier days, and the voucher of a take-over."""


class TooManyLots(Refused):
    """Accounts of this association follow the chart of the royal decree in full."""

    message_id = (
        "Simplified accounts are for fewer than {limit} main lots, without cellars, garages and parking spaces; this"
        " association has {lots}."
    )
    article = "3.89 §5, 15°"
    lots: int
    limit: int


@dataclass(frozen=True)
class Allowance:
    """Whether an association may keep simplified accounts: its main lots, and the number from which it may not."""

    lots: int
    limit: int

    @property
    def allowed(self) -> bool:
        """Whether it may."""
        return may_simplify(self.lots)


@dataclass(frozen=True)
class Simplified:
    """The simplified accounts of a period; cents. Claims and debts are those of the balance sheet."""

    starts: date
    until: date
    allowance: Allowance
    book: CashBook
    cash: CashFlow
    funds: Funds
    sheet: BalanceSheet


async def allowance(session: AsyncSession, actor: Actor, association_id: UUID) -> Allowance:
    """Say whether simplified accounts are allowed here (everybody who reads the figures)."""
    require(actor, "figures.read", association_id)
    lots = await session.scalar(text(MAIN_LOTS), {"t": association_id})
    return Allowance(int(lots or 0), SIMPLIFIED_BELOW.values[-1].value)


async def simplified(
    session: AsyncSession, actor: Actor, association_id: UUID, *, starts: date, until: date
) -> Simplified:
    """Return the simplified accounts from one day to another, `until` exclusive (everybody who reads the figures).

    Raises:
        TooManyLots: there are twenty main lots or more.
    """
    allowed = await allowance(session, actor, association_id)
    if not allowed.allowed:
        raise TooManyLots(lots=allowed.lots, limit=allowed.limit)
    here = (session, actor, association_id)
    facts = {"t": association_id, "starts": starts, "until": until}
    rows = list((await session.execute(text(AGAINST), facts)).mappings())
    opening = sum(row["received"] - row["paid"] for row in rows if not row["heading"])
    against = [Against(row["heading"], row["received"], row["paid"]) for row in rows if row["heading"]]
    return Simplified(
        starts, until, allowed, cash_book(opening, against),
        await cash_flow(*here, starts=starts, until=until),
        await funds(*here, starts=starts, until=until),
        await balance_sheet(*here, starts=starts, day=until - timedelta(days=1)),
    )  # fmt: skip
