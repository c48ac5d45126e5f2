"""The reports of the council: begun with a summary drafted from the facts, written by the council, issued on paper.

The yearly one is for the ordinary assembly (art. 3.90 §4), the half-yearly one is house practice. A draft is the council's
own; what was issued every co-owner reads. Versions are kept, and each keeps the facts as they stood.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters import tasks
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import PERMISSIONS, require
from koprogo.i18n.languages import LANGUAGES
from koprogo.i18n.messages import message
from koprogo.models.governance import CouncilReport, CouncilReportIssue, CouncilReportText
from koprogo.rules.governance.report import ReportKind, report_since
from koprogo.services import audit
from koprogo.services.documents import issue
from koprogo.services.governance import report_facts

KIND = "council_report"
TASK = "koprogo.papers.council_report"
SECTIONS = ("summary", "checked", "asks")
"""What the council writes: a summary, what it checked and found, what it asks of the syndic and the assembly."""
LONGEST = 4000
MOST = 40
LOCK = "SELECT pg_advisory_xact_lock(15, hashtext(:r))"
LAST_HELD = """
SELECT max(a.day) FROM assembly a JOIN assembly_state st ON st.assembly_id = a.id
 WHERE a.association_id = :t AND a.kind = 'ordinary' AND st.what IN ('closed', 'minuted')
"""
REPORTS = """
SELECT r.id, r.kind, r.since, coalesce(CAST(i.facts ->> 'until' AS date), r.until) AS until, r.at,
       p.name AS by, coalesce(t.words, '{}') AS words, coalesce(t.seq, 0) AS seq,
       coalesce(i.version, 0) AS version, i.at AS issued_at, coalesce(t.at > i.at, true) AS changed
  FROM council_report r JOIN person p ON p.id = r.by_id
  LEFT JOIN LATERAL (SELECT words, seq, at FROM council_report_text x WHERE x.report_id = r.id
                      ORDER BY x.seq DESC LIMIT 1) t ON true
  LEFT JOIN LATERAL (SELECT version, facts, at FROM council_report_issue y WHERE y.report_id = r.id
                      ORDER BY y.version DESC LIMIT 1) i ON true
 WHERE r.association_id = :t AND (CAST(:r AS uuid) IS NULL OR r.id = :r)
 ORDER BY r.until DESC, r.at DESC, r.id LIMIT :most
"""


@dataclass(frozen=True)
class ReportRow:
    """A report; `until` exclusive; `version` 0 before it was issued; `changed` when words were written since.

    `words`: section -> language -> what the council wrote.
    """

    id: UUID
    kind: ReportKind
    since: date
    until: date
    by: str
    version: int
    issued_at: datetime | None
    changed: bool
    words: Mapping[str, Mapping[str, str]]

    @property
    def last_day(self) -> date:
        """The last day it covers."""
        return self.until - timedelta(days=1)


@dataclass(frozen=True)
class ReportSheet:
    """A report with the facts it would print today, and the languages in which it is written."""

    row: ReportRow
    facts: Mapping[str, Any]
    sums: Mapping[str, int]
    languages: tuple[str, ...]


async def reports(session: AsyncSession, actor: Actor, association_id: UUID) -> list[ReportRow]:
    """Return the reports, the newest first: to the council its drafts too, to others what was issued, without words."""
    require(actor, "council.read", association_id)
    rows = await _rows(session, association_id)
    if actor.roles_in(association_id) & PERMISSIONS["council.report"]:
        return rows
    return [replace(row, words={}) for row in rows if row.version]


async def begin(
    session: AsyncSession, actor: Actor, association_id: UUID, *, kind: str, today: date, at: datetime
) -> UUID:
    """Begin a report up to today, with a summary drafted from the facts, and return its id (council).

    A draft of the same kind that was never issued is returned instead: there is one at a time.

    Raises:
        BadInput: neither yearly nor half-yearly.
    """
    require(actor, "council.report", association_id)
    if kind not in set(ReportKind):
        raise BadInput(Problem("kind", "Choose the yearly or the half-yearly report."))
    await session.execute(text(LOCK), {"r": str(association_id)})
    if draft := next(
        (row for row in await _rows(session, association_id) if row.kind == kind and not row.version), None
    ):
        return draft.id
    held = await session.scalar(text(LAST_HELD), {"t": association_id})
    since, until = report_since(ReportKind(kind), today, held), today + timedelta(days=1)
    made = CouncilReport(
        id=uuid4(), association_id=association_id, kind=kind, since=since, until=until, at=at, by_id=actor.person_id
    )
    session.add(made)
    await session.flush()
    facts = await report_facts.gather(session, association_id, since=since, until=until, today=today)
    drafted = {each: drafted_summary(facts, each) for each in await languages_of(session, association_id)}
    await _add_text(session, actor, association_id, made.id, 1, {"summary": drafted}, at)
    await audit.record(session, actor, association_id, "council_report.begun", made.id, kind=kind)
    return made.id


async def write(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    report_id: UUID,
    *,
    words: Mapping[str, Mapping[str, str]],
    at: datetime,
) -> None:
    """Keep what the council wrote, section by section and language by language; nothing is added when it says the same.

    Raises:
        NotFound: no such report here.
        BadInput: no such section or language, or more than 4000 characters.
    """
    require(actor, "council.report", association_id)
    await session.execute(text(LOCK), {"r": str(report_id)})
    row = await _one(session, association_id, report_id)
    kept = _checked(words, await languages_of(session, association_id))
    if kept == row.words:
        return
    seq = await session.scalar(
        text("SELECT coalesce(max(seq), 0) + 1 FROM council_report_text WHERE report_id = :r"), {"r": report_id}
    )
    await _add_text(session, actor, association_id, report_id, int(seq or 1), kept, at)
    await audit.record(session, actor, association_id, "council_report.written", report_id)


async def write_one(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    report_id: UUID,
    *,
    section: str,
    language: str,
    words: str,
    at: datetime,
) -> None:
    """Keep one section in one language, and leave the others as they are; otherwise as `write`."""
    require(actor, "council.report", association_id)
    await session.execute(text(LOCK), {"r": str(report_id)})
    before = (await _one(session, association_id, report_id)).words
    now = {**before, section: {**before.get(section, {}), language: words}}
    await write(session, actor, association_id, report_id, words=now, at=at)


async def sheet(
    session: AsyncSession, actor: Actor, association_id: UUID, report_id: UUID, *, today: date
) -> ReportSheet:
    """Return a report of the council with the facts as they stand (council); NotFound for any other."""
    require(actor, "council.report", association_id)
    row = await _one(session, association_id, report_id)
    if not row.version:  # until it is issued it covers the days up to today
        row = replace(row, until=today + timedelta(days=1))
    facts = await report_facts.gather(session, association_id, since=row.since, until=row.until, today=today)
    row = replace(row, words=_current(row, facts))
    return ReportSheet(row, facts, report_facts.sums(facts), await languages_of(session, association_id))


async def issue_report(
    session: AsyncSession, actor: Actor, association_id: UUID, report_id: UUID, *, today: date, at: datetime
) -> int:
    """Issue a report with the facts as they stand, have it printed in four languages, return its version (council).

    Raises:
        NotFound: no such report here.
    """
    require(actor, "council.report", association_id)
    await session.execute(text(LOCK), {"r": str(report_id)})
    found = await sheet(session, actor, association_id, report_id, today=today)
    version = await issue.next_version(session, KIND, report_id)
    version = max(version, found.row.version + 1)
    session.add(
        CouncilReportIssue(
            association_id=association_id, report_id=report_id, version=version, at=at, by_id=actor.person_id,
            facts={
                **found.facts, "words": _in_every_language(found.row.words, found.facts), "kind": found.row.kind.value,
                "since": found.row.since.isoformat(), "until": found.row.until.isoformat(),
            },
        )
    )  # fmt: skip
    await session.flush()
    await tasks.enqueue(
        session,
        TASK,
        lock=str(report_id),
        association=str(association_id),
        report=str(report_id),
        by=str(actor.person_id),
        version=version,
    )
    await audit.record(session, actor, association_id, "council_report.issued", report_id, version=version)
    return version


def drafted_summary(facts: Mapping[str, Any], language: str) -> str:
    """Return the summary that the facts alone give, for the council to go on from."""
    return "\n".join(line for line, stands in _drafted(report_facts.sums(dict(facts)), language) if stands)


def refreshed(summary: str, facts: Mapping[str, Any], language: str) -> str:
    """Return a summary whose drafted lines say the figures of today; what the council wrote stays as it is.

    A drafted line that does not hold any more gives way to the one that does, or goes.
    """
    lines = _drafted(report_facts.sums(dict(facts)), language)
    known = {_without_figures(line): n for n, (line, _) in enumerate(lines)}
    kept: list[str] = []
    for line in summary.split("\n"):
        n = known.get(_without_figures(line))
        if n is None:
            kept.append(line)
            continue
        about_questions = n in QUESTION_LINES
        now = [each for m, (each, stands) in enumerate(lines) if stands and (m == n or {m, n} <= QUESTION_LINES)]
        if now and not (about_questions and now[0] in kept):
            kept.append(now[0])
    return "\n".join(kept)


QUESTION_LINES = frozenset({1, 2})
"""Places in `_drafted` of the two ways to tell of the questions, of which one stands."""


def _drafted(n: Mapping[str, int], language: str) -> list[tuple[str, bool]]:
    """Return every line that a draft may begin with, each with whether it stands today."""
    return [
        (
            message(
                "Decisions that asked for something: {decisions}. Carried out: {done}; on their way: {open}; past their"
                " day: {late}.",
                language,
                **n,
            ),
            True,
        ),
        (
            message(
                "Questions to the syndic: {questions}; answered: {answered}, after {age} days on average.",
                language,
                **n,
            ),
            n["answered"] > 0,
        ),
        (
            message("Questions to the syndic: {questions}; none is answered.", language, **n),
            n["questions"] > 0 and not n["answered"],
        ),
        (message("Visits to the building: {visits}.", language, **n), n["visits"] > 0),
    ]


def _without_figures(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _current(row: ReportRow, facts: Mapping[str, Any]) -> dict[str, Mapping[str, str]]:
    """Return what the council wrote, with the figures of its drafted lines as they stand."""
    summary = row.words.get("summary", {})
    return {
        **row.words,
        **({"summary": {each: refreshed(said, facts, each) for each, said in summary.items()}} if summary else {}),
    }


def _in_every_language(words: Mapping[str, Mapping[str, str]], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words with a summary for each paper, where nobody wrote a word of her own into it."""
    summary = words.get("summary", {})
    if not summary or any(said != drafted_summary(facts, each) for each, said in summary.items()):
        return dict(words)
    return {**words, "summary": {each: drafted_summary(facts, each) for each in LANGUAGES}}


async def languages_of(session: AsyncSession, association_id: UUID) -> tuple[str, ...]:
    """Return the languages of an association, the first being its own."""
    found = await session.scalar(text("SELECT languages FROM association WHERE id = :t"), {"t": association_id})
    return tuple(found or ())


async def _rows(session: AsyncSession, association_id: UUID, report_id: UUID | None = None) -> list[ReportRow]:
    rows = await session.execute(text(REPORTS), {"t": association_id, "r": report_id, "most": MOST})
    return [
        ReportRow(
            row.id,
            ReportKind(row.kind),
            row.since,
            row.until,
            row.by,
            row.version,
            row.issued_at,
            row.changed,
            row.words,
        )
        for row in rows
    ]


async def _one(session: AsyncSession, association_id: UUID, report_id: UUID) -> ReportRow:
    found = await _rows(session, association_id, report_id)
    if not found:
        raise NotFound
    return found[0]


async def _add_text(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    report_id: UUID,
    seq: int,
    words: Mapping[str, Mapping[str, str]],
    at: datetime,
) -> None:
    session.add(
        CouncilReportText(
            association_id=association_id, report_id=report_id, seq=seq, words=dict(words), at=at, by_id=actor.person_id
        )
    )
    await session.flush()


def _checked(words: Mapping[str, Mapping[str, str]], languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    if set(words) - set(SECTIONS) or any(set(each) - set(languages) for each in words.values()):
        raise BadInput(Problem("words", "Write in the sections of the report, in the languages of the association."))
    problems = [
        Problem(f"{section}_{language}", "Shorten this to {most} characters.", {"most": LONGEST})
        for section, by_language in words.items()
        for language, said in by_language.items()
        if len(said) > LONGEST
    ]
    if problems:
        raise BadInput(*problems)
    kept = {
        section: {language: said.strip() for language, said in by_language.items() if said.strip()}
        for section, by_language in words.items()
    }
    return {section: by_language for section, by_language in kept.items() if by_language}
