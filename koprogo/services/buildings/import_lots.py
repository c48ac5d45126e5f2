"""Import the list of lots of an association: preview, then confirm, whole or not at all.

A list is imported once. Confirming the same file again changes nothing; another file is refused while there are lots.
"""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput
from koprogo.core.permissions import require
from koprogo.models.buildings import LotImport
from koprogo.rules.ownership.questions import Question
from koprogo.services import audit
from koprogo.services.buildings.import_preview import ListRead, Preview, as_preview, read_list
from koprogo.services.buildings.import_rows import write_list
from koprogo.services.buildings.refusals import AnotherFile, LotsAlreadyThere


@dataclass(frozen=True)
class ImportResult:
    """What a confirmation did.

    Attributes:
        changed: False when this file had been imported before.
        persons: people and organisations written, each once.
        merges: rows of the list that were joined to an earlier one; each can be undone.
        open_questions: what stays to be asked.
        suspended: lots nobody can vote for until a representative is designated; `votes_lost` are theirs.
    """

    import_id: UUID
    changed: bool
    lots: int
    persons: int = 0
    merges: int = 0
    open_questions: tuple[Question, ...] = ()
    suspended: int = 0
    votes_lost: int = 0


@dataclass(frozen=True)
class Earlier:
    """An import of the same file that was confirmed before."""

    id: UUID
    lot_count: int


async def preview_import(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    content: bytes,
    filename: str,
    denominator: int,
    at: datetime,
    merges_accepted: Collection[str] | None = None,
    answers: Mapping[str, str] | None = None,
) -> Preview:
    """Read a list and return what importing it would do; nothing is written.

    `denominator` is what the person typed. With `merges_accepted` (None: all proposals) and `answers`, the questions
    that follow from them are shown.

    Raises:
        NotAllowed: only who may import lots.
        BadInput: it is no list of lots, or an answer fits no question.
    """
    require(actor, "lots.import", association_id)
    read = await _read(content, filename, denominator, at, merges_accepted, answers)
    lots_there = await _count_lots(session, association_id)
    earlier = await _earlier(session, association_id, read)
    return as_preview(read, lots_there=lots_there, imported_before=earlier is not None)


async def confirm_import(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    content: bytes,
    filename: str,
    denominator: int,
    merges_accepted: Collection[str],
    answers: Mapping[str, str],
    at: datetime,
    expected_sha256: str = "",
) -> ImportResult:
    """Write the lots, their holders and everything the list says about them; all of it or nothing.

    Safe to retry: the same file a second time changes nothing. `expected_sha256` is that of the preview, if any.

    Raises:
        NotAllowed: only who may import lots.
        BadInput: `problems` lists every fault of the file, or the answers that fit no question.
        AnotherFile: the file is not the one previewed.
        LotsAlreadyThere: the association has lots from another list.
    """
    require(actor, "lots.import", association_id)
    read = await _read(content, filename, denominator, at, merges_accepted, answers)
    if expected_sha256 not in ("", read.sha256):
        raise AnotherFile
    # Two confirmations at once wait here for each other; the second finds the lots of the first.
    await session.execute(
        text("SELECT 1 FROM association WHERE id = :association FOR UPDATE"), {"association": association_id}
    )
    if earlier := await _earlier(session, association_id, read):
        return ImportResult(earlier.id, changed=False, lots=earlier.lot_count)
    if read.judged.faults:
        raise BadInput(*(fault.problem() for fault in read.judged.faults))
    if count := await _count_lots(session, association_id):
        raise LotsAlreadyThere(count)
    return await _write(session, actor, association_id, read, at=at)


async def _write(
    session: AsyncSession, actor: Actor, association_id: UUID, read: ListRead, *, at: datetime
) -> ImportResult:
    lots, denominator = read.judged.lots, read.judged.sums.denominator
    before = await session.scalar(
        text("SELECT shares_total FROM association WHERE id = :association"), {"association": association_id}
    )
    await session.execute(
        text("UPDATE association SET shares_total = :denominator WHERE id = :association"),
        {"association": association_id, "denominator": denominator},
    )
    written = LotImport(
        association_id=association_id,
        file_name=read.sheet.facts.name,
        sha256=read.sha256,
        shares_total=denominator,
        lot_count=len(lots),
        at=at,
        by_id=actor.person_id,
    )
    session.add(written)
    merges = await write_list(session, actor, association_id, read, at=at)
    preview = as_preview(read)
    result = ImportResult(
        import_id=written.id,
        changed=True,
        lots=len(lots),
        persons=len(read.people.persons),
        merges=merges,
        open_questions=preview.open_questions,
        suspended=len(preview.suspended.lots),
        votes_lost=preview.suspended.votes_lost,
    )
    await audit.record(
        session,
        actor,
        association_id,
        "lots.imported",
        written.id,
        sha256=read.sha256,
        lots=result.lots,
        persons=result.persons,
        merges=merges,
        open_questions=len(result.open_questions),
        shares_total=denominator,
        shares_total_before=before,
    )
    return result


async def _read(
    content: bytes,
    filename: str,
    denominator: int,
    at: datetime,
    merges_accepted: Collection[str] | None,
    answers: Mapping[str, str] | None,
) -> ListRead:
    """Read in a thread: a large workbook takes a second, and a hall may be voting on the same server."""
    return await asyncio.to_thread(
        read_list,
        content,
        filename,
        denominator,
        today=legal_day(at),
        merges_accepted=merges_accepted,
        answers=answers,
    )


async def _count_lots(session: AsyncSession, association_id: UUID) -> int:
    found = await session.scalar(
        text("SELECT count(*) FROM lot WHERE association_id = :association"), {"association": association_id}
    )
    return int(found or 0)


async def _earlier(session: AsyncSession, association_id: UUID, read: ListRead) -> Earlier | None:
    """Return the earlier import of this very file with this very denominator, if any."""
    found = (
        await session.execute(
            text(
                "SELECT id, lot_count FROM lot_import WHERE association_id = :association"
                " AND sha256 = :digest AND shares_total = :denominator"
            ),
            {"association": association_id, "digest": read.sha256, "denominator": read.judged.sums.denominator},
        )
    ).first()
    return Earlier(found.id, found.lot_count) if found else None
