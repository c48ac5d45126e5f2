"""The minutes as they leave the association: the same text, of the ballots the named ones and hashes of the rest."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.papers.minutes.terms import Copy
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
    return await issue.request(
        session, actor, association_id, assembly_id, kind=KIND, task=TASK,
        logged="minutes.outside_requested", assembly=str(assembly_id),
    )  # fmt: skip


async def issue_outside(association_id: UUID, assembly_id: UUID, *, by: Actor, version: int, at: datetime) -> list[str]:
    """Print and issue the copy for outside in four languages; return those issued now. Safe to repeat; in the worker."""
    async with db.association_session(association_id) as session:
        proof = await proof_json(session, association_id, assembly_id, Copy.OUTSIDE)
        facts = {}
        for language in await issue.missing_languages(session, KIND, assembly_id, version):
            found = await minutes_facts(session, association_id, assembly_id, language=language, version=version)
            found = await signing.with_signatures(session, association_id, assembly_id, found)
            facts[language] = with_proof(replace(found, kept=()), proof, Copy.OUTSIDE)
    printed = await issue.in_languages(partial(print_minutes, proof), facts, at)
    return await issue.issue_printed(
        association_id, by, kind=KIND, subject_id=assembly_id, printed=printed, version=version, at=at,
        logged="minutes.outside_issued", sealed=True,
    )  # fmt: skip
