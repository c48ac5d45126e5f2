"""Where an invoice stands, and writing down what happens to it; always under its lock."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.models.invoices import Invoice, InvoiceEvent
from koprogo.rules.charges.invoice_steps import EDITED, STANDING, Standing, Step
from koprogo.services.charges.invoices.refusals import NoDraft

LOCK = "SELECT pg_advisory_xact_lock(38, hashtext(:i))"
LAST = """
SELECT what FROM invoice_event WHERE association_id = :t AND invoice_id = :i ORDER BY seq DESC LIMIT 1
"""


async def locked(session: AsyncSession, association_id: UUID, invoice_id: UUID) -> tuple[Invoice, Standing]:
    """Lock an invoice and return it with where it stands; NotFound when it is not here."""
    await session.execute(text(LOCK), {"i": str(invoice_id)})
    invoice = await session.get(Invoice, invoice_id)
    if invoice is None or invoice.association_id != association_id:
        raise NotFound
    return invoice, await standing(session, association_id, invoice_id)


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


async def standing(session: AsyncSession, association_id: UUID, invoice_id: UUID) -> Standing:
    """Return where an invoice stands, from its last event."""
    row = (await session.execute(text(LAST), {"t": association_id, "i": invoice_id})).one()
    return STANDING[Step(row.what)]


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
    last = "SELECT coalesce(max(seq), 0) FROM invoice_event WHERE association_id = :t AND invoice_id = :i"
    seq = int(await session.scalar(text(last), {"t": association_id, "i": invoice_id}) or 0) + 1
    session.add(
        InvoiceEvent(
            association_id=association_id, invoice_id=invoice_id, seq=seq, what=what.value, words=words,
            entry_id=entry_id, content=content, at=at, by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
