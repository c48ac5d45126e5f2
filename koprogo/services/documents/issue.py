"""Issue papers: the next version, printed and stored, then a row per language. A row is never changed.

Printing takes seconds of CPU and holds no transaction: the worker has a press print first (`adapters/printing.py`), and
writes the rows afterwards.
"""

import asyncio
import io
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters import tasks
from koprogo.adapters.pdf import PdfAttachment
from koprogo.adapters.pdf_signature import Seal, sealed
from koprogo.adapters.printing import print_pdf
from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.models.documents import Paper
from koprogo.services import audit
from koprogo.services.documents import sealing
from koprogo.settings import settings

LANGUAGES = ("fr", "nl", "de", "en")
Facts = TypeVar("Facts")


@dataclass(frozen=True)
class Printed:
    """A paper printed and stored, not yet issued."""

    language: str
    title: str
    sha256: str
    size: int
    sealed_by: str = ""
    """Whom the digital seal behind it names; empty without one."""
    seal_refused: str = ""
    """Why the configured certificate could not seal it."""


async def request(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    subject_id: UUID,
    *,
    kind: str,
    task: str,
    logged: str,
    lock: str = "",
    in_no_hurry: bool = False,
    **named: str,
) -> int:
    """Queue the printing of a paper's next version in the actor's name, with its line in the log; return that version.

    The service that calls has decided who may. `named` says how the task calls the subject, besides the association;
    `lock` keeps two printings apart, those of one subject unless said otherwise.
    """
    version = await next_version(session, kind, subject_id)
    await tasks.enqueue(
        session, task, lock=lock or str(subject_id), in_no_hurry=in_no_hurry, association=str(association_id),
        by=str(actor.person_id), version=version, **named,
    )  # fmt: skip
    await audit.record(session, actor, association_id, logged, subject_id, version=version)
    return version


async def issue_printed(
    association_id: UUID,
    by: Actor,
    *,
    kind: str,
    subject_id: UUID,
    printed: Sequence[Printed],
    version: int,
    at: datetime,
    logged: str,
    sealed: bool = False,
    shown: bool = False,
) -> list[str]:
    """Issue what was printed, with its line in the log; return the languages. What printed nothing issues nothing.

    `sealed` papers get what `issue_papers` puts behind them. `shown`: screens of the association are told.
    """
    if printed:
        async with db.association_session(association_id) as session:
            papers = add_papers(
                session, association_id, kind=kind, subject_id=subject_id, printed=printed, version=version,
                by=by.person_id, at=at,
            )  # fmt: skip
            if sealed:
                await _follow(session, by, association_id, papers, printed)
            await audit.record(session, by, association_id, logged, subject_id, version=version)
            if shown:
                db.touch(session, "association", association_id)
    return [each.language for each in printed]


async def next_version(session: AsyncSession, kind: str, subject_id: UUID) -> int:
    """Return the number after the newest version of a paper; 1 for the first."""
    found = await session.scalar(
        text("SELECT coalesce(max(version), 0) + 1 FROM paper WHERE kind = :k AND subject_id = :s"),
        {"k": kind, "s": subject_id},
    )
    return int(found or 1)


async def missing_languages(session: AsyncSession, kind: str, subject_id: UUID, version: int) -> list[str]:
    """Return the languages in which a version is not issued yet."""
    rows = await session.execute(
        text("SELECT language FROM paper WHERE kind = :k AND subject_id = :s AND version = :v"),
        {"k": kind, "s": subject_id, "v": version},
    )
    issued = set(rows.scalars())
    return [language for language in LANGUAGES if language not in issued]


async def print_paper(
    html: str | Callable[[], str], *, title: str, language: str, at: datetime, attachments: Sequence[PdfAttachment] = ()
) -> Printed:
    """Have one paper printed, and store it. `html` as for `print_pdf`."""
    content = await print_pdf(html, title=title, language=language, attachments=attachments, created_at=at)
    return await asyncio.to_thread(stored, content, title=title, language=language)


def stored(content: bytes, *, title: str, language: str) -> Printed:
    """Store the bytes of a paper by their hash. Blocking."""
    key = storage(settings()).put(io.BytesIO(content))
    return Printed(language, title, key, len(content))


async def print_sealed(
    html: str | Callable[[], str],
    seal: Seal,
    *,
    title: str,
    language: str,
    at: datetime,
    attachments: Sequence[PdfAttachment] = (),
) -> Printed:
    """Have one paper printed, put the seal behind it and store both as one file.

    Raises:
        SealUnusable: the act of sealing failed; nothing was stored.
    """
    content = await print_pdf(html, title=title, language=language, attachments=attachments, created_at=at)
    closed = await asyncio.to_thread(sealed, content, seal)
    printed = await asyncio.to_thread(stored, closed, title=title, language=language)
    return replace(printed, sealed_by=seal.name)


async def in_languages(
    print_one: Callable[[Facts, str, datetime], Awaitable[Printed]], facts: Mapping[str, Facts], at: datetime
) -> list[Printed]:
    """Have a paper printed in each language there are facts for, side by side; return them in that order."""
    return list(await asyncio.gather(*(print_one(each, language, at) for language, each in facts.items())))


async def issue_papers(
    session: AsyncSession,
    by: Actor,
    association_id: UUID,
    *,
    kind: str,
    subject_id: UUID,
    printed: Sequence[Printed],
    version: int,
    at: datetime,
) -> None:
    """Issue what was printed, with what was put behind it; the timestamp follows where a service is configured."""
    papers = add_papers(
        session, association_id, kind=kind, subject_id=subject_id, printed=printed, version=version,
        by=by.person_id, at=at,
    )  # fmt: skip
    await _follow(session, by, association_id, papers, printed)


async def _follow(
    session: AsyncSession, by: Actor, association_id: UUID, papers: Sequence[Paper], printed: Sequence[Printed]
) -> None:
    await session.flush()
    await sealing.follow(session, by, association_id, papers, [(each.sealed_by, each.seal_refused) for each in printed])


def add_papers(
    session: AsyncSession,
    association_id: UUID,
    *,
    kind: str,
    subject_id: UUID,
    printed: Sequence[Printed],
    version: int,
    by: UUID,
    at: datetime,
) -> list[Paper]:
    """Issue what was printed: a row each; return the rows."""
    papers = [
        Paper(
            association_id=association_id,
            kind=kind,
            subject_id=subject_id,
            language=each.language,
            version=version,
            title=each.title,
            sha256=each.sha256,
            size=each.size,
            issued_at=at,
            issued_by_id=by,
        )
        for each in printed
    ]
    session.add_all(papers)
    return papers
