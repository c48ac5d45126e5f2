"""Cash per bank account and month, from the ledger itself: what the statement closes at is what 550 and 551 stand at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.rules.accounting import cash_flow as flows
from koprogo.services.accounting.labels import account_names
from koprogo.services.accounting.statements import AccountName
from koprogo.services.accounting.trial_balance import tier_of

MOVED = """
SELECT a.id, a.code, a.names, CASE WHEN l.day < :starts THEN NULL ELSE date_trunc('month', l.day)::date END AS month,
       coalesce(sum(l.amount) FILTER (WHERE l.amount > 0), 0)::bigint AS came,
       coalesce(-sum(l.amount) FILTER (WHERE l.amount < 0), 0)::bigint AS went
  FROM ledger_account a JOIN entry_line l ON l.association_id = a.association_id AND l.account_id = a.id
 WHERE a.association_id = :t AND a.code ~ '^5[^8]' AND l.day < :until GROUP BY a.id, 4
"""
"""Class 5 without 58, where a transfer between two own accounts waits for its other half."""


@dataclass(frozen=True)
class CashFlow:
    """The accounts by month, and all of them together; cents."""

    starts: date
    until: date
    by_account: tuple[flows.CashAccount, ...]
    together: tuple[flows.CashMonth, ...]
    accounts: Mapping[str, AccountName]


async def cash_flow(
    session: AsyncSession, actor: Actor, association_id: UUID, *, starts: date, until: date
) -> CashFlow:
    """Return cash from one day to another, `until` exclusive (everybody who reads the figures)."""
    require(actor, "figures.read", association_id)
    facts = {"t": association_id, "starts": starts, "until": until}
    rows = list((await session.execute(text(MOVED), facts)).mappings())
    found = flows.cash_flow(
        (flows.CashMoved(row["code"], row["month"], row["came"], row["went"]) for row in rows),
        starts=starts, until=until,
    )  # fmt: skip
    named = {
        row["code"]: AccountName(row["id"], account_names(row["code"], row["names"]), tier_of(row["code"]))
        for row in rows
    }
    return CashFlow(starts, until, found, flows.together(found), named)
