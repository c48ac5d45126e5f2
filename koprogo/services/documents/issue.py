"""Issue papers: the next version, printed and stored, then a row per language. A row is never changed.

Printing takes seconds of CPU and holds no transaction: the worker prints first, and writes the rows afterwards.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.pdf import PdfAttachment, render_pdf
from koprogo.adapters.pdf_signature import Seal, sealed
from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.models.documents import Paper
from koprogo.services.documents import sealing
from koprogo.settings import settings

LANGUAGES = ("fr", "nl", "de", "en")


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


def print_paper(
    html: str, *, title: str, language: str, at: datetime, attachments: Sequence[PdfAttachment] = ()
) -> Printed:
    """Print and store one paper. Blocking, in a worker's thread."""
    content = render_pdf(html, title=title, language=language, attachments=attachments, created_at=at)
    return stored(content, title=title, language=language)


def stored(content: bytes, *, title: str, language: str) -> Printed:
    """Store the bytes of a paper by their hash."""
    key = storage(settings()).put(io.BytesIO(content))
    return Printed(language, title, key, len(content))


def print_sealed(
    html: str,
    seal: Seal,
    *,
    title: str,
    language: str,
    at: datetime,
    attachments: Sequence[PdfAttachment] = (),
) -> Printed:
    """Print one paper, put the seal behind it and store both as one file. Blocking, in a worker's thread.

    Raises:
        SealUnusable: the act of sealing failed; nothing was stored.
    """
    content = render_pdf(html, title=title, language=language, attachments=attachments, created_at=at)
    return replace(stored(sealed(content, seal), title=title, language=language), sealed_by=seal.name)


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
