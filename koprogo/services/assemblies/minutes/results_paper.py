"""The results of the votes as an issued paper (#47): printed on request, in the evening or afterwards."""

import asyncio
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.papers.minutes.facts import MinutesFacts
from koprogo.papers.results import build
from koprogo.services.assemblies import events
from koprogo.services.assemblies.minutes import signing
from koprogo.services.assemblies.minutes.facts import minutes_facts
from koprogo.services.documents import issue

KIND = "results"
TASK = "koprogo.papers.results"
ONCE_OPENED = (*events.IN_SESSION, events.SUSPENDED, events.CLOSED, events.MINUTED)


async def request_results(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> int:
    """Have the results so far printed as the next version; return it.

    Raises:
        WrongState: the session never opened.
    """
    require(actor, "minutes.issue", association_id)
    await events.require_state(session, association_id, assembly_id, *ONCE_OPENED)
    return await issue.request(
        session, actor, association_id, assembly_id, kind=KIND, task=TASK,
        logged="results.requested", assembly=str(assembly_id),
    )  # fmt: skip


async def issue_results(association_id: UUID, assembly_id: UUID, *, by: Actor, version: int, at: datetime) -> list[str]:
    """Print and issue the results in four languages; return those issued now. Safe to repeat; runs in the worker."""
    async with db.association_session(association_id) as session:
        facts = {}
        for language in await issue.missing_languages(session, KIND, assembly_id, version):
            found = await minutes_facts(session, association_id, assembly_id, language=language, version=version)
            facts[language] = await signing.with_signatures(session, association_id, assembly_id, found)
    printed = await issue.in_languages(_print, facts, at)
    return await issue.issue_printed(
        association_id, by, kind=KIND, subject_id=assembly_id, printed=printed, version=version, at=at,
        logged="results.issued",
    )  # fmt: skip


async def _print(facts: MinutesFacts, language: str, at: datetime) -> issue.Printed:
    drawn = await asyncio.to_thread(signing.drawn_in, facts)
    html = partial(build.build, facts, language, at=at, drawn=drawn)
    return await issue.print_paper(html, title=build.title(facts, language), language=language, at=at)
