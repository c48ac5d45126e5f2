"""The minutes as they leave the association: the same text, of the ballots the named ones and hashes of the rest."""

import asyncio
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters import tasks
from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.papers.minutes.terms import Copy
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.minutes import signing
from koprogo.services.assemblies.minutes.facts import minutes_facts
from koprogo.services.assemblies.minutes.minutes import print_minutes, with_proof
from koprogo.services.assemblies.minutes.proof_export import proof_json
from koprogo.services.documents import issue

KIND = "minutes_outside"
TASK = "koprogo.papers.minutes_outside"


async def request_outside(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> int:
    """Have the copy for outside printed as its next version; return that version.

    Raises:
        WrongState: the minutes are not made.
    """
    require(actor, "minutes.issue", association_id)
    await events.require_state(session, association_id, assembly_id, events.MINUTED)
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
    await audit.record(session, actor, association_id, "minutes.outside_requested", assembly_id, version=version)
    return version


async def issue_outside(association_id: UUID, assembly_id: UUID, *, by: Actor, version: int, at: datetime) -> list[str]:
    """Print and issue the copy for outside in four languages; return those issued now. Safe to repeat; in the worker."""
    async with db.association_session(association_id) as session:
        proof = await proof_json(session, association_id, assembly_id, Copy.OUTSIDE)
        facts = {}
        for language in await issue.missing_languages(session, KIND, assembly_id, version):
            found = await minutes_facts(session, association_id, assembly_id, language=language, version=version)
            found = await signing.with_signatures(session, association_id, assembly_id, found)
            facts[language] = with_proof(replace(found, kept=()), proof, Copy.OUTSIDE)
    printed = [await asyncio.to_thread(print_minutes, each, proof, language, at) for language, each in facts.items()]
    if printed:
        async with db.association_session(association_id) as session:
            await issue.issue_papers(
                session, by, association_id, kind=KIND, subject_id=assembly_id, printed=printed, version=version, at=at
            )
            await audit.record(session, by, association_id, "minutes.outside_issued", assembly_id, version=version)
    return [each.language for each in printed]
