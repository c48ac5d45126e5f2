"""The bureau of the evening: chair (a co-owner), secretary, tellers; named, replaceable, kept with their times."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.services import audit
from koprogo.services.assemblies import events, known
from koprogo.services.assemblies.refusals import ChairIsNoOwner
from koprogo.services.assemblies.roll import room
from koprogo.services.assemblies.seats import OFFICES, append, bureau_of, seat


@dataclass(frozen=True)
class Seat:
    """A seat of the bureau and who sits in it now."""

    office: str
    person_id: UUID
    name: str


async def seats(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> list[Seat]:
    """Return who sits in the bureau: chair, secretary, tellers."""
    require(actor, "assembly.read", association_id)
    await events.state_of(session, association_id, assembly_id)
    seated = await bureau_of(session, assembly_id)
    rows = await session.execute(
        text("SELECT id, name FROM person WHERE id = ANY (:p)"), {"p": [person for _, person in seated]}
    )
    names = {row.id: row.name for row in rows}
    return sorted((Seat(office, person, names[person]) for office, person in seated), key=_in_order)


async def is_seated(session: AsyncSession, assembly_id: UUID, person_id: UUID) -> bool:
    """Say whether a person sits in the bureau now; `session` reaches the assembly."""
    return bool(
        await session.scalar(
            text(
                "SELECT 1 FROM (SELECT DISTINCT ON (office) what FROM bureau_event"
                " WHERE assembly_id = :a AND person_id = :p ORDER BY office, seq DESC) last WHERE what = 'named' LIMIT 1"
            ),
            {"a": assembly_id, "p": person_id},
        )
    )


async def name_to_bureau(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    office: str,
    person_id: UUID,
    at: datetime,
) -> None:
    """Give somebody a seat in the bureau; chair and secretary replace who sat there.

    Raises:
        ChairIsNoOwner: the chair is a co-owner, or who stands for one.
        BadInput: no such office.
        NotFound: the association does not know this person.
    """
    require(actor, "assembly.run", association_id)
    if office not in OFFICES:
        raise BadInput(Problem("office", "Choose chair, secretary or teller."))
    await events.lock_assembly(session, assembly_id)
    await events.require_state(
        session, association_id, assembly_id, *events.BEFORE_OPENING, *events.IN_SESSION, events.SUSPENDED
    )
    now = await room(session, association_id, assembly_id)
    name = await known.name_of(session, association_id, person_id, legal_day(at))
    if office == "chair" and not any(person_id in (row.voter_id, row.agent_id) for row in now.roll):
        raise ChairIsNoOwner(name=name)
    await seat(session, actor, association_id, assembly_id, office=office, person_id=person_id, at=at)


async def end_seat(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    office: str,
    person_id: UUID,
    at: datetime,
) -> None:
    """Take somebody's seat in the bureau away; it stays in the minutes with its times. Safe to repeat."""
    require(actor, "assembly.run", association_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(
        session, association_id, assembly_id, *events.BEFORE_OPENING, *events.IN_SESSION, events.SUSPENDED
    )
    if (office, person_id) not in await bureau_of(session, assembly_id):
        return
    await append(session, actor, association_id, assembly_id, office, person_id, "ended", at)
    await audit.record(session, actor, association_id, "bureau.ended", assembly_id, office=office)
    db.touch(session, "assembly", assembly_id)


def _in_order(each: Seat) -> tuple[int, str]:
    return OFFICES.index(each.office), each.name
