"""A statement as a PDF: printed by the worker, kept by the hash of what it says, so the same books print once.

Asking for a paper that exists gives it at once; otherwise it is queued, and whoever asked looks again. What only some may
read (each owner's balance) is another kind of paper than the common figures, so that nobody finds more than her own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters import tasks
from koprogo.core.actor import Actor
from koprogo.core.errors import NotAllowed, NotFound, Refused
from koprogo.core.permissions import allows, require
from koprogo.papers.paper import digest
from koprogo.papers.statement import build
from koprogo.papers.statement.facts import StatementFacts
from koprogo.services.accounting.reports.asked import Asked, What
from koprogo.services.accounting.reports.load import report
from koprogo.services.documents import issue
from koprogo.services.documents.letterhead import letterhead, require_enterprise_number
from koprogo.services.documents.queries import PaperRow, papers_of

TASK = "koprogo.papers.statement"
COMMON, FULL = "statement", "statement_full"
NAMES = UUID("5f6f4f0e-6d0a-4f6c-9d3e-0d6c1a7c2b61")
"""What the ids of statements are derived in."""
MOST_ROWS = 6000
WAITING = "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE lock = :lock AND status IN ('todo', 'doing'))"


class TooLongForPaper(Refused):
    """A paper of hundreds of pages helps nobody; house practice, no article."""

    message_id = "This statement has {rows} lines, a paper takes {most}. Take the workbook, or choose a shorter period."
    rows: int
    most: int


@dataclass(frozen=True)
class Ready:
    """A statement on paper: `paper` is None while it is being printed; `subject_id` finds it again."""

    subject_id: UUID
    paper: PaperRow | None


async def ask_paper(session: AsyncSession, actor: Actor, association_id: UUID, asked: Asked, language: str) -> Ready:
    """Return a statement on paper, or have it printed.

    Raises:
        NotAllowed: an owner asks for the ledger of an account.
        TooLongForPaper: it has thousands of lines.
        EnterpriseNumberMissing: no paper goes out without it (art. 3.86 §1).
        and what `report` raises.
    """
    if asked.what is What.LEDGER and _kind(actor, association_id) == COMMON:
        raise NotAllowed  # its lines say more to some owners than to others: read on screen, or taken as a file
    await require_enterprise_number(session, association_id)
    facts = await _facts(session, actor, association_id, asked, language)
    rows = sum(len(sheet.rows) for sheet in facts.report.sheets)
    if rows > MOST_ROWS:
        raise TooLongForPaper(rows=rows, most=MOST_ROWS)
    subject = subject_of(facts)
    lock = _lock(actor, association_id, subject, language)
    paper = await _find(session, actor, association_id, subject, language)
    if paper is None and not await session.scalar(text(WAITING), {"lock": lock}):
        await tasks.enqueue(
            session, TASK, lock=lock, association=str(association_id), by=str(actor.person_id),
            language=language, what=asked.what.value, starts=asked.starts.isoformat(), until=asked.until.isoformat(),
            account=str(asked.account_id or ""), periods=asked.by,
        )  # fmt: skip
    return Ready(subject, paper)


async def find_paper(
    session: AsyncSession, actor: Actor, association_id: UUID, subject_id: UUID, language: str
) -> Ready:
    """Return a statement that was asked for, without a paper while the worker has not printed it.

    Raises:
        NotFound: nobody asked for it, it could not be printed, or the actor may not read it.
    """
    require(actor, "figures.read", association_id)
    lock = _lock(actor, association_id, subject_id, language)
    paper = await _find(session, actor, association_id, subject_id, language)
    if paper is None and not await session.scalar(text(WAITING), {"lock": lock}):
        raise NotFound
    return Ready(subject_id, paper)


async def print_statement(association_id: UUID, asked: Asked, language: str, *, by: Actor, at: datetime) -> None:
    """Print a statement and keep it; once. Runs in the worker."""
    async with db.tenant_session(by, association_id) as session:
        facts = await _facts(session, by, association_id, asked, language)
        subject, kind = subject_of(facts), _kind(by, association_id)
        there = await issue.missing_languages(session, kind, subject, 1)
    if language not in there:
        return
    title = build.title(facts, language)
    printed = await issue.print_paper(partial(build.build, facts, language), title=title, language=language, at=at)
    await issue.issue_printed(
        association_id, by, kind=kind, subject_id=subject, printed=[printed], version=1, at=at,
        logged="statement.printed",
    )  # fmt: skip


def subject_of(facts: StatementFacts) -> UUID:
    """Return the id of a statement: another one for other facts, the same for the same."""
    return uuid5(NAMES, digest(facts))


async def _facts(
    session: AsyncSession, actor: Actor, association_id: UUID, asked: Asked, language: str
) -> StatementFacts:
    head = await letterhead(session, association_id)
    found = await report(session, actor, association_id, asked, language)
    return StatementFacts(head.name, head.address, head.enterprise_number, asked.what.value, asked.last_day, found)


async def _find(
    session: AsyncSession, actor: Actor, association_id: UUID, subject_id: UUID, language: str
) -> PaperRow | None:
    here: Mapping[str, PaperRow] = {
        row.language: row
        for row in await papers_of(
            session, actor, association_id, kind=_kind(actor, association_id), subject_id=subject_id
        )
    }
    return here.get(language)


def _kind(actor: Actor, association_id: UUID) -> str:
    return FULL if allows(actor, "books.read", association_id) else COMMON


def _lock(actor: Actor, association_id: UUID, subject_id: UUID, language: str) -> str:
    return f"{_kind(actor, association_id)} {subject_id} {language}"
