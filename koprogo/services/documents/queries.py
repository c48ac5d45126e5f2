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
from koprogo.services.access import planned_by_request, require_planner
from koprogo.settings import settings

READERS = {
    "minutes": "minutes.read",
    "minutes_outside": "minutes.read",
    "minutes_draft": "minutes.issue",
    "minutes_letter": "minutes.issue",
    "change_letter": "assembly.plan",
    "written_letter": "written.ask",
    "written_minutes_letter": "written.ask",
    "results": "minutes.read",
    "register": "register.read",
    "written_decision": "register.read",
    "survey_result": "survey.read",
    "council_report": "council.read",
    "convocation": "assembly.plan",
    "occupant_notice": "assembly.plan",
    "ticket_form": "ticket.keep",
    "budget": "figures.read",
    "call_for_funds": "books.read",
    "statement": "figures.read",
    "statement_full": "books.read",
    "settlement": "books.read",
}
"""Kind of paper -> the permission that opens it. A letter is also opened by who it went to, or acts for her."""
OF_THE_PLANNER = frozenset(kind for kind, permission in READERS.items() if permission == "assembly.plan")
"""Also open to who convenes after a request by one fifth of the shares (art. 3.87 §2), for that assembly alone."""
OWN_KINDS = (
    "convocation", "change_letter", "minutes_letter", "written_letter", "written_minutes_letter", "call_for_funds",
    "settlement",
)  # fmt: skip
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
    if kind in OF_THE_PLANNER:
        await require_planner(session, actor, association_id, subject_id)
    else:
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
            f"SELECT {COLUMNS} FROM paper_file WHERE language = :l AND kind NOT LIKE 'statement%'"
            " AND (kind NOT IN ('convocation', 'change_letter', 'written_letter', 'call_for_funds', 'settlement')"
            " OR subject_id IN (SELECT id FROM letter WHERE person_id = :me))"
            " ORDER BY issued_at DESC, id LIMIT :most"
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
    if _may_read(actor, found) or found.subject_id in await _own_letters(session, actor, [found]):
        return found
    if await _plans(session, actor, found):
        return found
    raise NotFound


def content(row: PaperRow) -> BinaryIO:
    """Open the bytes of a paper; the caller closes them. Blocking: stream it from a thread."""
    return storage(settings()).open(row.sha256)


async def _own_letters(session: AsyncSession, actor: Actor, rows: Sequence[PaperRow]) -> set[UUID]:
    """Return which of the papers are letters that went to the actor."""
    ids = [row.subject_id for row in rows if row.kind in OWN_KINDS and row.association_id in actor.reach]
    if not ids:
        return set()
    return set((await session.execute(text(OWN_LETTERS), {"ids": ids, "me": actor.person_id})).scalars())


async def _plans(session: AsyncSession, actor: Actor, row: PaperRow) -> bool:
    """Say whether a paper is of an assembly that the actor plans because she signed the request it comes from."""
    planned = await planned_by_request(session, actor, [row.association_id]) if row.kind in OF_THE_PLANNER else ()
    if not planned:
        return False
    letter = "SELECT subject_id FROM letter WHERE id = :l AND association_id = :t"
    of = await session.scalar(text(letter), {"l": row.subject_id, "t": row.association_id})
    return (of or row.subject_id) in planned


def _may_read(actor: Actor, row: PaperRow) -> bool:
    try:
        require(actor, READERS[row.kind], row.association_id)
    except (NotAllowed, NotFound):
        return False
    return True
