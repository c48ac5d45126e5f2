"""One decision in the log: what was decided and by which votes, its papers, what became of it, notes and questions about it.

Every co-owner reads the decision, its papers and its tasks; notes and questions are between council and syndic.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import allows, require
from koprogo.services.assemblies.after.follow_up_queries import Followed, all_followed
from koprogo.services.assemblies.after.register_queries import Entry
from koprogo.services.documents.attachments import AttachmentRow, attachments_of
from koprogo.services.governance.notes import NoteRow, all_notes
from koprogo.services.governance.questions import QuestionRow, all_questions

ENTRY = """
SELECT id, number, day, assembly_id, item_id, written_decision_id, outcome, title, text, facts, at FROM register_entry
 WHERE association_id = :t AND id = :e
"""


@dataclass(frozen=True)
class DecisionSheet:
    """A decision of the register; `followed` None unless it was carried; files are those of its point.

    `may_note` says that the reader is of the council or the syndic: for others notes and questions are empty.
    """

    entry: Entry
    followed: Followed | None
    files: tuple[AttachmentRow, ...]
    notes: tuple[NoteRow, ...]
    questions: tuple[QuestionRow, ...]
    may_note: bool


async def decision_sheet(
    session: AsyncSession, actor: Actor, association_id: UUID, entry_id: UUID, *, today: date
) -> DecisionSheet:
    """Return a decision with all that belongs to it; NotFound for one that is not in this register."""
    require(actor, "register.read", association_id)
    row = (await session.execute(text(ENTRY), {"t": association_id, "e": entry_id})).mappings().first()
    if row is None:
        raise NotFound
    entry = Entry(**row)
    followed = await all_followed(session, association_id, today=today, entry_id=entry_id)
    may_note = allows(actor, "council.follow", association_id)
    notes = await all_notes(session, association_id, entry_id=entry_id) if may_note else []
    asked = await all_questions(session, association_id, today=today, entry_id=entry_id) if may_note else []
    return DecisionSheet(
        entry=entry,
        followed=followed[0] if followed else None,
        files=await _files(session, actor, association_id, entry),
        notes=tuple(notes),
        questions=tuple(asked),
        may_note=may_note,
    )


async def _files(session: AsyncSession, actor: Actor, association_id: UUID, entry: Entry) -> tuple[AttachmentRow, ...]:
    """Return the documents of its point that the reader may open."""
    if entry.assembly_id is None or entry.item_id is None:
        return ()
    rows = await attachments_of(session, actor, association_id, entry.assembly_id)
    return tuple(row for row in rows if row.item_id == entry.item_id)
