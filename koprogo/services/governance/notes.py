"""Notes of the council and the syndic, about a decision or in general, and what a visit found; with files. Only added to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.governance import CouncilNote
from koprogo.services import audit
from koprogo.services.documents import kept_files
from koprogo.services.documents.kept_files import KeptFile
from koprogo.services.governance.questions import LONGEST

NOTE, VISIT = "note", "visit"
MOST = 200
NOTES = f"""
SELECT n.id, n.entry_id, n.what, n.day, n.words, n.in_report, n.at, p.name AS by, coalesce(e.number, 0) AS number,
       coalesce(e.title, '{{}}') AS title
  FROM council_note n JOIN person p ON p.id = n.by_id LEFT JOIN register_entry e ON e.id = n.entry_id
 WHERE n.association_id = :t AND (CAST(:e AS uuid) IS NULL OR n.entry_id = :e)
 ORDER BY n.day DESC, n.at DESC, n.id LIMIT {MOST}
"""


@dataclass(frozen=True)
class NoteRow:
    """A note or a visit; `number` and `title` of the decision it is about, 0 and empty without one.

    `in_report`: the council's report, which every co-owner reads, may say it.
    """

    id: UUID
    entry_id: UUID | None
    what: str
    day: date
    words: str
    in_report: bool
    at: datetime
    by: str
    number: int
    title: Mapping[str, str]
    files: tuple[KeptFile, ...] = ()


async def write_note(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    words: str,
    day: date,
    today: date,
    at: datetime,
    what: str = NOTE,
    entry_id: UUID | None = None,
    in_report: bool = False,
) -> UUID:
    """Write down a note, or what a visit found, and return its id (council, syndic).

    Raises:
        BadInput: nothing is said, neither note nor visit, or a day that is still to come.
        NotFound: no such decision here.
    """
    require(actor, "council.follow", association_id)
    said = " ".join(words.split())[:LONGEST]
    if not said:
        raise BadInput(Problem("words", "Write what is to be kept."))
    if what not in (NOTE, VISIT):
        raise BadInput(Problem("what", "Choose note or visit."))
    if day > today:
        raise BadInput(Problem("day", "Choose today or a day before."))
    if entry_id is not None:
        found = "SELECT 1 FROM register_entry WHERE id = :e AND association_id = :t"
        if await session.scalar(text(found), {"e": entry_id, "t": association_id}) is None:
            raise NotFound
    row = CouncilNote(
        id=uuid4(), association_id=association_id, entry_id=entry_id, what=what, day=day, words=said,
        in_report=in_report, at=at, by_id=actor.person_id,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await audit.record(session, actor, association_id, f"council.{what}", row.id)
    return row.id


async def add_file(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    note_id: UUID,
    *,
    content: bytes,
    name: str,
    at: datetime,
) -> UUID:
    """Keep a file with a note and return its id (council, syndic).

    Raises:
        NotFound: no such note here.
        BadInput: no file that we take.
    """
    require(actor, "council.follow", association_id)
    found = "SELECT 1 FROM council_note WHERE id = :n AND association_id = :t"
    if await session.scalar(text(found), {"n": note_id, "t": association_id}) is None:
        raise NotFound
    here = (session, actor, association_id)
    return await kept_files.keep(*here, subject=kept_files.NOTE, subject_id=note_id, content=content, name=name, at=at)


async def notes(
    session: AsyncSession, actor: Actor, association_id: UUID, *, entry_id: UUID | None = None
) -> list[NoteRow]:
    """Return the notes with their files, the newest first; of one decision when it is named (council, syndic)."""
    require(actor, "council.follow", association_id)
    return await all_notes(session, association_id, entry_id=entry_id)


async def all_notes(session: AsyncSession, association_id: UUID, *, entry_id: UUID | None = None) -> list[NoteRow]:
    """Return the same for a service that asked for itself."""
    rows = (await session.execute(text(NOTES), {"t": association_id, "e": entry_id})).mappings().all()
    files = await kept_files.kept(session, association_id, subject=kept_files.NOTE, ids=[row["id"] for row in rows])
    return [NoteRow(**row, files=files.get(row["id"], ())) for row in rows]
