"""A report of the council as an issued paper in four languages, from the facts that were frozen when it was issued."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.adapters.pdf import PdfAttachment
from koprogo.core.actor import Actor
from koprogo.papers.council_report import build
from koprogo.papers.council_report.facts import (
    DecisionLine,
    MemberLine,
    MissionLine,
    NoteLine,
    QuestionLine,
    ReportFacts,
    WrittenSection,
)
from koprogo.papers.paper import Letterhead
from koprogo.services import audit
from koprogo.services.assemblies.labels import said_in
from koprogo.services.documents import issue
from koprogo.services.documents.letterhead import letterhead
from koprogo.services.governance.reports import KIND, SECTIONS

ISSUED = """
SELECT i.facts, (SELECT string_agg(o.name, ', ') FROM mandate m JOIN organisation o ON o.id = m.organisation_id
                  WHERE m.association_id = :t AND m.since <= (i.at AT TIME ZONE 'Europe/Brussels')::date
                    AND (m.until IS NULL OR m.until > (i.at AT TIME ZONE 'Europe/Brussels')::date)) AS syndic
  FROM council_report_issue i WHERE i.association_id = :t AND i.report_id = :r AND i.version = :v
"""


async def print_report(association_id: UUID, report_id: UUID, *, by: Actor, version: int, at: datetime) -> list[str]:
    """Print and issue a version in four languages; return those issued now. Safe to repeat; runs in the worker."""
    async with db.association_session(association_id) as session:
        head = await letterhead(session, association_id)
        row = (await session.execute(text(ISSUED), {"t": association_id, "r": report_id, "v": version})).one()
        languages = await issue.missing_languages(session, KIND, report_id, version)
    facts = {each: report_facts(head, row.facts, row.syndic or "", each, version) for each in languages}
    printed = await issue.in_languages(_print, facts, at)
    if printed:
        async with db.association_session(association_id) as session:
            await issue.issue_papers(
                session, by, association_id, kind=KIND, subject_id=report_id, printed=printed, version=version, at=at
            )
            await audit.record(session, by, association_id, "council_report.printed", report_id, version=version)
            db.touch(session, "association", association_id)
    return [each.language for each in printed]


def report_facts(head: Letterhead, facts: Mapping[str, Any], syndic: str, language: str, version: int) -> ReportFacts:
    """Return what the paper says in one language; texts in the first language that has them."""
    return ReportFacts(
        name=head.name,
        address=head.address,
        enterprise_number=head.enterprise_number,
        kind=facts["kind"],
        since=date.fromisoformat(facts["since"]),
        last_day=date.fromisoformat(facts["until"]) - timedelta(days=1),
        syndic=syndic,
        written=tuple(_written(facts["words"], language)),
        members=tuple(_member(each) for each in facts["members"]),
        auditors=tuple(_member(each) for each in facts["auditors"]),
        decisions=tuple(_decision(each, language) for each in facts["decisions"]),
        questions=tuple(_question(each) for each in facts["questions"]),
        missions=tuple(
            MissionLine(each["number"], said_in(each["title"], language), _day(each["day"]), _day(each["until"]))
            for each in facts["missions"]
        ),
        notes=tuple(
            NoteLine(each["what"], _day(each["day"]), each["words"], each["by"], each["number"], each["files"])
            for each in facts["notes"]
        ),
        reminders_syndic=facts["reminders"]["syndic"],
        reminders_late=facts["reminders"]["late"],
        version=version,
    )


async def _print(facts: ReportFacts, language: str, at: datetime) -> issue.Printed:
    title = build.title(facts, language)
    files = [PdfAttachment(build.DATA_NAME, build.data_json(facts), title)]
    html = partial(build.build, facts, language)
    return await issue.print_paper(html, title=title, language=language, at=at, attachments=files)


def _written(words: Mapping[str, Mapping[str, str]], language: str) -> list[WrittenSection]:
    found = []
    for section in SECTIONS:
        by_language = words.get(section) or {}
        if by_language:
            spoken = language if language in by_language else next(iter(sorted(by_language)))
            found.append(WrittenSection(section, by_language[spoken], spoken))
    return found


def _member(each: Mapping[str, Any]) -> MemberLine:
    return MemberLine(each["name"], _day(each["since"]), _perhaps(each["until"]), each["position"])


def _decision(each: Mapping[str, Any], language: str) -> DecisionLine:
    return DecisionLine(
        number=each["number"],
        title=said_in(each["title"], language),
        day=_day(each["day"]),
        stand=each["stand"],
        due=_perhaps(each["due"]),
        over=_perhaps(each["over"]),
        days=each["days"],
        tasks=tuple(each["tasks"]),
        said=each["said"],
    )


def _question(each: Mapping[str, Any]) -> QuestionLine:
    return QuestionLine(
        words=each["words"],
        by=each["by"],
        day=_day(each["day"]),
        age=each["age"],
        number=each["number"],
        answered=_perhaps(each["answered"]),
        answer=each["answer"],
    )


def _day(iso: str) -> date:
    return date.fromisoformat(iso)


def _perhaps(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None
