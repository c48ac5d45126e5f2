"""What `koprogo check` asks of the bank (M5): balances chain, numbers have no gap, the books say what the bank says."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.services.accounting.bank.open_items import STANDING
from koprogo.services.accounting.bank.queries import missing_between

STATEMENTS = """
SELECT b.iban, s.bank_account_id, s.year, s.sequence, s.old_balance AS old, s.new_balance AS new,
       coalesce((SELECT sum(l.amount) FROM bank_line l
                  WHERE l.association_id = s.association_id AND l.statement_id = s.id), 0) AS moved,
       lag(s.sequence) OVER w AS before, lag(s.new_balance) OVER w AS before_new
  FROM bank_statement s JOIN bank_account b ON b.association_id = s.association_id AND b.id = s.bank_account_id
 WHERE s.association_id = :t WINDOW w AS (PARTITION BY s.bank_account_id, s.year ORDER BY s.sequence)
 ORDER BY b.iban, s.year, s.sequence
"""
BALANCES = f"""
SELECT b.iban,
       (SELECT s.new_balance FROM bank_statement s WHERE s.association_id = b.association_id AND s.bank_account_id = b.id
         ORDER BY s.year DESC, s.sequence DESC LIMIT 1) AS bank,
       coalesce((SELECT sum(e.amount) FROM entry_line e
                  WHERE e.association_id = b.association_id AND e.account_id = b.account_id), 0) AS booked,
       coalesce((SELECT sum(l.amount) FROM bank_line l
                   JOIN bank_statement s ON s.association_id = l.association_id AND s.id = l.statement_id
                  WHERE s.association_id = b.association_id AND s.bank_account_id = b.id
                    AND l.id NOT IN (SELECT m.line_id FROM match m WHERE m.association_id = :t AND {STANDING})), 0)
         AS unbooked
  FROM bank_account b WHERE b.association_id = :t ORDER BY b.iban
"""
PARTS = f"""
SELECT l.id, l.amount, sum(p.other + p.reserve) AS parts FROM match m
  JOIN bank_line l ON l.association_id = m.association_id AND l.id = m.line_id
  LEFT JOIN match_part p ON p.association_id = m.association_id AND p.match_id = m.id
 WHERE m.association_id = :t AND m.target = 'debtor' AND {STANDING}
 GROUP BY l.id, l.amount HAVING coalesce(sum(p.other + p.reserve), 0) <> abs(l.amount)
"""
TWICE = f"""
SELECT m.line_id FROM match m WHERE m.association_id = :t AND {STANDING} GROUP BY m.line_id HAVING count(*) > 1
"""


async def verify_bank(session: AsyncSession, association_id: UUID) -> list[str]:
    """Recompute what statements, lines and books say of each bank account; return one sentence per gap. Empty is good."""
    facts = {"t": association_id}
    faults: list[str] = []
    for row in await session.execute(text(STATEMENTS), facts):
        faults += _statement_faults(row)
    for row in await session.execute(text(BALANCES), facts):
        if row.bank is not None and int(row.booked) + int(row.unbooked) != row.bank:
            faults.append(
                f"bank {row.iban}: the bank says {row.bank} cents, the books {row.booked} and {row.unbooked} unbooked"
            )
    faults += [
        f"bank line {row.id}: matched for {row.parts or 0} cents of {abs(row.amount)}"
        for row in await session.execute(text(PARTS), facts)
    ]
    faults += [f"bank line {row.line_id}: two matches stand" for row in await session.execute(text(TWICE), facts)]
    return faults


def _statement_faults(row: Any) -> list[str]:
    name = f"bank {row.iban}: statement {row.sequence} of {row.year}"
    faults = []
    if row.old + int(row.moved) != row.new:
        faults.append(f"{name}: {row.old} and {row.moved} cents do not make {row.new}")
    if missing := missing_between(row.before, row.sequence):
        faults.append(f"{name}: {', '.join(map(str, missing))} before it missing")
    elif row.before is not None and row.before_new != row.old:
        faults.append(f"{name}: begins with {row.old} cents, the one before ended with {row.before_new}")
    return faults
