"""The minutes as issued papers: asked for when the session closes, printed by the worker, in four languages.

An issued paper is a row with the hash of its bytes and is never changed; a correction is the next version.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db, urls
from koprogo.adapters.pdf import PdfAttachment
from koprogo.adapters.pdf_signature import Seal, SealUnusable
from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.papers.minutes import build
from koprogo.papers.minutes.facts import MinutesFacts
from koprogo.papers.minutes.terms import Copy
from koprogo.papers.verifier import page, verify_minutes
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.after import register
from koprogo.services.assemblies.minutes.facts import minutes_facts
from koprogo.services.assemblies.minutes.proof_export import proof_json
from koprogo.services.assemblies.minutes.signing import drawn_in, with_signatures
from koprogo.services.assemblies.told import told
from koprogo.services.documents import issue, sealing
from koprogo.services.documents.issue import Printed
from koprogo.settings import settings

KIND = "minutes"
TASK = "koprogo.papers.minutes"


async def request_minutes(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> int:
    """Have the minutes printed as the next version; return that version.

    Raises:
        WrongState: the session is not closed.
    """
    require(actor, "minutes.issue", association_id)
    await events.require_state(session, association_id, assembly_id, events.CLOSED, events.MINUTED)
    # Minutes of an evening of the past are in no hurry: whoever waits for a letter goes first.
    return await issue.request(
        session, actor, association_id, assembly_id, kind=KIND, task=TASK,
        logged="minutes.requested", assembly=str(assembly_id), in_no_hurry=told() is not None,
    )  # fmt: skip


async def issue_minutes(association_id: UUID, assembly_id: UUID, *, by: Actor, version: int, at: datetime) -> list[str]:
    """Print and issue the minutes in four languages; return the languages issued now. Safe to repeat.

    Runs in the worker. Printing takes seconds and holds no transaction.
    """
    async with db.association_session(association_id) as session:
        proof = await proof_json(session, association_id, assembly_id, Copy.ASSOCIATION)
        facts = {
            language: with_proof(
                await with_signatures(
                    session,
                    association_id,
                    assembly_id,
                    await minutes_facts(session, association_id, assembly_id, language=language, version=version),
                ),
                proof,
            )
            for language in await issue.missing_languages(session, KIND, assembly_id, version)
        }
    printed = await issue.in_languages(partial(print_minutes, proof), facts, at)
    if printed:
        await _issue(association_id, assembly_id, printed, by=by, version=version, at=at)
    return [each.language for each in printed]


def with_proof(facts: MinutesFacts, proof: bytes, copy: Copy = Copy.ASSOCIATION) -> MinutesFacts:
    """Return the facts with the digest of the ballots that travel with them, and where anybody verifies them."""
    digest = hashlib.sha256(proof).hexdigest()
    verify_at = settings().base_url + urls.VERIFY
    stamped_after = bool(settings().timestamp_url)
    more = {"copy": copy, "proof_sha256": digest, "verify_at": verify_at, "stamped_after": stamped_after}
    return replace(facts, proof=replace(facts.proof, **more))  # type: ignore[arg-type]


async def print_minutes(proof: bytes, facts: MinutesFacts, language: str, at: datetime) -> Printed:
    """Print minutes with their data, their ballots and the program that verifies both; seal them where one can.

    A certificate that cannot seal stops nothing: the paper comes without its seal, and says why to the syndic.
    """
    try:
        seal = await asyncio.to_thread(sealing.seal_now, at)
        return await _print(facts, proof, language, at, seal)
    except SealUnusable as refusal:
        return replace(await _print(facts, proof, language, at, None), seal_refused=refusal.reason)


async def _print(facts: MinutesFacts, proof: bytes, language: str, at: datetime, seal: Seal | None) -> Printed:
    if seal:
        facts = replace(facts, proof=replace(facts.proof, sealed_by=seal.name))
    title = build.title(facts, language)
    attached = await asyncio.to_thread(_attached, facts, proof, title)
    html = partial(build.build, facts, language, await asyncio.to_thread(drawn_in, facts))
    if seal:
        return await issue.print_sealed(html, seal, title=title, language=language, at=at, attachments=attached)
    return await issue.print_paper(html, title=title, language=language, at=at, attachments=attached)


def _attached(facts: MinutesFacts, proof: bytes, title: str) -> list[PdfAttachment]:
    return [
        PdfAttachment(build.DATA_NAME, build.data_json(facts), title),
        PdfAttachment(build.PROOF_NAME, proof, title),
        PdfAttachment(build.VERIFIER_NAME, Path(verify_minutes.__file__).read_bytes(), title, "Supplement"),
        PdfAttachment(page.NAME, page.verifier_page(), title, "Supplement"),
    ]


async def _issue(
    association_id: UUID, assembly_id: UUID, printed: Sequence[Printed], *, by: Actor, version: int, at: datetime
) -> None:
    async with db.association_session(association_id) as session:
        await issue.issue_papers(
            session, by, association_id, kind=KIND, subject_id=assembly_id, printed=printed, version=version, at=at
        )
        await events.lock_assembly(session, assembly_id)
        state = await events.state_of(session, association_id, assembly_id)
        if state.what == events.CLOSED:
            await events.append(session, by, association_id, assembly_id, events.MINUTED, version=version)
            await register.request_entry(session, by, association_id, assembly_id)
        await audit.record(session, by, association_id, "minutes.issued", assembly_id, version=version)
        db.touch(session, "assembly", assembly_id)
