"""The results of the votes as an issued paper (#47): printed on request, in the evening or afterwards."""

import asyncio
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters import tasks
from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.papers.minutes.facts import MinutesFacts
from koprogo.papers.results import build
from koprogo.services import audit
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
    version = await issue.next_version(session, KIND, assembly_id)
    await tasks.enqueue(
        session,
        TASK,
        lock=str(assembly_id),
        association=str(association_id),
        assembly=str(assembly_id),
        by=str(actor.person_id),
        version=version,
    )
    await audit.record(session, actor, association_id, "results.requested", assembly_id, version=version)
    return version


async def issue_results(association_id: UUID, assembly_id: UUID, *, by: Actor, version: int, at: datetime) -> list[str]:
    """Print and issue the results in four languages; return those issued now. Safe to repeat; runs in the worker."""
    async with db.association_session(association_id) as session:
        facts = {}
        for language in await issue.missing_languages(session, KIND, assembly_id, version):
            found = await minutes_facts(session, association_id, assembly_id, language=language, version=version)
            facts[language] = await signing.with_signatures(session, association_id, assembly_id, found)
    printed = [await asyncio.to_thread(_print, each, language, at) for language, each in facts.items()]
    if printed:
        async with db.association_session(association_id) as session:
            issue.add_papers(
                session,
                association_id,
                kind=KIND,
                subject_id=assembly_id,
                printed=printed,
                version=version,
                by=by.person_id,
                at=at,
            )
            await audit.record(session, by, association_id, "results.issued", assembly_id, version=version)
    return [each.language for each in printed]


def _print(facts: MinutesFacts, language: str, at: datetime) -> issue.Printed:
    html = build.build(facts, language, at=at, drawn=signing.drawn_in(facts))
    return issue.print_paper(html, title=build.title(facts, language), language=language, at=at)
