"""The digital seal of issued papers, and the timestamp that an authority sets on them afterwards.

The seal is put while a paper is printed; a certificate that cannot seal is written down beside the paper and stops nothing.
The timestamp comes after the issue, by the worker, as often as it takes: nobody waits for it. Both add to the end of the
file, so that the bytes that were issued stay in front.
"""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters import pdf_signature, tasks
from koprogo.adapters.pdf_signature import Seal, SealFound, SealUnusable
from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.models.documents import Paper, PaperSeal
from koprogo.services import audit
from koprogo.settings import settings

TASK = "koprogo.papers.stamp"
STAMPED_KINDS = ("minutes", "minutes_outside", "written_decision")
"""Papers that an authority stamps."""
MOST_AT_ONCE = 40
WAITING = """
SELECT p.association_id, p.id, p.issued_by_id FROM paper p
 WHERE p.kind = ANY (:kinds) AND NOT EXISTS (SELECT 1 FROM paper_seal s WHERE s.paper_id = p.id AND s.what = 'stamped')
 ORDER BY p.issued_at DESC LIMIT :most
"""


@dataclass(frozen=True)
class SealState:
    """Who seals on this installation and until when; or why it cannot; nothing where no certificate is configured."""

    name: str = ""
    until: datetime | None = None
    problem: str = ""
    """`unreadable`, `expired`, `no_key`, `failed`, or nothing."""
    stamps: bool = False
    """Whether a timestamp service is configured."""


def seal_state(at: datetime) -> SealState:
    """Say what will be put behind the minutes. Blocking for milliseconds: call it in a thread."""
    chosen = settings()
    stamps = bool(chosen.timestamp_url)
    if chosen.seal_certificate is None:
        return SealState(stamps=stamps)
    try:
        found = pdf_signature.examine(
            chosen.seal_certificate, key=chosen.seal_key, passphrase=chosen.seal_passphrase_file, at=at
        )
    except SealUnusable as refusal:
        return SealState(problem=refusal.reason, stamps=stamps)
    return SealState(found.name, found.until, stamps=stamps)


def seal_now(at: datetime) -> Seal | None:
    """Return the configured certificate, ready to seal; None where there is none. Blocking, in the worker.

    Raises:
        SealUnusable: it cannot seal, with the reason.
    """
    chosen = settings()
    if chosen.seal_certificate is None:
        return None
    return pdf_signature.load_seal(
        chosen.seal_certificate, key=chosen.seal_key, passphrase=chosen.seal_passphrase_file, at=at
    )


async def follow(
    session: AsyncSession, by: Actor, association_id: UUID, papers: Sequence[Paper], marks: Sequence[tuple[str, str]]
) -> None:
    """Write down what was put behind papers just issued, and have them stamped where a service is configured.

    `marks` has, for each paper, whom its seal names and why there is none; both empty without a certificate.
    """
    for paper, (sealed_by, refused) in zip(papers, marks, strict=True):
        if sealed_by:
            session.add(_row(paper, "sealed", paper.issued_at, by_name=sealed_by, sha256=paper.sha256, size=paper.size))
        elif refused:
            session.add(_row(paper, "refused", paper.issued_at, reason=refused))
            await audit.record(session, by, association_id, "paper.seal_refused", paper.id, reason=refused)
        if settings().timestamp_url and paper.kind in STAMPED_KINDS:
            await tasks.enqueue(
                session, TASK, lock=str(paper.id), association=str(association_id), paper=str(paper.id),
                by=str(by.person_id),
            )  # fmt: skip


async def stamp(association_id: UUID, paper_id: UUID, *, by: Actor) -> bool:
    """Set the timestamp on one issued paper; say whether it was set now. Safe to repeat; runs in the worker.

    Raises:
        StampUnavailable: the service does not answer; the job is tried again, and by `waiting` after that.
    """
    url = settings().timestamp_url
    async with db.association_session(association_id) as session:
        found = await session.get(Paper, paper_id)
        if not url or found is None or await _is_stamped(session, paper_id):
            return False
    content, stamp = await pdf_signature.stamped(await asyncio.to_thread(_bytes, found.sha256), url)
    key = await asyncio.to_thread(storage(settings()).put, io.BytesIO(content))
    async with db.association_session(association_id) as session:
        if await _is_stamped(session, paper_id):
            return False
        at = stamp.at or found.issued_at
        session.add(_row(found, "stamped", at, by_name=stamp.name, sha256=key, size=len(content)))
        await audit.record(session, by, association_id, "paper.stamped", paper_id, kind=found.kind)
        db.touch(session, "assembly", found.subject_id)
    return True


async def waiting(session: AsyncSession) -> list[tuple[UUID, UUID, UUID]]:
    """Return (association, paper, issued by) of papers without their timestamp, the newest first; for the worker."""
    if not settings().timestamp_url:
        return []
    rows = await session.execute(text(WAITING), {"kinds": list(STAMPED_KINDS), "most": MOST_AT_ONCE})
    return [tuple(row) for row in rows]


def seals_of(content: bytes) -> list[SealFound]:
    """Return the seals and timestamps of a file that somebody has; nothing when it is no PDF. Blocking."""
    try:
        return pdf_signature.seals_in(content)
    except ValueError:
        return []


def _row(paper: Paper, what: str, at: datetime, **more: Any) -> PaperSeal:
    return PaperSeal(association_id=paper.association_id, paper_id=paper.id, what=what, at=at, **more)


async def _is_stamped(session: AsyncSession, paper_id: UUID) -> bool:
    found = await session.scalar(
        text("SELECT 1 FROM paper_seal WHERE paper_id = :p AND what = 'stamped'"), {"p": paper_id}
    )
    return found is not None


def _bytes(key: str) -> bytes:
    with storage(settings()).open(key) as file:
        content: bytes = file.read()
    return content
