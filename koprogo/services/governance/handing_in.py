"""Reports handed in for an ordinary assembly by their authors: the council's (art. 3.90 §4), the auditor's (art. 3.91).

They join the documents of the assembly, go with its convocation, and the syndic does not take them away. A new one by the
same author replaces the one before.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound, Refused
from koprogo.core.permissions import require
from koprogo.models.governance import HandedIn
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.documents import attachments
from koprogo.settings import settings

COUNCIL_REPORT, AUDITOR_REPORT = "council_report", "auditor_report"
PAPERS = """
SELECT DISTINCT ON (p.language) p.language, p.title, p.sha256 FROM paper_file p
  JOIN association s ON s.id = p.association_id
 WHERE p.association_id = :t AND p.kind = 'council_report' AND p.subject_id = :r AND p.language = ANY (s.languages)
 ORDER BY p.language, p.version DESC
"""
MEETS = """
SELECT a.id, a.day, st.what AS state FROM assembly a JOIN assembly_state st ON st.assembly_id = a.id
 WHERE a.association_id = :t AND a.kind = 'ordinary' AND st.what = ANY (:states) AND a.day >= :day ORDER BY a.day, a.id
"""
STANDING = """
SELECT h.what, h.assembly_id, h.attachment_id, h.report_id, h.at, p.name AS by, a.day, d.title, st.what AS state
  FROM handed_in h JOIN person p ON p.id = h.by_id JOIN assembly a ON a.id = h.assembly_id
  JOIN assembly_state st ON st.assembly_id = a.id JOIN attachment d ON d.id = h.attachment_id
 WHERE h.association_id = :t AND NOT EXISTS (SELECT 1 FROM attachment w WHERE w.withdraws_id = h.attachment_id)
 ORDER BY a.day DESC, h.at DESC, d.title
"""


class ReportNotPrinted(Refused):
    """There is no file to hand in yet."""

    message_id: ClassVar[str] = "This report is not printed yet. Issue it first; it is ready a moment later."
    article: ClassVar[str] = "3.90 §4"

    def facts(self) -> dict[str, str | int]:
        return {}


@dataclass(frozen=True)
class Meeting:
    """An ordinary assembly to come that takes reports; `drafted` while its convocation has not gone out."""

    id: UUID
    day: date
    drafted: bool


@dataclass(frozen=True)
class HandedRow:
    """A report handed in; `readable` by every co-owner from the convocation on."""

    what: str
    assembly_id: UUID
    day: date
    attachment_id: UUID
    report_id: UUID | None
    title: str
    by: str
    at: datetime
    readable: bool


async def meetings(session: AsyncSession, actor: Actor, association_id: UUID, *, today: date) -> list[Meeting]:
    """Return the ordinary assemblies to come that were not opened yet, the next first."""
    require(actor, "council.read", association_id)
    facts = {"t": association_id, "day": today, "states": list(events.BEFORE_OPENING)}
    rows = await session.execute(text(MEETS), facts)
    return [Meeting(row.id, row.day, row.state == events.DRAFTED) for row in rows]


async def handed_in(session: AsyncSession, actor: Actor, association_id: UUID) -> list[HandedRow]:
    """Return the reports that stand for each assembly, the newest assembly first."""
    require(actor, "council.read", association_id)
    rows = await session.execute(text(STANDING), {"t": association_id})
    return [
        HandedRow(
            row.what, row.assembly_id, row.day, row.attachment_id, row.report_id, row.title, row.by, row.at,
            row.state != events.DRAFTED,
        )
        for row in rows
    ]  # fmt: skip


async def hand_in_report(
    session: AsyncSession, actor: Actor, association_id: UUID, report_id: UUID, *, assembly_id: UUID, at: datetime
) -> int:
    """Hand in the council's report for an assembly, in each language of the association; return how many files (council).

    Raises:
        NotFound: no such report or assembly here.
        WrongState: the assembly was opened, or is no more.
        ReportNotPrinted: nothing of it was issued.
    """
    require(actor, "council.report", association_id)
    await _takes_reports(session, association_id, assembly_id)
    known = "SELECT 1 FROM council_report WHERE id = :r AND association_id = :t"
    if await session.scalar(text(known), {"r": report_id, "t": association_id}) is None:
        raise NotFound
    papers = (await session.execute(text(PAPERS), {"t": association_id, "r": report_id})).all()
    if not papers:
        raise ReportNotPrinted
    await _take_back(session, actor, association_id, assembly_id, COUNCIL_REPORT, at)
    for row in papers:
        content = await asyncio.to_thread(_bytes, row.sha256)
        here = (session, actor, association_id, assembly_id)
        added = await attachments.add(*here, content=content, name=f"{row.title}.pdf", title=row.title, at=at)
        session.add(_row(actor, association_id, COUNCIL_REPORT, assembly_id, added, at, report_id))
    await session.flush()
    await audit.record(session, actor, association_id, "council_report.handed_in", report_id, files=len(papers))
    return len(papers)


async def hand_in_accounts(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    content: bytes,
    name: str,
    at: datetime,
) -> UUID:
    """Hand in the report on the accounts for an assembly and return the file's id (auditor).

    Raises:
        NotFound: no such ordinary assembly here.
        WrongState: it was opened, or is no more.
        BadInput: no file that we take.
    """
    require(actor, "auditor.report", association_id)
    await _takes_reports(session, association_id, assembly_id)
    await _take_back(session, actor, association_id, assembly_id, AUDITOR_REPORT, at)
    here = (session, actor, association_id, assembly_id)
    added = await attachments.add(*here, content=content, name=name, at=at)
    session.add(_row(actor, association_id, AUDITOR_REPORT, assembly_id, added, at, None))
    await session.flush()
    await audit.record(session, actor, association_id, "auditor_report.handed_in", added)
    return added


async def _takes_reports(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> None:
    kind = "SELECT 1 FROM assembly WHERE id = :a AND association_id = :t AND kind = 'ordinary'"
    if await session.scalar(text(kind), {"a": assembly_id, "t": association_id}) is None:
        raise NotFound
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, *events.BEFORE_OPENING)


async def _take_back(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, what: str, at: datetime
) -> None:
    """Withdraw what the same author handed in for this assembly before."""
    earlier: Sequence[Any] = (await session.execute(text(STANDING), {"t": association_id})).all()
    for row in earlier:
        if (row.what, row.assembly_id) == (what, assembly_id):
            await attachments.take_back(session, actor, await attachments.standing(session, row.attachment_id), at=at)
    await session.flush()


def _row(
    actor: Actor,
    association_id: UUID,
    what: str,
    assembly_id: UUID,
    attachment_id: UUID,
    at: datetime,
    report_id: UUID | None,
) -> HandedIn:
    return HandedIn(
        association_id=association_id, what=what, assembly_id=assembly_id, attachment_id=attachment_id,
        report_id=report_id, at=at, by_id=actor.person_id,
    )  # fmt: skip


def _bytes(sha256: str) -> bytes:
    with storage(settings()).open(sha256) as file:
        return file.read()
