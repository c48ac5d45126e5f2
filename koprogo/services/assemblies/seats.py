"""The seats of the bureau as facts: who sits where now, and the row that is added when that changes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.models.assemblies import BureauEvent
from koprogo.services import audit

OFFICES = ("chair", "secretary", "teller")
ONE_ONLY = ("chair", "secretary")


async def bureau_of(session: AsyncSession, assembly_id: UUID) -> list[tuple[str, UUID]]:
    """Return the seats of the bureau now: (office, person), each seat's last event being a naming."""
    rows = await session.execute(
        text(
            "SELECT office, person_id FROM (SELECT DISTINCT ON (office, person_id) office, person_id, what, seq"
            " FROM bureau_event WHERE assembly_id = :a ORDER BY office, person_id, seq DESC) last"
            " WHERE what = 'named' ORDER BY office, seq"
        ),
        {"a": assembly_id},
    )
    return [(row.office, row.person_id) for row in rows]


async def seat(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    office: str,
    person_id: UUID,
    at: datetime,
    **by: str | int,
) -> None:
    """Give a seat; chair and secretary replace who sat there. Safe to repeat; the caller holds the assembly's lock.

    `by` names in the log what the seat rests on: the point and the round that elected her.
    """
    seated = await bureau_of(session, assembly_id)
    if (office, person_id) in seated:
        return
    if office in ONE_ONLY:
        for _, other in [each for each in seated if each[0] == office]:
            await append(session, actor, association_id, assembly_id, office, other, "ended", at)
    await append(session, actor, association_id, assembly_id, office, person_id, "named", at)
    await audit.record(session, actor, association_id, "bureau.named", assembly_id, office=office, **by)
    db.touch(session, "assembly", assembly_id)


async def append(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    office: str,
    person_id: UUID,
    what: str,
    at: datetime,
) -> None:
    """Add a row: `what` is named or ended."""
    seq = await session.scalar(
        text("SELECT coalesce(max(seq), 0) + 1 FROM bureau_event WHERE assembly_id = :a"), {"a": assembly_id}
    )
    session.add(
        BureauEvent(
            association_id=association_id,
            assembly_id=assembly_id,
            office=office,
            person_id=person_id,
            what=what,
            seq=seq,
            by_id=actor.person_id,
            at=at,
        )
    )
    await session.flush()
