"""Desk slips: a code on paper, bound to one person and one assembly, given after an identity check; revocable."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import choice
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.assemblies import DeskSlip
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.refusals import NoVoteHere
from koprogo.services.assemblies.roll import room
from koprogo.services.identity import sessions, slips
from koprogo.settings import settings

IDENTITY_CHECKS = ("identity_card", "known_in_person", "other_document")
GROUP = 4


@dataclass(frozen=True)
class IssuedSlip:
    """A slip just issued: its code is shown once and printed; only its hash is kept."""

    id: UUID
    code: str
    name: str


async def issue_slip(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    person_id: UUID,
    identity_check: str,
    at: datetime,
) -> IssuedSlip:
    """Give a person a code for this evening; an earlier slip of hers ends.

    Raises:
        BadInput: how her identity was checked is missing.
        NoVoteHere: she neither votes nor holds a proxy here.
    """
    require(actor, "slip.issue", association_id)
    if identity_check not in IDENTITY_CHECKS:
        raise BadInput(
            Problem("identity_check", "Say how you checked who this is: card, other document, or known to you.")
        )
    await events.require_state(
        session, association_id, assembly_id, *events.BEFORE_OPENING, *events.IN_SESSION, events.SUSPENDED
    )
    now = await room(session, association_id, assembly_id)
    if not any(person_id in (row.voter_id, row.agent_id) for row in now.roll) and not any(
        person_id in (proxy.holder_id, proxy.substitute_id) for proxy in now.proxies
    ):
        raise NoVoteHere
    for earlier in await _standing(session, assembly_id, person_id):
        await revoke_slip(session, actor, association_id, earlier, at=at)
    raw = "".join(choice(slips.ALPHABET) for _ in range(slips.LENGTH))
    hashed = slips.code_hash(raw)
    until = at + timedelta(hours=settings().slip_session_hours)
    slip = DeskSlip(
        id=uuid4(),
        association_id=association_id,
        assembly_id=assembly_id,
        person_id=person_id,
        code_hash=hashed,
        identity_check=identity_check,
        issued_by_id=actor.person_id,
        issued_at=at,
        expires_at=until,
    )
    session.add(slip)
    await session.flush()
    await slips.announce_slip(
        session, hashed, person_id=person_id, association_id=association_id, by=actor.person_id, at=at, until=until
    )
    await audit.record(session, actor, association_id, "slip.issued", slip.id, identity_check=identity_check)
    db.touch(session, "assembly", assembly_id)
    name = await session.scalar(text("SELECT name FROM person WHERE id = :p"), {"p": person_id})
    grouped = "-".join(raw[start : start + GROUP] for start in range(0, len(raw), GROUP))
    return IssuedSlip(slip.id, grouped, str(name))


async def revoke_slip(
    session: AsyncSession, actor: Actor, association_id: UUID, slip_id: UUID, *, at: datetime
) -> None:
    """Take a slip back: its code opens nothing more, and the sign-in it opened ends now."""
    require(actor, "slip.issue", association_id)
    slip = await session.get(DeskSlip, slip_id)
    if slip is None or slip.association_id != association_id:
        raise NotFound
    if slip.revoked_at is not None:
        return
    slip.revoked_at, slip.revoked_by_id = at, actor.person_id
    await sessions.revoke_of_slip(session, slip_id, at=at)
    await audit.record(session, actor, association_id, "slip.revoked", slip_id)
    db.touch(session, "assembly", slip.assembly_id)


async def _standing(session: AsyncSession, assembly_id: UUID, person_id: UUID) -> list[UUID]:
    rows = await session.execute(
        text("SELECT id FROM desk_slip WHERE assembly_id = :a AND person_id = :p AND revoked_at IS NULL"),
        {"a": assembly_id, "p": person_id},
    )
    return list(rows.scalars())
