"""Where an invoice stands, and writing down what happens to it; always under its lock."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.models.invoices import Invoice, InvoiceEvent
from koprogo.rules.charges.invoice_steps import EDITED, STANDING, Standing, Step
from koprogo.services.charges.invoices.refusals import NoDraft

LOCK = "SELECT pg_advisory_xact_lock(38, hashtext(:i))"
LAST = (
    select(col(InvoiceEvent.what))
    .where(col(InvoiceEvent.invoice_id) == col(Invoice.id))
    .order_by(col(InvoiceEvent.seq).desc())
    .limit(1)
    .correlate(Invoice)
    .scalar_subquery()
)
ADD = """
INSERT INTO invoice_event (id, association_id, invoice_id, seq, what, words, entry_id, content, at, by_id)
SELECT :id, :t, :i, coalesce(max(seq), 0) + 1, :what, :words, CAST(:entry AS uuid), :content, :at, :by
  FROM invoice_event WHERE association_id = :t AND invoice_id = :i
"""


async def locked(session: AsyncSession, association_id: UUID, invoice_id: UUID) -> tuple[Invoice, Standing]:
    """Lock an invoice and return it with where it stands; NotFound when it is not here."""
    await session.execute(text(LOCK), {"i": str(invoice_id)})
    asked = select(Invoice, LAST).where(col(Invoice.id) == invoice_id, col(Invoice.association_id) == association_id)
    row = (await session.execute(asked)).first()
    if row is None:
        raise NotFound
    return row[0], STANDING[Step(row[1])]


async def draft(session: AsyncSession, association_id: UUID, invoice_id: UUID) -> Invoice:
    """Lock an invoice that may be changed and return it.

    Raises:
        NotFound: it is not here.
        NoDraft: it is no draft.
    """
    invoice, stands = await locked(session, association_id, invoice_id)
    if stands not in EDITED:
        raise NoDraft
    return invoice


async def add(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    invoice_id: UUID,
    what: Step,
    *,
    at: datetime,
    words: str = "",
    entry_id: UUID | None = None,
    content: str = "",
) -> None:
    """Write an event down behind the last one."""
    await session.flush()
    facts = {
        "id": uuid4(), "t": association_id, "i": invoice_id, "what": what.value, "words": words, "entry": entry_id,
        "content": content, "at": at, "by": actor.person_id,
    }  # fmt: skip
    await session.execute(text(ADD), facts)
