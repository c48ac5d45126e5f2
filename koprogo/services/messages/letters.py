"""Letters to people and what became of each: prepared, sent, opened, failed, posted, returned. Nothing is ever changed.

A letter by e-mail holds an open link. Only the hash of its secret is kept; following it proves that the letter was read.
The address also names the association, because who follows a link has no sign-in yet and so no reach.
"""

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID, uuid4

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters.storage import storage
from koprogo.core.errors import NotFound
from koprogo.settings import settings

PREPARED, POSTED, EMAILED, OPENED = "prepared", "posted", "emailed", "opened"
FAILED, RETURNED, DELIVERED, REMINDED = "failed", "returned", "delivered", "reminded"
SECRET_BYTES = 18
ID_BYTES = 16
ADD_EVENT = """
INSERT INTO letter_event (id, association_id, letter_id, seq, what, tracking, facts, at, by_id)
SELECT :id, :t, :l, coalesce(max(seq), 0) + 1, :what, :tracking, CAST(:facts AS jsonb), :at, CAST(:by AS uuid)
  FROM letter_event WHERE letter_id = :l
"""
BY_SECRET = """
SELECT l.id, l.kind, l.subject_id, l.person_id, l.language, l.address->>'of' AS reminds, s.name AS association_name,
       a.day, a.starts_at,
       CASE WHEN l.kind = 'minutes' THEN
            (SELECT p.id FROM paper p WHERE p.association_id = l.association_id AND p.kind = 'minutes'
                AND p.subject_id = l.subject_id AND p.language = l.language ORDER BY p.version DESC LIMIT 1)
            WHEN l.kind = 'written_minutes' THEN
            (SELECT p.id FROM paper p WHERE p.association_id = l.association_id AND p.kind = 'written_decision'
                AND p.subject_id = l.subject_id AND p.language = l.language ORDER BY p.version DESC LIMIT 1)
            WHEN l.kind IN ('call', 'settlement') THEN
            (SELECT p.id FROM paper p WHERE p.association_id = l.association_id
                AND p.kind IN ('call_for_funds', 'settlement') AND p.subject_id = l.id)
            WHEN l.kind = 'written' THEN
            (SELECT p.id FROM paper p WHERE p.association_id = l.association_id AND p.kind = 'written_letter'
                AND p.subject_id = l.id)
       ELSE (SELECT p.id FROM paper p WHERE p.kind = 'convocation'
                AND p.subject_id = coalesce(CAST(l.address->>'of' AS uuid), l.id) ORDER BY p.version DESC LIMIT 1)
       END AS paper_id
  FROM letter l JOIN association s ON s.id = l.association_id
  LEFT JOIN assembly a ON a.association_id = l.association_id AND a.id = l.subject_id
 WHERE l.token_hash = :hash
"""


@dataclass(frozen=True)
class Secret:
    """The secret of a link: its `code` stands in the address, its `hash` in the table."""

    code: str
    hash: bytes


@dataclass(frozen=True)
class Followed:
    """Where an open link leads, and in which language."""

    association_id: UUID
    letter_id: UUID
    kind: str
    subject_id: UUID
    language: str
    association_name: str
    starts_at: datetime | None
    paper_id: UUID | None
    reminds: UUID | None


def new_secret(association_id: UUID) -> Secret:
    """Make the secret of a link for one association."""
    raw = association_id.bytes + secrets.token_bytes(SECRET_BYTES)
    return Secret(base64.urlsafe_b64encode(raw).decode().rstrip("="), hashlib.sha256(raw).digest())


def read_secret(code: str) -> tuple[UUID, bytes]:
    """Return the association and the hash of a link's code; NotFound for anything we never wrote."""
    try:
        raw = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
    except (ValueError, binascii.Error):
        raise NotFound from None
    if len(raw) != ID_BYTES + SECRET_BYTES:
        raise NotFound
    return UUID(bytes=raw[:ID_BYTES]), hashlib.sha256(raw).digest()


async def add_event(
    session: AsyncSession,
    association_id: UUID,
    letter_id: UUID,
    what: str,
    *,
    at: datetime,
    by: UUID | None = None,
    tracking: str = "",
    **facts: Any,
) -> None:
    """Add what became of a letter."""
    await session.execute(
        text(ADD_EVENT),
        {
            "id": uuid4(),
            "t": association_id,
            "l": letter_id,
            "what": what,
            "tracking": tracking,
            "facts": orjson.dumps(facts).decode(),
            "at": at,
            "by": by,
        },
    )


async def look(code: str) -> Followed:
    """Return where a link leads without recording anything: a mail filter that fetches addresses has read nothing.

    Opens its own transaction, scoped to the association the code names. NotFound for a link nobody wrote.
    """
    association_id, hashed = read_secret(code)
    async with db.association_session(association_id) as session:
        return await _found(session, association_id, hashed)


async def follow(code: str, *, at: datetime) -> Followed:
    """Record that the letter was opened, once, and return where its link leads."""
    association_id, hashed = read_secret(code)
    async with db.association_session(association_id) as session:
        found = await _found(session, association_id, hashed)
        for letter_id in filter(None, (found.letter_id, found.reminds)):
            await mark_opened(session, association_id, letter_id, at=at)
    return found


@dataclass(frozen=True)
class LetterPaper:
    """The printed letter behind an open link."""

    title: str
    sha256: str
    size: int


async def paper_behind(code: str) -> LetterPaper:
    """Return the printed letter that a link is about; NotFound while it is not printed, or for no link of ours."""
    association_id, hashed = read_secret(code)
    async with db.association_session(association_id) as session:
        found = await _found(session, association_id, hashed)
        row = (
            await session.execute(text("SELECT title, sha256, size FROM paper WHERE id = :p"), {"p": found.paper_id})
        ).first()
    if row is None:
        raise NotFound
    return LetterPaper(row.title, row.sha256, row.size)


def content(paper: LetterPaper) -> BinaryIO:
    """Open the bytes of a letter; the caller closes them. Blocking: stream it from a thread."""
    return storage(settings()).open(paper.sha256)


async def mark_opened(session: AsyncSession, association_id: UUID, letter_id: UUID, *, at: datetime) -> None:
    """Record the first time a letter was opened; later ones change nothing."""
    await session.execute(text("SELECT pg_advisory_xact_lock(7, hashtext(:l))"), {"l": str(letter_id)})
    seen = await session.scalar(
        text("SELECT EXISTS (SELECT 1 FROM letter_event WHERE letter_id = :l AND what = :what)"),
        {"l": letter_id, "what": OPENED},
    )
    if not seen:
        await add_event(session, association_id, letter_id, OPENED, at=at)


async def _found(session: AsyncSession, association_id: UUID, hashed: bytes) -> Followed:
    row = (await session.execute(text(BY_SECRET), {"hash": hashed})).first()
    if row is None:
        raise NotFound
    return Followed(
        association_id=association_id,
        letter_id=row.id,
        kind=row.kind,
        subject_id=row.subject_id,
        language=row.language,
        association_name=row.association_name,
        starts_at=row.starts_at,
        paper_id=row.paper_id,
        reminds=UUID(row.reminds) if row.reminds else None,
    )
