"""Files that go with an agenda: a quote to a point, the budgets to the assembly. Kept by hash, never changed, withdrawn.

What a file is comes from its first bytes, never from its name or from what the browser says. It is handed out as a file to
keep, so that nothing in it runs in a page of ours. Owners see them from the convocation on; before, who plans does.
"""

import asyncio
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotAllowed, NotFound, Problem, Refused
from koprogo.core.permissions import PERMISSIONS, require
from koprogo.models.documents import Attachment
from koprogo.services import audit
from koprogo.services.access import planned_by_request, require_planner
from koprogo.settings import settings

ASSEMBLY, ITEM = "assembly", "agenda_item"
LARGEST = 20_000_000
"""Bytes of the largest file."""
MOST = 60
"""Files of one assembly, its points included."""
LONGEST = 120
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", XLSX: "xlsx"}
"""What we take, and the ending it is handed out with."""
WHERE = """
SELECT a.id AS assembly_id, a.association_id, st.what AS state FROM assembly a
  JOIN assembly_state st ON st.assembly_id = a.id WHERE a.id = :a AND a.association_id = :t
"""
ITEM_OF = "SELECT assembly_id FROM agenda_item WHERE id = :i AND association_id = :t AND number IS NOT NULL"
COLUMNS = """
SELECT d.id, d.association_id, d.subject, d.subject_id, d.title, d.file_name, d.media_type, d.sha256, d.size, d.seen_by,
       d.at, i.id AS item_id, coalesce(i.number || i.part, '') AS item, coalesce(i.assembly_id, d.subject_id) AS assembly_id
  FROM attachment d LEFT JOIN agenda_item i ON d.subject = 'agenda_item' AND i.id = d.subject_id
 WHERE d.withdraws_id IS NULL AND d.subject IN ('assembly', 'agenda_item')
   AND NOT EXISTS (SELECT 1 FROM attachment w WHERE w.withdraws_id = d.id)
"""
LIST = COLUMNS + (
    " AND d.association_id = :t AND (d.subject_id = :a OR i.assembly_id = :a)"
    " ORDER BY i.number NULLS FIRST, i.part, d.at, d.id"
)


class HandedInStays(Refused):
    """The syndic does not hold back what the council or the auditor hands to the assembly."""

    message_id = (
        "This report was handed in for the assembly by the council or by the auditor. Only they replace it, by handing in a"
        " new one."
    )
    article = "3.90 §4"


@dataclass(frozen=True)
class AttachmentRow:
    """A file of an agenda; `item` is the number of its point, empty for the whole assembly; `size` in bytes."""

    id: UUID
    association_id: UUID
    assembly_id: UUID
    item_id: UUID | None
    item: str
    title: str
    file_name: str
    media_type: str
    sha256: str
    size: int
    seen_by: str
    at: datetime


async def attach(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    content: bytes,
    name: str,
    at: datetime,
    item_id: UUID | None = None,
    title: str = "",
) -> UUID:
    """Add a file to an assembly, or to one of its points, and return its id (who plans it).

    Raises:
        BadInput: the file is empty, too large, of a kind we do not take, or one too many.
        NotFound: no such assembly or point here.
    """
    await require_planner(session, actor, association_id, assembly_id)
    await _where(session, association_id, assembly_id)
    if item_id and await _item_of(session, association_id, item_id) != assembly_id:
        raise NotFound
    here = (session, actor, association_id, assembly_id)
    return await add(*here, content=content, name=name, at=at, item_id=item_id, title=title)


async def add(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    content: bytes,
    name: str,
    at: datetime,
    item_id: UUID | None = None,
    title: str = "",
) -> UUID:
    """Add a file and return its id, for a service that decided who may and that the assembly is there.

    Raises:
        BadInput: as `attach`.
    """
    kind = await asyncio.to_thread(check, content)
    if len(await _rows(session, association_id, assembly_id)) >= MOST:
        raise BadInput(Problem("file", "This assembly has {most} files already. Withdraw one first.", {"most": MOST}))
    row = Attachment(
        id=uuid4(),
        association_id=association_id,
        subject=ITEM if item_id else ASSEMBLY,
        subject_id=item_id or assembly_id,
        title=tidy(title) or stem(name),
        file_name=f"{stem(name)}.{ENDINGS[kind]}",
        media_type=kind,
        sha256=await asyncio.to_thread(storage(settings()).put, io.BytesIO(content)),
        size=len(content),
        at=at,
        by_id=actor.person_id,
    )
    session.add(row)
    await session.flush()
    await audit.record(session, actor, association_id, "attachment.added", row.id, size=row.size)
    return row.id


async def withdraw(
    session: AsyncSession, actor: Actor, association_id: UUID, attachment_id: UUID, *, at: datetime
) -> None:
    """Take a file back: it is shown and handed out no more, its row stays. Safe to repeat (who plans the assembly).

    Raises:
        HandedInStays: the council's report, or the auditor's.
    """
    row = await _one(session, attachment_id)
    planned = row.assembly_id if row and row.association_id == association_id else None
    await require_planner(session, actor, association_id, planned)
    if row is None or row.association_id != association_id:
        known = await session.scalar(
            text(
                "SELECT 1 FROM attachment WHERE id = :d AND association_id = :t AND subject IN ('assembly', 'agenda_item')"
            ),
            {"d": attachment_id, "t": association_id},
        )
        if not known:
            raise NotFound
        return
    if await session.scalar(text("SELECT 1 FROM handed_in WHERE attachment_id = :d"), {"d": attachment_id}):
        raise HandedInStays
    await take_back(session, actor, row, at=at)


async def take_back(session: AsyncSession, actor: Actor, row: AttachmentRow, *, at: datetime) -> None:
    """Take a file back that stands, for a service that decided who may."""
    session.add(
        Attachment(
            association_id=row.association_id,
            subject=ITEM if row.item_id else ASSEMBLY,
            subject_id=row.item_id or row.assembly_id,
            title=row.title,
            file_name=row.file_name,
            media_type=row.media_type,
            sha256=row.sha256,
            size=row.size,
            seen_by=row.seen_by,
            at=at,
            by_id=actor.person_id,
            withdraws_id=row.id,
        )
    )
    await audit.record(session, actor, row.association_id, "attachment.withdrawn", row.id)


async def attachments_of(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID
) -> list[AttachmentRow]:
    """Return the files of an assembly that the actor may see: those of the assembly first, then by point."""
    require(actor, "assembly.read", association_id)
    if actor.slip_assembly_id not in (None, assembly_id):
        raise NotFound
    where = await _where(session, association_id, assembly_id)
    rows = await _rows(session, association_id, assembly_id)
    plans = assembly_id in await planned_by_request(session, actor, [association_id])
    return [row for row in rows if plans or _may_see(actor, row, where.state)]


async def attachment(session: AsyncSession, actor: Actor, attachment_id: UUID) -> AttachmentRow:
    """Return one file the actor may open; NotFound for any other."""
    row = await _one(session, attachment_id)
    if row is None:
        raise NotFound
    try:
        require(actor, "assembly.read", row.association_id)
    except NotAllowed:
        raise NotFound from None
    where = await _where(session, row.association_id, row.assembly_id)
    if actor.slip_assembly_id not in (None, row.assembly_id):
        raise NotFound
    planned = await planned_by_request(session, actor, [row.association_id])
    if not _may_see(actor, row, where.state) and row.assembly_id not in planned:
        raise NotFound
    return row


async def standing(session: AsyncSession, attachment_id: UUID) -> AttachmentRow:
    """Return a file of an agenda that was not taken back, for a service that decided who may; NotFound for any other."""
    row = await _one(session, attachment_id)
    if row is None:
        raise NotFound
    return row


def content(row: AttachmentRow) -> BinaryIO:
    """Open the bytes of a file; the caller closes them. Blocking: stream it from a thread."""
    return storage(settings()).open(row.sha256)


def check(content: bytes) -> str:
    """Return what kind of file this is, by its first bytes.

    Raises:
        BadInput: it is empty, too large, or none that we take.
    """
    if not content:
        raise BadInput(Problem("file", "This file is empty. Choose another one."))
    if len(content) > LARGEST:
        raise BadInput(Problem("file", "Choose a file of at most {most} MB.", {"most": LARGEST // 1_000_000}))
    kind = _sniffed(content)
    if kind is None:
        raise BadInput(Problem("file", "Choose a PDF, a picture (PNG, JPEG, WebP) or an Excel workbook (XLSX)."))
    return kind


def _sniffed(content: bytes) -> str | None:
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return XLSX if content.startswith(b"PK\x03\x04") and _is_workbook(content) else None


def _is_workbook(content: bytes) -> bool:
    """Say whether an archive is a workbook without macros; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    return {"[Content_Types].xml", "xl/workbook.xml"} <= names and "xl/vbaProject.bin" not in names


async def _where(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> Any:
    row = (await session.execute(text(WHERE), {"a": assembly_id, "t": association_id})).first()
    if row is None:
        raise NotFound
    return row


async def _item_of(session: AsyncSession, association_id: UUID, item_id: UUID) -> UUID | None:
    return await session.scalar(text(ITEM_OF), {"i": item_id, "t": association_id})


async def _rows(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> list[AttachmentRow]:
    rows = await session.execute(text(LIST), {"t": association_id, "a": assembly_id})
    return _read(rows.mappings().all())


async def _one(session: AsyncSession, attachment_id: UUID) -> AttachmentRow | None:
    rows = await session.execute(text(COLUMNS + " AND d.id = :d"), {"d": attachment_id})
    return next(iter(_read(rows.mappings().all())), None)


def _read(rows: Sequence[Any]) -> list[AttachmentRow]:
    return [AttachmentRow(**{name: row[name] for name in AttachmentRow.__dataclass_fields__}) for row in rows]


def _may_see(actor: Actor, row: AttachmentRow, state: str) -> bool:
    roles = actor.roles_in(row.association_id)
    if roles & PERMISSIONS["assembly.plan"]:
        return True
    return state != "drafted" and (row.seen_by == "owners" or row.seen_by in {str(role) for role in roles})


def tidy(words: str) -> str:
    """Return a title on one line, of at most 120 characters that can be printed."""
    return " ".join("".join(each if each.isprintable() else " " for each in words).split())[:LONGEST]


def stem(name: str) -> str:
    """Return a file's name without folders and ending, of characters that any device keeps."""
    last = PurePosixPath(PureWindowsPath(name).name).stem
    return tidy("".join(" " if each in '\\/:*?"<>|' else each for each in last)) or "document"
