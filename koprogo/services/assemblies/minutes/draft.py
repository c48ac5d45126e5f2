"""The minutes as far as they are written, to be read in the room before they are signed: marked as a draft, without ballots.

Printed on request while the session goes on, and shown from the syndic's laptop; what is signed afterwards is the paper that
the closing makes (art. 3.87 §10).
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters.pdf import PdfAttachment
from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.papers.minutes import build
from koprogo.papers.minutes.facts import MinutesFacts
from koprogo.services.assemblies import events
from koprogo.services.assemblies.minutes.facts import minutes_facts
from koprogo.services.documents import issue

KIND = "minutes_draft"
TASK = "koprogo.papers.minutes_draft"


async def request_draft(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> int:
    """Have the minutes so far printed as the next draft; return its number.

    Raises:
        WrongState: the session is not going on.
    """
    require(actor, "minutes.issue", association_id)
    await events.require_state(session, association_id, assembly_id, *events.IN_SESSION, events.SUSPENDED)
    return await issue.request(
        session, actor, association_id, assembly_id, kind=KIND, task=TASK,
        logged="minutes.draft_requested", assembly=str(assembly_id),
    )  # fmt: skip


async def issue_draft(association_id: UUID, assembly_id: UUID, *, by: Actor, version: int, at: datetime) -> list[str]:
    """Print and issue a draft in four languages; return those issued now. Safe to repeat; runs in the worker."""
    async with db.association_session(association_id) as session:
        facts = {
            language: await minutes_facts(session, association_id, assembly_id, language=language, version=version)
            for language in await issue.missing_languages(session, KIND, assembly_id, version)
        }
    printed = await issue.in_languages(_print, facts, at)
    return await issue.issue_printed(
        association_id, by, kind=KIND, subject_id=assembly_id, printed=printed, version=version, at=at,
        logged="minutes.draft_issued",
    )  # fmt: skip


async def _print(facts: MinutesFacts, language: str, at: datetime) -> issue.Printed:
    title = build.title(facts, language)
    data = PdfAttachment(build.DATA_NAME, build.data_json(facts), title)
    html = partial(build.build, facts, language)
    return await issue.print_paper(html, title=title, language=language, at=at, attachments=[data])
