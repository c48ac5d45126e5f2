"""Whether an invoice is paid: read from what lines of the bank paid of it, written down as an event when that changes.

The bank calls this in the transaction that books or undoes a line, so the ledger and the invoice never disagree.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.rules.charges.invoice_steps import Standing, Step
from koprogo.services import audit
from koprogo.services.charges.invoices import events
from koprogo.services.charges.invoices.refusals import InvoiceMovedOn

# A match counts while no event has undone it, an order while it is not cancelled.
PAID_OF = """
coalesce((SELECT sum(x.amount) FROM match_invoice x WHERE x.association_id = i.association_id AND x.invoice_id = i.id
   AND NOT EXISTS (SELECT 1 FROM match_event u WHERE u.association_id = x.association_id AND u.match_id = x.match_id)), 0)
"""
WAITS_FOR_BANK = """
EXISTS (SELECT 1 FROM payment_invoice y JOIN payment_line l ON l.association_id = y.association_id AND l.id = y.payment_id
         WHERE y.association_id = i.association_id AND y.invoice_id = i.id
           AND NOT EXISTS (SELECT 1 FROM payment_order_event c WHERE c.order_id = l.order_id AND c.what = 'cancelled')
           AND NOT EXISTS (SELECT 1 FROM match m WHERE m.association_id = l.association_id AND m.payment_id = l.id
               AND NOT EXISTS (SELECT 1 FROM match_event u
                                WHERE u.association_id = m.association_id AND u.match_id = m.id)))
"""
PAID = f"SELECT i.gross, i.kind, {PAID_OF} AS paid FROM invoice i WHERE i.association_id = :t AND i.id = :i"
IN_USE = f"SELECT {PAID_OF} <> 0 OR {WAITS_FOR_BANK} FROM invoice i WHERE i.association_id = :t AND i.id = :i"


async def note_payments(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    invoices: Iterable[UUID],
    *,
    entry_id: UUID,
    why: str,
    at: datetime,
) -> None:
    """Write down which of these invoices are paid now, and which are not any more, with the bank's entry and why.

    Safe to repeat. Part of an invoice leaves it booked.

    Raises:
        NotFound: an invoice of others.
        InvoiceMovedOn: one is neither booked nor paid.
    """
    require(actor, "books.write", association_id)
    for invoice_id in sorted(set(invoices)):
        invoice, stands = await events.locked(session, association_id, invoice_id)
        if stands not in (Standing.BOOKED, Standing.PAID):
            raise InvoiceMovedOn
        row = (await session.execute(text(PAID), {"t": association_id, "i": invoice_id})).one()
        whole = -row.gross if row.kind == "credit_note" else row.gross
        step = Step.PAID if int(row.paid) == whole else Step.UNPAID
        if (stands is Standing.PAID) == (step is Step.PAID):
            continue
        words = why if step is Step.UNPAID else ""
        await events.add(session, actor, association_id, invoice_id, step, at=at, words=words, entry_id=entry_id)
        await audit.record(session, actor, association_id, f"invoice.{step}", invoice_id, number=invoice.number)


async def is_in_use(session: AsyncSession, association_id: UUID, invoice_id: UUID) -> bool:
    """Say whether the bank has paid some of an invoice, or an order waits for it."""
    return bool(await session.scalar(text(IN_USE), {"t": association_id, "i": invoice_id}))
