"""Who is let in without a vote: assistants, experts, bailiffs, interpreters; in which capacity, by whom, from when to when.

A co-owner may be assisted by one person, announced by registered letter four working days before, who does not lead the
debate (art. 3.87 §1). Whoever was announced later, or not at all, comes in on a ground that is written down.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.in_assemblies import VisitorEvent
from koprogo.rules.assemblies.assistants import assistant_notice, last_day_to_announce
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.attendance.attendance import require_attendee
from koprogo.services.assemblies.attendance.refusals import AssistantUnannounced, AssistedAlready
from koprogo.services.assemblies.attendance.visits import Visitor, stays
from koprogo.services.assemblies.roll import room

CAPACITIES = ("assistant", "expert", "bailiff", "interpreter", "employee", "other")


async def admit(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    name: str,
    capacity: str,
    at: datetime,
    assists_id: UUID | None = None,
    reason: str = "",
    notified_on: date | None = None,
) -> int:
    """Let somebody in and return the number of her stay; `reason` says on what ground (a letter, a vote of the room).

    `notified_on` is the day of the registered letter that announced an assistant.

    Raises:
        BadInput: no name, no capacity, an assistant of nobody, or a letter that announces nobody.
        AssistantUnannounced: she was not announced in time, and no ground is given.
        AssistedAlready: the co-owner has her one assistant in the room.
    """
    require(actor, "attendance.record", association_id)
    name = " ".join(name.split())
    if problems := _problems(name, capacity, assists_id, notified_on):
        raise BadInput(*problems)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(
        session, association_id, assembly_id, *events.BEFORE_OPENING, *events.IN_SESSION, events.SUSPENDED
    )
    if assists_id is not None:
        await _require_assistance(session, association_id, assembly_id, assists_id, notified_on, reason)
    who = (name, capacity, assists_id, at, reason.strip(), notified_on)
    return await _append(session, actor, association_id, assembly_id, "arrived", *who)


def _problems(name: str, capacity: str, assists_id: UUID | None, notified_on: date | None) -> list[Problem]:
    found = []
    if not 1 <= len(name) <= 200:
        found.append(Problem("name", "Write the name of who comes in."))
    if capacity not in CAPACITIES:
        found.append(Problem("capacity", "Choose in which capacity: assistant, expert, bailiff, interpreter."))
    elif (capacity == "assistant") != (assists_id is not None):
        found.append(Problem("assists", "Say which co-owner an assistant comes with, and nobody for the others."))
    elif notified_on is not None and assists_id is None:
        found.append(Problem("notified_on", "Only an assistant is announced: leave the day empty for the others."))
    return found


async def _require_assistance(
    session: AsyncSession,
    association_id: UUID,
    assembly_id: UUID,
    assists_id: UUID,
    notified_on: date | None,
    reason: str,
) -> None:
    """Let an assistant pass: of a co-owner who is there, the only one, announced in time or on another ground."""
    require_attendee(await room(session, association_id, assembly_id), assists_id)
    for other in await stays(session, association_id, assembly_id):
        if other.left_at is None and other.assists_id == assists_id:
            raise AssistedAlready(name=other.name, assists=other.assists)
    announced = assistant_notice(await _day(session, assembly_id), notified_on)
    if not announced.in_time and not reason.strip():
        raise AssistantUnannounced(last_day=announced.last_day.isoformat())


async def leave(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, number: int, at: datetime
) -> None:
    """Note that a visitor left. Safe to repeat.

    Raises:
        NotFound: no such stay.
    """
    require(actor, "attendance.record", association_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(
        session, association_id, assembly_id, *events.BEFORE_OPENING, *events.IN_SESSION, events.SUSPENDED
    )
    rows = await stays(session, association_id, assembly_id)
    row = next((each for each in rows if each.number == number), None)
    if row is None:
        raise NotFound
    if row.left_at is None:
        await _append(
            session, actor, association_id, assembly_id, "left", row.name, row.capacity, row.assists_id, at, ""
        )


async def announce_by(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> date:
    """Return the last day on which an assistant could be announced by right (art. 3.87 §1)."""
    require(actor, "assembly.read", association_id)
    await events.state_of(session, association_id, assembly_id)
    return last_day_to_announce(await _day(session, assembly_id))


async def _day(session: AsyncSession, assembly_id: UUID) -> date:
    found: date = (
        await session.execute(text("SELECT day FROM assembly WHERE id = :a"), {"a": assembly_id})
    ).scalar_one()
    return found


async def visitors(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> list[Visitor]:
    """Return who was let in, in order."""
    require(actor, "minutes.read", association_id)
    await events.state_of(session, association_id, assembly_id)
    return await stays(session, association_id, assembly_id)


async def _append(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    what: str,
    name: str,
    capacity: str,
    assists_id: UUID | None,
    at: datetime,
    reason: str,
    notified_on: date | None = None,
) -> int:
    seq = int(
        await session.scalar(
            text("SELECT coalesce(max(seq), 0) + 1 FROM visitor_event WHERE assembly_id = :a"), {"a": assembly_id}
        )
        or 1
    )
    session.add(
        VisitorEvent(
            id=uuid4(),
            association_id=association_id,
            assembly_id=assembly_id,
            what=what,
            seq=seq,
            name=name,
            capacity=capacity,
            assists_id=assists_id,
            by_id=actor.person_id,
            at=at,
            reason=reason,
            notified_on=notified_on,
        )
    )
    await session.flush()
    await audit.record(session, actor, association_id, f"visitor.{what}", assembly_id, capacity=capacity)
    db.touch(session, "assembly", assembly_id)
    return seq
