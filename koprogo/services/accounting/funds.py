"""The working fund and the reserve fund over a period, each against its own bank account (art. 3.86 §3)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.rules.accounting import funds as rule
from koprogo.rules.accounting.chart import PAID_BY_RESERVE

MOVED = """
SELECT 'fund' AS what, a.fund, a.code, coalesce(r.kind, e.kind) AS kind, l.day < :starts AS before,
       EXISTS (SELECT 1 FROM entry_line u
                 JOIN ledger_account p ON p.association_id = u.association_id AND p.id = u.account_id
                WHERE u.association_id = l.association_id AND u.entry_id = l.entry_id AND p.code ~ :use) AS uses,
       l.amount AS cents
  FROM ledger_account a JOIN entry_line l ON l.association_id = a.association_id AND l.account_id = a.id
  JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id
  LEFT JOIN entry r ON r.association_id = e.association_id AND r.id = e.reverses
 WHERE a.association_id = :t AND a.fund IS NOT NULL AND a.code LIKE '1%' AND l.day < :until
UNION ALL
SELECT CASE WHEN a.part IS NULL THEN 'bank' ELSE 'owed' END, coalesce(a.fund, 'reserve'), '', '', false, false,
       sum(l.amount)::bigint
  FROM ledger_account a JOIN entry_line l ON l.association_id = a.association_id AND l.account_id = a.id
 WHERE a.association_id = :t AND l.day < :until AND (a.part = 'reserve' OR (a.fund IS NOT NULL AND a.code LIKE '5%'))
 GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Funds:
    """Both funds, the working fund first; cents."""

    starts: date
    until: date
    funds: tuple[rule.Fund, ...]

    @property
    def reserve(self) -> rule.Fund:
        """The reserve fund."""
        return self.funds[1]


async def funds(session: AsyncSession, actor: Actor, association_id: UUID, *, starts: date, until: date) -> Funds:
    """Return both funds from one day to another, `until` exclusive (everybody who reads the figures)."""
    require(actor, "figures.read", association_id)
    facts = {"t": association_id, "starts": starts, "until": until, "use": f"^{PAID_BY_RESERVE}"}
    rows = list((await session.execute(text(MOVED), facts)).mappings())
    moved = [
        rule.FundMoved(row["fund"], row["code"], row["kind"], row["uses"], row["before"], row["cents"])
        for row in rows
        if row["what"] == "fund"
    ]
    stands = {(row["what"], row["fund"]): row["cents"] for row in rows if row["what"] != "fund"}
    found = tuple(
        rule.fund(name, moved, bank=stands.get(("bank", name), 0), owed=stands.get(("owed", name), 0))
        for name in (rule.WORKING, rule.RESERVE)
    )
    return Funds(starts, until, found)
