"""Find issued papers and open one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.core.permissions import require
from koprogo.settings import settings

READERS = {
    "minutes": "minutes.read",
    "minutes_outside": "minutes.read",
    "minutes_draft": "minutes.issue",
    "minutes_letter": "minutes.issue",
    "results": "minutes.read",
    "register": "register.read",
    "written_decision": "register.read",
    "convocation": "assembly.plan",
    "occupant_notice": "assembly.plan",
}
"""Kind of paper -> the permission that opens it. A letter is also opened by who it went to, or acts for her."""
OWN_LETTERS = """
SELECT l.id FROM letter l WHERE l.id = ANY (:ids) AND (l.person_id = :me OR l.address->>'agent' = CAST(:me AS text))
"""
COLUMNS = (
    "id, association_id, kind, subject_id, language, version, title, sha256, size, issued_at, sealed_by, seal_refused,"
    " stamped_by, stamped_at"
)


@dataclass(frozen=True)
class PaperRow:
    """An issued paper; `size` in bytes, `sha256` of its newest file: as issued, or with the timestamp behind it."""

    id: UUID
    association_id: UUID
    kind: str
    subject_id: UUID
    language: str
    version: int
    title: str
    sha256: str
    size: int
    issued_at: datetime
    sealed_by: str = ""
    """Whom the certificate of its digital seal names."""
    seal_refused: str = ""
    """Why the configured certificate put no seal."""
    stamped_by: str = ""
    """The authority of its timestamp, and when."""
    stamped_at: datetime | None = None


async def papers_of(
    session: AsyncSession, actor: Actor, association_id: UUID, *, kind: str, subject_id: UUID
) -> list[PaperRow]:
    """Return the newest version of a paper in each language."""
    require(actor, READERS[kind], association_id)
    rows = await session.execute(
        text(
            f"SELECT DISTINCT ON (language) {COLUMNS} FROM paper_file"
            " WHERE association_id = :t AND kind = :k AND subject_id = :s ORDER BY language, version DESC"
        ),
        {"t": association_id, "k": kind, "s": subject_id},
    )
    return [PaperRow(**row) for row in rows.mappings()]


async def recent_papers(session: AsyncSession, actor: Actor, *, language: str, most: int = 20) -> list[PaperRow]:
    """Return the newest papers in reach that the actor may read, in her language."""
    rows = await session.execute(
        text(
            f"SELECT {COLUMNS} FROM paper_file WHERE language = :l AND (kind <> 'convocation' OR subject_id IN"
            " (SELECT id FROM letter WHERE person_id = :me)) ORDER BY issued_at DESC, id LIMIT :most"
        ),
        {"l": language, "most": most, "me": actor.person_id},
    )
    found = [PaperRow(**row) for row in rows.mappings()]
    mine = await _own_letters(session, actor, found)
    return [row for row in found if row.subject_id in mine or _may_read(actor, row)]


async def paper(session: AsyncSession, actor: Actor, paper_id: UUID) -> PaperRow:
    """Return one paper the actor may read; NotFound for any other."""
    row = (
        (await session.execute(text(f"SELECT {COLUMNS} FROM paper_file WHERE id = :p"), {"p": paper_id}))
        .mappings()
        .first()
    )
    if row is None:
        raise NotFound
    found = PaperRow(**row)
    if not _may_read(actor, found) and found.subject_id not in await _own_letters(session, actor, [found]):
        raise NotFound
    return found


def content(row: PaperRow) -> BinaryIO:
    """Open the bytes of a paper; the caller closes them. Blocking: stream it from a thread."""
    return storage(settings()).open(row.sha256)


async def _own_letters(session: AsyncSession, actor: Actor, rows: Sequence[PaperRow]) -> set[UUID]:
    """Return which of the papers are letters that went to the actor."""
    ids = [row.subject_id for row in rows if row.kind == "convocation" and row.association_id in actor.reach]
    if not ids:
        return set()
    return set((await session.execute(text(OWN_LETTERS), {"ids": ids, "me": actor.person_id})).scalars())


def _may_read(actor: Actor, row: PaperRow) -> bool:
    try:
        require(actor, READERS[row.kind], row.association_id)
    except (NotAllowed, NotFound):
        return False
    return True
