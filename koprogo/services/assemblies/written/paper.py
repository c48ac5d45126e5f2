"""The minutes of a unanimous decision in writing (art. 3.87 §11), as an issued paper in four languages.

Queued the moment the last lot says yes, printed by the worker; sealed and stamped as the minutes of an assembly are.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters.pdf import PdfAttachment
from koprogo.adapters.pdf_signature import Seal, SealUnusable
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.i18n.kind_names import KIND_NAMES
from koprogo.papers.paper import Letterhead
from koprogo.papers.written_decision import build
from koprogo.papers.written_decision.facts import AgreementFacts, How, WrittenFacts
from koprogo.services.assemblies.labels import said_in
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.documents import issue, sealing
from koprogo.services.documents.issue import Printed
from koprogo.services.documents.letterhead import letterhead, syndic_on

KIND = "written_decision"
TASK = "koprogo.papers.written_decision"
DECISION = """
SELECT d.number, d.kind, d.title, d.text, d.asked_on, d.answer_by, e.what, e.at AS taken_at, r.number AS entry,
       (e.facts ->> 'total')::bigint AS total, s.languages
  FROM written_decision d JOIN association s ON s.id = d.association_id
  JOIN LATERAL (SELECT * FROM written_decision_event w WHERE w.decision_id = d.id ORDER BY w.seq DESC LIMIT 1) e ON true
  LEFT JOIN register_entry r ON r.written_decision_id = d.id
 WHERE d.id = :d AND d.association_id = :t
"""
AGREED = """
SELECT DISTINCT ON (a.lot_id) l.number AS lot, a.shares, a.at, a.channel, a.document, p.name AS by, a.choice,
       (SELECT string_agg(o.name, ', ' ORDER BY o.name) FROM holding h JOIN person o ON o.id = h.person_id
         WHERE h.lot_id = a.lot_id AND h.since <= (a.at AT TIME ZONE 'Europe/Brussels')::date
           AND (h.until IS NULL OR h.until > (a.at AT TIME ZONE 'Europe/Brussels')::date)) AS owner
  FROM written_answer a JOIN lot l ON l.id = a.lot_id JOIN person p ON p.id = a.person_id
 WHERE a.decision_id = :d ORDER BY a.lot_id, a.seq DESC
"""


async def request_paper(session: AsyncSession, actor: Actor, association_id: UUID, decision_id: UUID) -> int:
    """Have the paper of a decision that was taken printed as its next version; return that version (syndic).

    Raises:
        NotFound: no such decision here.
        WrongState: it is not taken.
    """
    require(actor, "written.ask", association_id)
    row = (await session.execute(text(DECISION), {"d": decision_id, "t": association_id})).first()
    if row is None:
        raise NotFound
    if row.what != "carried":
        raise WrongState(row.what)
    return await queue_paper(session, actor, association_id, decision_id)


async def queue_paper(session: AsyncSession, actor: Actor, association_id: UUID, decision_id: UUID) -> int:
    """Queue the printing in the name of whoever's act took the decision; the caller has decided that it is taken."""
    return await issue.request(
        session, actor, association_id, decision_id, kind=KIND, task=TASK,
        logged="written.paper_requested", decision=str(decision_id),
    )  # fmt: skip


async def issue_paper(association_id: UUID, decision_id: UUID, *, by: Actor, version: int, at: datetime) -> list[str]:
    """Print and issue the paper in four languages; return those issued now. Safe to repeat; runs in the worker."""
    async with db.association_session(association_id) as session:
        head = await letterhead(session, association_id)
        row = (await session.execute(text(DECISION), {"d": decision_id, "t": association_id})).one()
        syndic = await syndic_on(session, association_id, legal_day(row.taken_at))
        agreed = (await session.execute(text(AGREED), {"d": decision_id})).all()
        languages = await issue.missing_languages(session, KIND, decision_id, version)
    facts = {each: written_facts(head, syndic, row, agreed, each, version) for each in languages}
    printed = await issue.in_languages(print_paper, facts, at)
    return await issue.issue_printed(
        association_id, by, kind=KIND, subject_id=decision_id, printed=printed, version=version, at=at,
        logged="written.paper_issued", sealed=True, shown=True,
    )  # fmt: skip


def written_facts(
    head: Letterhead, syndic: str, row: Any, agreed: Sequence[Any], language: str, version: int
) -> WrittenFacts:
    """Return what the paper says in one language; texts in the first language that has them."""
    return WrittenFacts(
        name=head.name,
        address=head.address,
        enterprise_number=head.enterprise_number,
        syndic=syndic,
        number=row.number,
        title=said_in(row.title, language),
        text=said_in(row.text, language),
        kind_name=KIND_NAMES[row.kind][language],
        asked_on=row.asked_on,
        answer_by=row.answer_by,
        taken_at=row.taken_at,
        entry=row.entry,
        denominator=row.total,
        agreements=tuple(_agreement(each) for each in sorted(agreed, key=lambda each: each.lot)),
        original_language=row.languages[0],
        version=version,
    )


async def print_paper(facts: WrittenFacts, language: str, at: datetime) -> Printed:
    """Print the paper with its data, sealed where a certificate can; one that cannot stops nothing."""
    try:
        seal = await asyncio.to_thread(sealing.seal_now, at)
        return await _print(facts, language, at, seal)
    except SealUnusable as refusal:
        return replace(await _print(facts, language, at, None), seal_refused=refusal.reason)


async def _print(facts: WrittenFacts, language: str, at: datetime, seal: Seal | None) -> Printed:
    title = build.title(facts, language)
    facts = replace(facts, sealed_by=seal.name) if seal else facts
    html, files = partial(build.build, facts, language), [PdfAttachment(build.DATA_NAME, build.data_json(facts), title)]
    if seal:
        return await issue.print_sealed(html, seal, title=title, language=language, at=at, attachments=files)
    return await issue.print_paper(html, title=title, language=language, at=at, attachments=files)


def _agreement(row: Any) -> AgreementFacts:
    return AgreementFacts(row.lot, row.owner or row.by, row.by, row.shares, row.at, How(row.channel), row.document)
