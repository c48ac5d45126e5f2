"""The papers of suppliers: a PDF or a picture makes a draft, an electronic invoice fills its fields.

Kept by the hash of their bytes, never changed. The same bytes twice are refused. A file inside an electronic invoice is the
paper when there is none yet; its name is cleaned like any other, so it leads out of no folder.
"""

import asyncio
import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.storage import storage
from koprogo.adapters.ubl import UblInvoice, looks_like_ubl, read_ubl
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Conflict, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.documents import Attachment
from koprogo.models.invoices import Invoice
from koprogo.rules.charges.invoice_steps import Step
from koprogo.services import audit
from koprogo.services.charges.invoices import events
from koprogo.services.charges.invoices.filling import fill
from koprogo.services.charges.invoices.queries import require_seen
from koprogo.services.charges.invoices.refusals import SamePaper
from koprogo.services.documents.attachments import ENDINGS, LARGEST, check, stem, tidy
from koprogo.settings import settings

PAPER, UBL, XML = "invoice", "invoice_ubl", "application/xml"
TAKEN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp"})
LOCK = "SELECT pg_advisory_xact_lock(37, hashtext(:t))"
NEXT = "SELECT coalesce(max(number), 0) + 1 FROM invoice WHERE association_id = :t"
SAME = """
SELECT i.number FROM attachment d JOIN invoice i ON i.association_id = d.association_id AND i.id = d.subject_id
 WHERE d.association_id = :t AND d.subject IN ('invoice', 'invoice_ubl') AND d.sha256 = :h
   AND (SELECT e.what FROM invoice_event e WHERE e.invoice_id = i.id ORDER BY e.seq DESC LIMIT 1) <> 'reversed'
"""
ONE = """
SELECT d.id, d.association_id, d.subject, d.subject_id, d.file_name, d.media_type, d.sha256, d.size FROM attachment d
 WHERE d.id = :d AND d.association_id = :t AND d.subject IN ('invoice', 'invoice_ubl')
"""


@dataclass(frozen=True)
class InvoiceFile:
    """A file of an invoice; `size` in bytes."""

    id: UUID
    association_id: UUID
    subject: str
    subject_id: UUID
    file_name: str
    media_type: str
    sha256: str
    size: int


async def receive(
    session: AsyncSession, actor: Actor, association_id: UUID, *, content: bytes, name: str, at: datetime
) -> UUID:
    """Make a draft of a file and return its id: a PDF or a picture of an invoice, or an electronic one (UBL).

    Raises:
        BadInput: the file is empty, too large, or of a kind we do not take; or what an electronic invoice says.
        SamePaper: these bytes are here already.
    """
    require(actor, "invoice.enter", association_id)
    await session.execute(text(LOCK), {"t": str(association_id)})
    await _refuse_twice(session, association_id, content)
    found = await asyncio.to_thread(read_ubl, content) if looks_like_ubl(content) else None
    kind = XML if found else await asyncio.to_thread(_kind, content)
    number = int(await session.scalar(text(NEXT), {"t": association_id}) or 1)
    invoice = Invoice(id=uuid4(), association_id=association_id, number=number, at=at, by_id=actor.person_id)
    session.add(invoice)
    await session.flush()
    await events.add(session, actor, association_id, invoice.id, Step.ENTERED, at=at)
    kept = await _keep(session, actor, invoice, UBL if found else PAPER, content, name, kind, at)
    if found is None:
        invoice.document_id = kept
    else:
        await _take(session, actor, invoice, found, kept, at)
    await session.flush()
    await audit.record(session, actor, association_id, "invoice.received", invoice.id, number=number)
    return invoice.id


async def add_electronic(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    invoice_id: UUID,
    *,
    content: bytes,
    name: str,
    at: datetime,
) -> None:
    """Put an electronic invoice beside the paper of a draft: it fills the fields, the person decides.

    Raises:
        NotFound, NoDraft: no such invoice, or no draft.
        BadInput: it is no electronic invoice, or says something we do not take.
        SamePaper: these bytes are here already.
    """
    require(actor, "invoice.enter", association_id)
    await session.execute(text(LOCK), {"t": str(association_id)})
    invoice = await events.draft(session, association_id, invoice_id)
    await _refuse_twice(session, association_id, content)
    found = await asyncio.to_thread(read_ubl, content)
    kept = await _keep(session, actor, invoice, UBL, content, name, XML, at)
    await _take(session, actor, invoice, found, kept, at)
    await audit.record(session, actor, association_id, "invoice.filled", invoice.id)


async def add_paper(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    invoice_id: UUID,
    *,
    content: bytes,
    name: str,
    at: datetime,
) -> None:
    """Put the paper beside an electronic invoice that came without one.

    Raises:
        NotFound, NoDraft, BadInput, SamePaper: as `add_electronic`.
        Conflict: it has a paper.
    """
    require(actor, "invoice.enter", association_id)
    await session.execute(text(LOCK), {"t": str(association_id)})
    invoice = await events.draft(session, association_id, invoice_id)
    if invoice.document_id is not None:
        raise Conflict
    await _refuse_twice(session, association_id, content)
    kind = await asyncio.to_thread(_kind, content)
    invoice.document_id = await _keep(session, actor, invoice, PAPER, content, name, kind, at)
    await session.flush()
    await audit.record(session, actor, association_id, "invoice.paper", invoice.id)


async def invoice_file(session: AsyncSession, actor: Actor, association_id: UUID, file_id: UUID) -> InvoiceFile:
    """Return one file of an invoice to who sees the invoice; NotFound for any other."""
    row = (await session.execute(text(ONE), {"d": file_id, "t": association_id})).mappings().first()
    if row is None:
        raise NotFound
    await require_seen(session, actor, association_id, row["subject_id"])
    return InvoiceFile(**row)


def content(row: InvoiceFile) -> BinaryIO:
    """Open the bytes of a file; the caller closes them. Blocking: stream it from a thread."""
    return storage(settings()).open(row.sha256)


async def _take(
    session: AsyncSession, actor: Actor, invoice: Invoice, found: UblInvoice, kept: UUID, at: datetime
) -> None:
    invoice.ubl_id = kept
    inside = next((file for file in found.files if file.content.startswith(b"%PDF-")), None)
    if inside is not None and invoice.document_id is None and len(inside.content) <= LARGEST:
        kind = "application/pdf"
        invoice.document_id = await _keep(session, actor, invoice, PAPER, inside.content, inside.name, kind, at)
    await session.flush()
    await fill(session, actor, invoice, found, at=at)


async def _refuse_twice(session: AsyncSession, association_id: UUID, content: bytes) -> None:
    hashed = await asyncio.to_thread(lambda: hashlib.sha256(content).hexdigest())
    number = await session.scalar(text(SAME), {"t": association_id, "h": hashed})
    if number is not None:
        raise SamePaper(int(number))


async def _keep(
    session: AsyncSession,
    actor: Actor,
    invoice: Invoice,
    subject: str,
    content: bytes,
    name: str,
    kind: str,
    at: datetime,
) -> UUID:
    row = Attachment(
        id=uuid4(), association_id=invoice.association_id, subject=subject, subject_id=invoice.id,
        title=tidy(stem(name)), file_name=f"{stem(name)}.{'xml' if kind == XML else ENDINGS[kind]}", media_type=kind,
        sha256=await asyncio.to_thread(storage(settings()).put, io.BytesIO(content)), size=len(content),
        seen_by="council", at=at, by_id=actor.person_id,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row.id


def _kind(content: bytes) -> str:
    kind: Any = check(content)
    if kind not in TAKEN:
        raise BadInput(Problem("file", "Choose the invoice as a PDF, a picture, or an electronic invoice (UBL)."))
    return str(kind)
