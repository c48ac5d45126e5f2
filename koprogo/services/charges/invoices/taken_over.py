"""Invoices that an association still owed when its books came from elsewhere: approved there, booked by the opening voucher.

They are payable here like any other: their account number waits for its second person, and they go into payment orders.
Their costs were booked in the old books, so they have no lines; the paper can be asked from the old program.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.models.invoices import Invoice
from koprogo.rules.charges.invoice_steps import Step
from koprogo.services import audit
from koprogo.services.charges.invoices import events
from koprogo.services.charges.invoices.files import NEXT
from koprogo.services.charges.invoices.ibans import enter_account
from koprogo.services.charges.invoices.steps import content_of
from koprogo.services.charges.invoices.suppliers import add_supplier

TORN = """
SELECT v.invoice_id, b.id, b.text FROM invoice_event v
  JOIN entry b ON b.association_id = v.association_id AND b.reverses = v.entry_id
  JOIN entry n ON n.association_id = v.association_id AND n.id = v.entry_id AND n.kind = 'opening'
 WHERE v.association_id = :t AND v.what = 'approved' AND NOT EXISTS (SELECT 1 FROM invoice_event x
       WHERE x.association_id = v.association_id AND x.invoice_id = v.invoice_id AND x.what IN ('reversed', 'paid'))
"""
"""Invoices of an opening that was taken back: they go with it."""
NUMBER_LOCK = "SELECT pg_advisory_xact_lock(37, hashtext(:t))"


@dataclass(frozen=True)
class OpenInvoice:
    """What is still owed on a paper of before, in cents; a credit note below nought. `iban` may be empty."""

    supplier: str
    number: str
    day: date | None
    due_on: date | None
    iban: str
    communication: str
    cents: int


async def take_over_invoices(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    entry_id: UUID,
    open_invoices: Sequence[OpenInvoice],
    *,
    at: datetime,
) -> int:
    """Enter what is still owed as invoices that the opening voucher booked; return how many (who keeps the books).

    Raises:
        BadInput: a supplier's name or an account number cannot be right.
    """
    require(actor, "books.write", association_id)
    for row in (await session.execute(text(TORN), {"t": association_id})).all():
        await events.add(
            session, actor, association_id, row.invoice_id, Step.REVERSED, at=at, words=row.text, entry_id=row.id
        )
    for each in open_invoices:
        supplier = await add_supplier(session, actor, association_id, name=each.supplier, at=at)
        await session.execute(text(NUMBER_LOCK), {"t": str(association_id)})
        invoice = Invoice(
            id=uuid4(), association_id=association_id, number=int(await session.scalar(text(NEXT), {"t": association_id})),
            kind="credit_note" if each.cents < 0 else "invoice", supplier_id=supplier, supplier_number=each.number,
            day=each.day, due_on=each.due_on, gross=abs(each.cents), iban=each.iban, communication=each.communication,
            at=at, by_id=actor.person_id,
        )  # fmt: skip
        session.add(invoice)
        await session.flush()
        here = (session, actor, association_id, invoice.id)
        await events.add(*here, Step.ENTERED, at=at)
        await events.add(*here, Step.APPROVED, at=at, entry_id=entry_id, content=content_of(invoice, ()))
        if each.iban:
            await enter_account(session, actor, association_id, supplier, number=each.iban, at=at)
    await audit.record(session, actor, association_id, "invoices.taken_over", entry_id, count=len(open_invoices))
    return len(open_invoices)
