"""Minutes of before the association came here: sent as files, a day and a title decided by a person, kept and searched.

A file waits for an hour with what was read from it; nothing is kept before somebody said which assembly it is of. Its words
are read in a process of its own, and a file without words is kept as what it is: a picture that people can read.
"""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.pdf_words.apart import PICTURE, PdfWords, read_words
from koprogo.adapters.scratch import NothingKept, scratch
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Conflict, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.arriving import OldMinutes, OldMinutesPage
from koprogo.rules.assemblies.old_minutes import FIRST_YEAR, LONGEST_TITLE, Proposed, proposed
from koprogo.services import audit
from koprogo.services.buildings.kept_lists import ListGone
from koprogo.services.documents import kept_files
from koprogo.services.documents.attachments import check, tidy
from koprogo.settings import settings

NO_PDF = "Choose a PDF, or a scan as a picture (PNG, JPEG, WebP)."
PDF = "application/pdf"
LOCK = "SELECT pg_advisory_xact_lock(65, hashtext(:t))"
SAME = """
SELECT 1 FROM attachment d
 WHERE d.association_id = :t AND d.subject = 'old_minutes' AND d.sha256 = :h AND d.withdraws_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM attachment w WHERE w.association_id = d.association_id AND w.withdraws_id = d.id)
"""
ONE = "SELECT 1 FROM old_minutes WHERE association_id = :t AND id = :m"
LONGEST_PAGE = 20_000


class SameMinutes(Conflict):
    """These bytes are kept already."""

    message_id = "These minutes are kept here already."


@dataclass(frozen=True)
class Waiting:
    """A file that waits for its day: what was read from it. `found`: text, picture, closed or damaged."""

    file_id: str
    name: str
    found: str
    pages: int
    proposed: Proposed


async def send_minutes(actor: Actor, association_id: UUID, *, content: bytes, name: str, at: datetime) -> str:
    """Keep a file for an hour and return its id; nothing is read yet (syndic).

    Raises:
        BadInput: it is empty, larger than any file we take, or no PDF or picture.
    """
    require(actor, "minutes.issue", association_id)
    if (kind := await asyncio.to_thread(check, content)) != PDF and not kind.startswith("image/"):
        raise BadInput(Problem("file", NO_PDF))
    slot = sha256(content).hexdigest()[0]
    owner = _owner(actor, association_id, slot)
    return slot + await asyncio.to_thread(scratch(settings()).put, owner, content, tidy(name) or "minutes", at=at)


async def read_sent(actor: Actor, association_id: UUID, file_id: str, *, at: datetime) -> Waiting:
    """Return what a file that was sent says of itself: its pages, and the day and title that are proposed (syndic).

    Raises:
        ListGone: it was sent more than an hour ago, or by somebody else.
    """
    require(actor, "minutes.issue", association_id)
    content, name = await _sent(actor, association_id, file_id, at)
    read = await _read(content, await asyncio.to_thread(check, content))
    return Waiting(file_id, name, read.found, len(read.pages), proposed(read.pages, name, today=legal_day(at)))


async def keep_minutes(
    session: AsyncSession, actor: Actor, association_id: UUID, file_id: str, *, day: date, title: str, at: datetime
) -> UUID:
    """Keep a file that was sent as the minutes of an assembly of a day, and return their id (syndic).

    Raises:
        ListGone: the file was sent more than an hour ago, or by somebody else.
        BadInput: the day is to come or before there were associations, or the title is missing or too long.
        SameMinutes: this very file is kept already.
    """
    require(actor, "minutes.issue", association_id)
    title = _checked(day, title, legal_day(at))
    content, name = await _sent(actor, association_id, file_id, at)
    kind = await asyncio.to_thread(check, content)
    read = await _read(content, kind)  # before the lock: others keep theirs meanwhile
    await session.execute(text(LOCK), {"t": str(association_id)})
    if await session.scalar(text(SAME), {"t": association_id, "h": sha256(content).hexdigest()}):
        raise SameMinutes
    row = OldMinutes(
        id=uuid4(), association_id=association_id, day=day, title=title, pages=len(read.pages), found=read.found, at=at,
        by_id=actor.person_id,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    session.add_all(
        OldMinutesPage(association_id=association_id, minutes_id=row.id, page=page, words=words[:LONGEST_PAGE])
        for page, words in enumerate([title, *read.pages])
        if words
    )
    here = (session, actor, association_id)
    await kept_files.keep(*here, subject=kept_files.OLD_MINUTES, subject_id=row.id, content=content, name=name, at=at)
    await audit.record(*here, "old_minutes.kept", row.id, day=day.isoformat(), pages=row.pages, found=row.found)
    await asyncio.to_thread(scratch(settings()).forget, _owner(actor, association_id, file_id[:1]), file_id[1:])
    return row.id


def _checked(day: date, title: str, today: date) -> str:
    """Return the title as it is kept; BadInput names what is wrong with it and with the day."""
    problems, written = [], tidy(title)
    if not day.year >= FIRST_YEAR or day > today:
        problems.append(Problem("day", "Choose the day of the assembly: today or before."))
    if not written:
        problems.append(
            Problem("title", "Write what these minutes are called, at most {most} characters.", {"most": LONGEST_TITLE})
        )
    if problems:
        raise BadInput(*problems)
    return written


async def withdraw_minutes(
    session: AsyncSession, actor: Actor, association_id: UUID, minutes_id: UUID, *, at: datetime
) -> None:
    """Take old minutes back: wrongly kept, they are found no more; the file stays in storage. Safe to repeat (syndic).

    Raises:
        NotFound: no such minutes here.
    """
    require(actor, "minutes.issue", association_id)
    if await session.scalar(text(ONE), {"t": association_id, "m": minutes_id}) is None:
        raise NotFound
    await session.execute(text(LOCK), {"t": str(association_id)})
    kept = await kept_files.kept(session, association_id, subject=kept_files.OLD_MINUTES, ids=[minutes_id])
    for row in kept.get(minutes_id, ()):
        await kept_files.take_back(session, actor, row, at=at)


async def _read(content: bytes, kind: str) -> PdfWords:
    """Return the words of a file; a picture has none, and one page."""
    return await read_words(content) if kind == PDF else PdfWords(PICTURE, ("",))


async def _sent(actor: Actor, association_id: UUID, file_id: str, at: datetime) -> tuple[bytes, str]:
    owner = _owner(actor, association_id, file_id[:1])
    try:
        found = await asyncio.to_thread(scratch(settings()).get, owner, file_id[1:], at=at)
    except NothingKept:
        raise ListGone from None
    return found.content, found.name


def _owner(actor: Actor, association_id: UUID, slot: str) -> str:
    """Sixteen places by the bytes of the file: many minutes wait together, and still nobody fills the disk."""
    return sha256(f"old minutes:{slot[:1]}:{actor.person_id}:{association_id}".encode()).hexdigest()
