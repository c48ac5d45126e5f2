"""Files kept with something of an association that is no agenda: a note of the council, the contract of the syndic, minutes
of before.

Known by their bytes and handed out as files to keep, as `attachments.py` does. A picture loses the place where it was taken.
Who may open a file follows from what it is kept with.
"""

import asyncio
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.pictures import NotAPicture, tidied
from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotAllowed, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.documents import Attachment
from koprogo.services import audit
from koprogo.services.documents.attachments import ENDINGS, check, stem, tidy
from koprogo.settings import settings

NOTE, CONTRACT, OLD_MINUTES = "council_note", "mandate", "old_minutes"
# fmt: off
READERS = {
    NOTE:     ("council.follow", "council"),
    CONTRACT: ("council.read", "owners"),
    OLD_MINUTES: ("minutes.read", "owners"),
}
"""What a file is kept with -> the permission that opens it, and the word its row says for it."""
# fmt: on
MOST = 20
"""Files kept with one thing."""
JPEG = "image/jpeg"
COLUMNS = """
SELECT d.id, d.association_id, d.subject, d.subject_id, d.title, d.file_name, d.media_type, d.sha256, d.size, d.at,
       p.name AS by
  FROM attachment d JOIN person p ON p.id = d.by_id
 WHERE d.subject = ANY (:subjects) AND d.withdraws_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM attachment w WHERE w.withdraws_id = d.id)
"""


@dataclass(frozen=True)
class KeptFile:
    """A file and what it is kept with; `size` in bytes."""

    id: UUID
    association_id: UUID
    subject: str
    subject_id: UUID
    title: str
    file_name: str
    media_type: str
    sha256: str
    size: int
    at: datetime
    by: str


async def keep(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    subject: str,
    subject_id: UUID,
    content: bytes,
    name: str,
    at: datetime,
) -> UUID:
    """Keep a file with something and return its id; the caller decided who may, and that the thing is there.

    Raises:
        BadInput: the file is empty, too large, of a kind we do not take, or one too many.
    """
    if len((await kept(session, association_id, subject=subject, ids=[subject_id])).get(subject_id, ())) >= MOST:
        raise BadInput(Problem("file", "{most} files are kept here already.", {"most": MOST}))
    content, kind = await asyncio.to_thread(_tidied, content)
    row = Attachment(
        id=uuid4(),
        association_id=association_id,
        subject=subject,
        subject_id=subject_id,
        title=tidy(stem(name)),
        file_name=f"{stem(name)}.{ENDINGS[kind]}",
        media_type=kind,
        sha256=await asyncio.to_thread(storage(settings()).put, io.BytesIO(content)),
        size=len(content),
        seen_by=READERS[subject][1],
        at=at,
        by_id=actor.person_id,
    )
    session.add(row)
    await session.flush()
    await audit.record(session, actor, association_id, "file.kept", row.id, subject=subject, size=row.size)
    return row.id


async def kept(
    session: AsyncSession, association_id: UUID, *, subject: str, ids: Iterable[UUID]
) -> Mapping[UUID, tuple[KeptFile, ...]]:
    """Return the files kept with each of these things, the oldest first; a thing without files is no key."""
    sql = text(COLUMNS + " AND d.association_id = :t AND d.subject_id = ANY (:ids) ORDER BY d.at, d.id")
    found: dict[UUID, list[KeptFile]] = defaultdict(list)
    facts = {"subjects": [subject], "t": association_id, "ids": list(ids)}
    for row in (await session.execute(sql, facts)).mappings():
        found[row["subject_id"]].append(KeptFile(**row))
    return {key: tuple(files) for key, files in found.items()}


async def kept_file(session: AsyncSession, actor: Actor, file_id: UUID) -> KeptFile:
    """Return one file the actor may open; NotFound for any other."""
    facts = {"subjects": list(READERS), "d": file_id}
    row = (await session.execute(text(COLUMNS + " AND d.id = :d"), facts)).mappings().first()
    if row is None:
        raise NotFound
    found = KeptFile(**row)
    try:
        require(actor, READERS[found.subject][0], found.association_id)
    except NotAllowed:
        raise NotFound from None
    return found


async def take_back(session: AsyncSession, actor: Actor, row: KeptFile, *, at: datetime) -> None:
    """Take a file back: it is shown and handed out no more, its row and its bytes stay; the caller decided who may."""
    session.add(
        Attachment(
            association_id=row.association_id, subject=row.subject, subject_id=row.subject_id, title=row.title,
            file_name=row.file_name, media_type=row.media_type, sha256=row.sha256, size=row.size,
            seen_by=READERS[row.subject][1], at=at, by_id=actor.person_id, withdraws_id=row.id,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(session, actor, row.association_id, "file.withdrawn", row.id, subject=row.subject)


def content(row: KeptFile) -> BinaryIO:
    """Open the bytes of a file; the caller closes them. Blocking: stream it from a thread."""
    return storage(settings()).open(row.sha256)


def _tidied(content: bytes) -> tuple[bytes, str]:
    """Return the bytes to keep and what they are; a picture is turned upright and freed of its metadata."""
    kind = check(content)
    if not kind.startswith("image/"):
        return content, kind
    try:
        return tidied(content), JPEG
    except NotAPicture:
        raise BadInput(Problem("file", "Choose a picture that opens: JPEG, PNG or WebP.")) from None
