"""Photos of the evening: raised hands at a point, a deed or a designation shown at the door, the paper of a proxy.

Kept by hash among the attachments, seen by the bureau and the syndic, listed in the association's copy of the minutes, never
public. One stands for each thing: the next photo takes the earlier one back. Where a camera notes the place, it is removed.
"""

import asyncio
import io
from datetime import datetime
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters.pictures import NotAPicture, tidied
from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor, Role
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.documents import Attachment
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.attendance.photos_read import Photo, standing_photos
from koprogo.settings import settings

HANDS, DEED, DESIGNATION, PROXY = "hands", "deed", "designation", "proxy"
PERMISSION = {
    HANDS: "ballot.enter", DEED: "attendance.record", DESIGNATION: "attendance.record", PROXY: "proxy.record",
}  # fmt: skip
LARGEST = 15_000_000
"""Bytes of the largest photo as it comes from the phone."""
PDF = b"%PDF-"
OPEN = (*events.BEFORE_OPENING, *events.IN_SESSION, events.SUSPENDED, events.CLOSED)
# fmt: off
IS_HERE = {
    HANDS: "SELECT 1 FROM agenda_item WHERE id = :s AND assembly_id = :a AND number IS NOT NULL AND majority <> 'none'",
    DEED: "SELECT 1 FROM lot WHERE id = :s AND association_id = :t",
    DESIGNATION: "SELECT 1 FROM lot WHERE id = :s AND association_id = :t",
    PROXY: "SELECT 1 FROM proxy WHERE id = :s AND assembly_id = :a AND association_id = :t",
}
# fmt: on
SEATED = """
SELECT 1 FROM (SELECT DISTINCT ON (office, person_id) person_id, what FROM bureau_event
                WHERE assembly_id = :a ORDER BY office, person_id, seq DESC) b
 WHERE b.what = 'named' AND b.person_id = :p
"""


async def keep_photo(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    kind: str,
    subject_id: UUID,
    content: bytes,
    at: datetime,
) -> UUID:
    """Keep a photo and return its id; one that stood for the same thing is taken back.

    `kind` is hands (of a point), deed or designation (of a lot), or proxy, which may also be a PDF from a scanner.

    Raises:
        BadInput: no such kind, or the file is empty, too large, or no picture.
        NotFound: no such point, lot or proxy in this assembly.
        WrongState: the minutes are made.
    """
    if kind not in PERMISSION:
        raise BadInput(Problem("kind", "Choose hands, deed, designation or proxy."))
    require(actor, PERMISSION[kind], association_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, *OPEN)
    where = {"s": subject_id, "a": assembly_id, "t": association_id}
    if await session.scalar(text(IS_HERE[kind]), where) is None:
        raise NotFound
    kept, media_type = await asyncio.to_thread(_checked, kind, content)
    for row in await standing_photos(session, association_id, assembly_id):
        if (row.kind, row.subject_id) == (kind, subject_id):
            await _withdraw(session, actor, association_id, assembly_id, row, at)
    photo = Attachment(
        id=uuid4(),
        association_id=association_id,
        assembly_id=assembly_id,
        subject=kind,
        subject_id=subject_id,
        title=kind,
        file_name=f"{kind}.{'pdf' if media_type == 'application/pdf' else 'jpg'}",
        media_type=media_type,
        sha256=await asyncio.to_thread(storage(settings()).put, io.BytesIO(kept)),
        size=len(kept),
        seen_by="syndic",
        at=at,
        by_id=actor.person_id,
    )
    session.add(photo)
    await session.flush()
    await audit.record(session, actor, association_id, "photo.kept", photo.id, kind=kind, size=photo.size)
    db.touch(session, "assembly", assembly_id)
    return photo.id


async def withdraw_photo(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, photo_id: UUID, *, at: datetime
) -> None:
    """Take a photo back: it is shown and listed no more, its row stays.

    Raises:
        NotFound: no such photo stands.
        WrongState: the minutes are made.
    """
    require(actor, "attendance.record", association_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, *OPEN)
    row = await _one(session, association_id, assembly_id, photo_id)
    await _withdraw(session, actor, association_id, assembly_id, row, at)
    db.touch(session, "assembly", assembly_id)


async def photos(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> list[Photo]:
    """Return the photos that stand, in order of time; NotFound for who neither sits in the bureau nor is the syndic."""
    require(actor, "assembly.confirm", association_id)
    await events.state_of(session, association_id, assembly_id)
    seated = await session.scalar(text(SEATED), {"a": assembly_id, "p": actor.person_id})
    if seated is None and Role.SYNDIC not in actor.roles_in(association_id):
        raise NotFound
    return await standing_photos(session, association_id, assembly_id)


async def photo(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, photo_id: UUID
) -> tuple[Photo, BinaryIO]:
    """Return one photo with its bytes, opened; the caller closes them. Otherwise as `photos`."""
    rows = await photos(session, actor, association_id, assembly_id)
    row = next((each for each in rows if each.id == photo_id), None)
    if row is None:
        raise NotFound
    return row, await asyncio.to_thread(storage(settings()).open, row.sha256)


def _checked(kind: str, content: bytes) -> tuple[bytes, str]:
    """Return the bytes to keep and what they are, by their first bytes."""
    if not content:
        raise BadInput(Problem("file", "This file is empty. Choose another one."))
    if len(content) > LARGEST:
        raise BadInput(Problem("file", "Choose a file of at most {most} MB.", {"most": LARGEST // 1_000_000}))
    if kind == PROXY and content.startswith(PDF):
        return content, "application/pdf"
    try:
        return tidied(content), "image/jpeg"
    except NotAPicture:
        raise BadInput(Problem("file", "Take a photo, or choose a picture (JPEG, PNG, WebP).")) from None


async def _one(session: AsyncSession, association_id: UUID, assembly_id: UUID, photo_id: UUID) -> Photo:
    rows = await standing_photos(session, association_id, assembly_id)
    row = next((each for each in rows if each.id == photo_id), None)
    if row is None:
        raise NotFound
    return row


async def _withdraw(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, row: Photo, at: datetime
) -> None:
    session.add(
        Attachment(
            association_id=association_id,
            assembly_id=assembly_id,
            subject=row.kind,
            subject_id=row.subject_id,
            title=row.kind,
            file_name=row.file_name,
            media_type=row.media_type,
            sha256=row.sha256,
            size=row.size,
            seen_by="syndic",
            at=at,
            by_id=actor.person_id,
            withdraws_id=row.id,
        )
    )
    await session.flush()
    await audit.record(session, actor, association_id, "photo.withdrawn", row.id)
