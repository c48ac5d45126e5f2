"""What `koprogo check` asks of invoices: each approved one has one entry, and no decision is overspent."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.models.invoices import Invoice
from koprogo.services.charges.invoices.lines import lines_of
from koprogo.services.charges.invoices.steps import content_of

APPROVED = """
SELECT i.id, i.number, i.kind, i.gross, e.content, e.entry_id,
       (SELECT sum(CASE o.kind WHEN 'credit_note' THEN -o.gross ELSE o.gross END) FROM invoice o JOIN invoice_event v
           ON v.association_id = o.association_id AND v.invoice_id = o.id AND v.what = 'approved'
         WHERE v.association_id = i.association_id AND v.entry_id = e.entry_id) AS together,
       (SELECT n.kind = 'opening' FROM entry n WHERE n.association_id = i.association_id AND n.id = e.entry_id) AS opening,
       (SELECT count(*) FROM invoice_event x WHERE x.invoice_id = i.id AND x.what = 'approved') AS times,
       (SELECT coalesce(sum(l.amount), 0) FROM entry_line l JOIN ledger_account a ON a.id = l.account_id
         WHERE l.association_id = i.association_id AND l.entry_id = e.entry_id AND a.code = '4400') AS owed
  FROM invoice i JOIN invoice_event e ON e.association_id = i.association_id AND e.invoice_id = i.id AND e.what = 'approved'
 WHERE i.association_id = :t ORDER BY i.number
"""
UNASKED = """
SELECT n.reference FROM entry n WHERE n.association_id = :t AND n.reference ~ '^INV-[0-9]{6}$'
   AND NOT EXISTS (SELECT 1 FROM invoice_event e WHERE e.association_id = n.association_id AND e.entry_id = n.id
                      AND e.what = 'approved')
"""
OVERSPENT = """
SELECT d.words, d.ceiling, sum(CASE i.kind WHEN 'credit_note' THEN -i.gross ELSE i.gross END) AS used
  FROM funding_decision d JOIN invoice i ON i.association_id = d.association_id AND i.decision_id = d.id
 WHERE d.association_id = :t
   AND (SELECT e.what FROM invoice_event e WHERE e.invoice_id = i.id ORDER BY e.seq DESC LIMIT 1)
       IN ('approved', 'paid', 'unpaid')
 GROUP BY d.id HAVING sum(CASE i.kind WHEN 'credit_note' THEN -i.gross ELSE i.gross END) > d.ceiling
"""


async def verify_invoices(session: AsyncSession, association_id: UUID) -> list[str]:
    """Return one sentence per invoice that is not what was approved and booked; empty is good."""
    faults = []
    for row in (await session.execute(text(APPROVED), {"t": association_id})).all():
        where = f"invoice {row.number} of {association_id}"
        if row.times != 1:
            faults.append(f"{where}: approved {row.times} times")
        if row.owed != (-row.together if row.opening else row.gross if row.kind == "credit_note" else -row.gross):
            faults.append(f"{where}: its entry owes the supplier {-row.owed} cents, the paper {row.gross}")
        kept = await session.get(Invoice, row.id)
        if kept is None or content_of(kept, await lines_of(session, association_id, row.id)) != row.content:
            faults.append(f"{where}: it is not what was approved")
    for reference in (await session.execute(text(UNASKED), {"t": association_id})).scalars():
        faults.append(f"entry {reference} of {association_id}: no approved invoice stands behind it")
    for row in await session.execute(text(OVERSPENT), {"t": association_id}):
        faults.append(f"decision {row.words} of {association_id}: {row.used} cents used of {row.ceiling}")
    return faults
