"""The speaking list of the evening: who asked for the floor, who has it, in order. One person speaks at a time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor, Role
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.core.permissions import require
from koprogo.models.in_assemblies import SpeakingEvent
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.seats import bureau_of
from koprogo.services.assemblies.voting.refusals import NotPresent

LIST = """
SELECT s.person_id, p.name, s.what, s.at FROM (
    SELECT DISTINCT ON (person_id) person_id, what, at, seq FROM speaking_event
     WHERE assembly_id = :a AND association_id = :t ORDER BY person_id, seq DESC) s
  JOIN person p ON p.id = s.person_id WHERE s.what IN ('asked', 'given') ORDER BY s.what = 'asked', s.seq
"""
PRESENT = "SELECT present FROM presence_now WHERE assembly_id = :a AND association_id = :t AND person_id = :p"


@dataclass(frozen=True)
class Speaker:
    """Somebody on the list; `speaks` has the floor, the others wait in this order. `since`: asked, or given, at."""

    person_id: UUID
    name: str
    speaks: bool
    since: datetime


@dataclass(frozen=True)
class Place:
    """Where one person stands: `place` counts from 1 among those who wait, 0 is not waiting."""

    place: int = 0
    speaks: bool = False


async def speaking_list(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> list[Speaker]:
    """Return the list, who has the floor first; for the syndic and the chair.

    Raises:
        NotAllowed: somebody else; she asks `own_place`.
    """
    await _require_lead(session, actor, association_id, assembly_id)
    return await _list(session, association_id, assembly_id)


async def own_place(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> Place:
    """Return the actor's own place on the list."""
    _require_here(actor, association_id, assembly_id)
    await events.state_of(session, association_id, assembly_id)
    return _place(await _list(session, association_id, assembly_id), actor.person_id)


async def ask(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, at: datetime) -> Place:
    """Ask for the floor; asking twice keeps the place.

    Raises:
        NotPresent: who is not checked in does not speak.
    """
    _require_here(actor, association_id, assembly_id)
    await _begin(session, association_id, assembly_id)
    ids = {"a": assembly_id, "t": association_id, "p": actor.person_id}
    if not await session.scalar(text(PRESENT), ids):
        raise NotPresent
    now = await _list(session, association_id, assembly_id)
    if all(each.person_id != actor.person_id for each in now):
        await _append(session, actor, association_id, assembly_id, actor.person_id, "asked", at)
        now = await _list(session, association_id, assembly_id)
    return _place(now, actor.person_id)


async def withdraw(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, at: datetime
) -> None:
    """Leave the list, or hand the floor back; nothing happens when one is not on it."""
    _require_here(actor, association_id, assembly_id)
    await _begin(session, association_id, assembly_id)
    for each in await _list(session, association_id, assembly_id):
        if each.person_id == actor.person_id:
            what = "done" if each.speaks else "withdrawn"
            await _append(session, actor, association_id, assembly_id, actor.person_id, what, at)


async def give(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, person_id: UUID, at: datetime
) -> None:
    """Give the floor to somebody of the list, or to who raised her hand; who has it ends.

    Raises:
        NotAllowed: neither the syndic nor the chair.
        NotPresent: she is not checked in.
    """
    await _require_lead(session, actor, association_id, assembly_id)
    await _begin(session, association_id, assembly_id)
    if not await session.scalar(text(PRESENT), {"a": assembly_id, "t": association_id, "p": person_id}):
        raise NotPresent
    for each in await _list(session, association_id, assembly_id):
        if each.speaks and each.person_id == person_id:
            return
        if each.speaks:
            await _append(session, actor, association_id, assembly_id, each.person_id, "done", at)
    await _append(session, actor, association_id, assembly_id, person_id, "given", at)


async def end(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, at: datetime) -> None:
    """End the turn of who has the floor; nothing happens when nobody has it. The syndic or the chair."""
    await _require_lead(session, actor, association_id, assembly_id)
    await _begin(session, association_id, assembly_id)
    for each in await _list(session, association_id, assembly_id):
        if each.speaks:
            await _append(session, actor, association_id, assembly_id, each.person_id, "done", at)


def _place(rows: list[Speaker], person_id: UUID) -> Place:
    waiting = [row.person_id for row in rows if not row.speaks]
    speaks = any(row.speaks and row.person_id == person_id for row in rows)
    return Place(waiting.index(person_id) + 1 if person_id in waiting else 0, speaks)


def _require_here(actor: Actor, association_id: UUID, assembly_id: UUID) -> None:
    require(actor, "floor.ask", association_id)
    if actor.slip_assembly_id not in (None, assembly_id):
        raise NotFound


async def _require_lead(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> None:
    _require_here(actor, association_id, assembly_id)
    await events.state_of(session, association_id, assembly_id)
    if Role.SYNDIC in actor.roles_in(association_id):
        return
    if ("chair", actor.person_id) not in await bureau_of(session, assembly_id):
        raise NotAllowed


async def _begin(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> None:
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, *events.IN_SESSION)


async def _list(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> list[Speaker]:
    rows = await session.execute(text(LIST), {"a": assembly_id, "t": association_id})
    return [Speaker(row.person_id, row.name, row.what == "given", row.at) for row in rows]


async def _append(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    person_id: UUID,
    what: str,
    at: datetime,
) -> None:
    seq = await session.scalar(
        text("SELECT coalesce(max(seq), 0) + 1 FROM speaking_event WHERE assembly_id = :a"), {"a": assembly_id}
    )
    session.add(
        SpeakingEvent(
            id=uuid4(),
            association_id=association_id,
            assembly_id=assembly_id,
            person_id=person_id,
            what=what,
            seq=seq,
            by_id=actor.person_id,
            at=at,
        )
    )
    await session.flush()
    await audit.record(session, actor, association_id, f"floor.{what}", assembly_id)
    db.touch(session, "assembly", assembly_id)
