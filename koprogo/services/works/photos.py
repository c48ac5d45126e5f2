"""Photos of a problem: made smaller, freed of where they were taken unless the reporter keeps it on purpose, kept by hash.

Whoever sees the report sees its photos. Its reporter, the syndic and the council add some; who added one, or the syndic,
takes it back.
"""

import asyncio
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.pictures import NotAPicture, says_where, tidied
from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotAllowed, NotFound, Problem
from koprogo.models.documents import Attachment
from koprogo.services import audit
from koprogo.services.works.queries import require_seen
from koprogo.services.works.tickets import parts_of
from koprogo.settings import settings

SUBJECT = "ticket"
LARGEST = 15_000_000
"""Bytes of a photo as it comes from the phone."""
LARGEST_SIDE = 1600
"""Pixels: enough to see a leak, a third of what a phone sends."""
MOST = 8
"""Photos of one report."""
PLACED, PLAIN = "photo with its place", "photo"
LOCK = "SELECT pg_advisory_xact_lock(23, hashtext(:k))"
STANDING = """
SELECT d.id, d.title, d.sha256, d.size, d.at, d.by_id FROM attachment d
 WHERE d.association_id = :t AND d.subject = 'ticket' AND d.subject_id = :k AND d.withdraws_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM attachment w WHERE w.withdraws_id = d.id)
 ORDER BY d.at, d.id
"""


@dataclass(frozen=True)
class Photo:
    """A photo that stands; `placed`: the file says where it was taken; `mine`: its reader may take it back."""

    id: UUID
    at: datetime
    size: int
    placed: bool
    mine: bool
    sha256: str


@dataclass(frozen=True)
class Picture:
    """The bytes to keep, tidied; `placed`: they say where it was taken, on purpose."""

    content: bytes
    placed: bool


async def add_photo(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    ticket_id: UUID,
    *,
    content: bytes,
    keep_place: bool = False,
    at: datetime,
) -> UUID:
    """Add a photo to a report and return its id (its reporter, council, syndic).

    Raises:
        NotFound: no such report, or not hers to see.
        NotAllowed: she sees it and neither reported nor follows it.
        BadInput: the file is empty, too large or no picture, or the report has eight.
    """
    row = await require_seen(session, actor, association_id, ticket_id)
    if not parts_of(actor, association_id, row.by_id):
        raise NotAllowed
    picture = await asyncio.to_thread(checked, content, keep_place)
    photo = await keep(session, association_id, ticket_id, picture, by=actor.person_id, at=at)
    await audit.record(session, actor, association_id, "ticket.photo.kept", photo)
    return photo


async def keep(
    session: AsyncSession,
    association_id: UUID,
    ticket_id: UUID,
    picture: Picture,
    *,
    at: datetime,
    by: UUID | None = None,
) -> UUID:
    """Write a checked photo down. Asks for no permission; BadInput when the report has eight."""
    await session.execute(text(LOCK), {"k": str(ticket_id)})
    if len((await session.execute(text(STANDING), {"t": association_id, "k": ticket_id})).all()) >= MOST:
        raise BadInput(Problem("file", "This report has {most} photos already. Take one back first.", {"most": MOST}))
    photo = Attachment(
        id=uuid4(),
        association_id=association_id,
        subject=SUBJECT,
        subject_id=ticket_id,
        title=PLACED if picture.placed else PLAIN,
        file_name="photo.jpg",
        media_type="image/jpeg",
        sha256=await asyncio.to_thread(storage(settings()).put, io.BytesIO(picture.content)),
        size=len(picture.content),
        at=at,
        by_id=by,
    )
    session.add(photo)
    await session.flush()
    return photo.id


async def withdraw_photo(
    session: AsyncSession, actor: Actor, association_id: UUID, ticket_id: UUID, photo_id: UUID, *, at: datetime
) -> None:
    """Take a photo back: it is shown and handed out no more (who added it, or the syndic).

    Raises:
        NotFound: no such photo stands, or its report is not hers to see.
        NotAllowed: somebody else added it.
    """
    found = await photos(session, actor, association_id, ticket_id)
    row = next((each for each in found if each.id == photo_id), None)
    if row is None:
        raise NotFound
    if not row.mine:
        raise NotAllowed
    session.add(
        Attachment(
            association_id=association_id, subject=SUBJECT, subject_id=ticket_id, title=PLAIN, file_name="photo.jpg",
            media_type="image/jpeg", sha256=row.sha256, size=row.size, at=at, by_id=actor.person_id,
            withdraws_id=row.id,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(session, actor, association_id, "ticket.photo.withdrawn", photo_id)


async def photos(session: AsyncSession, actor: Actor, association_id: UUID, ticket_id: UUID) -> list[Photo]:
    """Return the photos of a report that stand, in order of time; NotFound when it is not hers to see."""
    row = await require_seen(session, actor, association_id, ticket_id)
    is_syndic = "syndic" in parts_of(actor, association_id, row.by_id)
    return await standing(session, association_id, ticket_id, reader=actor.person_id, takes_back=is_syndic)


async def standing(
    session: AsyncSession,
    association_id: UUID,
    ticket_id: UUID,
    *,
    reader: UUID | None = None,
    takes_back: bool = False,
) -> list[Photo]:
    """Return the photos that stand for a reader, who takes back her own, or all. Asks for no permission."""
    found = await session.execute(text(STANDING), {"t": association_id, "k": ticket_id})
    return [
        Photo(
            each.id, each.at, each.size, each.title == PLACED,
            takes_back or (reader is not None and each.by_id == reader), each.sha256,
        )
        for each in found
    ]  # fmt: skip


async def photo(
    session: AsyncSession, actor: Actor, association_id: UUID, ticket_id: UUID, photo_id: UUID
) -> tuple[Photo, BinaryIO]:
    """Return one photo with its bytes, opened; the caller closes them. Otherwise as `photos`."""
    return await opened(await photos(session, actor, association_id, ticket_id), photo_id)


async def opened(rows: Iterable[Photo], photo_id: UUID) -> tuple[Photo, BinaryIO]:
    """Return one of these photos with its bytes, opened; NotFound for any other."""
    row = next((each for each in rows if each.id == photo_id), None)
    if row is None:
        raise NotFound
    return row, await asyncio.to_thread(storage(settings()).open, row.sha256)


def checked(content: bytes, keep_place: bool = False) -> Picture:
    """Return the picture to keep. Blocking; BadInput for anything else."""
    if not content:
        raise BadInput(Problem("file", "This file is empty. Choose another one."))
    if len(content) > LARGEST:
        raise BadInput(Problem("file", "Choose a file of at most {most} MB.", {"most": LARGEST // 1_000_000}))
    try:
        kept = tidied(content, largest_side=LARGEST_SIDE, keep_place=keep_place)
    except NotAPicture:
        raise BadInput(Problem("file", "Take a photo, or choose a picture (JPEG, PNG, WebP).")) from None
    return Picture(kept, keep_place and says_where(kept))
