"""The minutes as issued papers: asked for when the session closes, printed by the worker, in four languages.

An issued paper is a row with the hash of its bytes and is never changed; a correction is the next version.
"""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters import tasks
from koprogo.adapters.pdf import PdfAttachment, render_pdf
from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.models.documents import Paper
from koprogo.papers.minutes import build
from koprogo.papers.minutes.facts import MinutesFacts
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.minutes_facts import minutes_facts
from koprogo.settings import settings

KIND = "minutes"
LANGUAGES = ("fr", "nl", "de", "en")
TASK = "koprogo.papers.minutes"


@dataclass(frozen=True)
class Printed:
    """A paper printed and stored, not yet issued."""

    language: str
    title: str
    sha256: str
    size: int


async def request_minutes(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> int:
    """Have the minutes printed as the next version; return that version.

    Raises:
        WrongState: the session is not closed.
    """
    require(actor, "minutes.issue", association_id)
    await events.require_state(session, association_id, assembly_id, events.CLOSED, events.MINUTED)
    version = await session.scalar(
        text("SELECT coalesce(max(version), 0) + 1 FROM paper WHERE kind = :k AND subject_id = :a"),
        {"k": KIND, "a": assembly_id},
    )
    await tasks.enqueue(
        session,
        TASK,
        lock=str(assembly_id),
        association=str(association_id),
        assembly=str(assembly_id),
        by=str(actor.person_id),
        version=int(version or 1),
    )
    await audit.record(session, actor, association_id, "minutes.requested", assembly_id, version=int(version or 1))
    return int(version or 1)


async def issue_minutes(association_id: UUID, assembly_id: UUID, *, by: Actor, version: int, at: datetime) -> list[str]:
    """Print and issue the minutes in four languages; return the languages issued now. Safe to repeat.

    Runs in the worker. Printing takes seconds and holds no transaction.
    """
    async with db.association_session(association_id) as session:
        issued = set(
            (
                await session.execute(
                    text("SELECT language FROM paper WHERE kind = :k AND subject_id = :a AND version = :v"),
                    {"k": KIND, "a": assembly_id, "v": version},
                )
            ).scalars()
        )
        facts = {
            language: await minutes_facts(session, association_id, assembly_id, language=language, version=version)
            for language in LANGUAGES
            if language not in issued
        }
    printed = [await asyncio.to_thread(_print, each, language, at) for language, each in facts.items()]
    if printed:
        await _issue(association_id, assembly_id, printed, by=by, version=version, at=at)
    return [each.language for each in printed]


def _print(facts: MinutesFacts, language: str, at: datetime) -> Printed:
    title = build.title(facts, language)
    data = PdfAttachment(build.DATA_NAME, build.data_json(facts), title)
    content = render_pdf(
        build.build(facts, language), title=title, language=language, attachments=[data], created_at=at
    )
    key = storage(settings()).put(io.BytesIO(content))
    return Printed(language, title, key, len(content))


async def _issue(
    association_id: UUID, assembly_id: UUID, printed: Sequence[Printed], *, by: Actor, version: int, at: datetime
) -> None:
    async with db.association_session(association_id) as session:
        session.add_all(
            Paper(
                association_id=association_id,
                kind=KIND,
                subject_id=assembly_id,
                language=each.language,
                version=version,
                title=each.title,
                sha256=each.sha256,
                size=each.size,
                issued_at=at,
                issued_by_id=by.person_id,
            )
            for each in printed
        )
        await events.lock_assembly(session, assembly_id)
        state = await events.state_of(session, association_id, assembly_id)
        if state.what == events.CLOSED:
            await events.append(session, by, association_id, assembly_id, events.MINUTED, version=version)
        await audit.record(session, by, association_id, "minutes.issued", assembly_id, version=version)
        db.touch(session, "assembly", assembly_id)
