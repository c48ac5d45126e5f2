"""Who goes to an assembly for the syndic: somebody of a firm with a mandate there; who comes to two at once is said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.models.before_assemblies import AssemblyAttendant
from koprogo.services import audit
from koprogo.services.assemblies import events

EVENING = timedelta(hours=4)
"""Two assemblies that begin within this time are one evening's work for one person, and for one room."""
MEMBERS = """
SELECT DISTINCT m.association_id, p.id, p.name
  FROM mandate m JOIN organisation_member o ON o.organisation_id = m.organisation_id JOIN person p ON p.id = o.person_id
 WHERE m.association_id = ANY (:mine) AND m.since <= :day AND (m.until IS NULL OR m.until > :day)
   AND o.since <= :day AND (o.until IS NULL OR o.until > :day)
 ORDER BY p.name, p.id
"""
ATTENDANTS = """
SELECT DISTINCT ON (x.assembly_id) x.assembly_id, x.person_id, coalesce(p.name, '') AS name
  FROM assembly_attendant x LEFT JOIN person p ON p.id = x.person_id
 WHERE x.association_id = ANY (:mine) ORDER BY x.assembly_id, x.seq DESC
"""


@dataclass(frozen=True)
class Colleague:
    """Somebody of the firm."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Place:
    """Where and when an assembly meets and who goes there; for `clashes`."""

    assembly_id: UUID
    starts_at: datetime
    place: str
    attendant_id: UUID | None


async def attend(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    person_id: UUID | None,
    at: datetime,
) -> None:
    """Say who goes to an assembly for the syndic, or nobody (syndic).

    Raises:
        BadInput: not somebody of a firm with a mandate there today.
        NotFound: no such assembly here.
    """
    require(actor, "assembly.plan", association_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(
        session, association_id, assembly_id, *events.BEFORE_OPENING, *events.IN_SESSION, events.SUSPENDED
    )
    firm = await colleagues(session, [association_id], day=legal_day(at))
    if person_id is not None and person_id not in {each.id for each in firm.get(association_id, ())}:
        raise BadInput(Problem("attendant", "Choose somebody of the syndic’s firm."))
    before = await attendants(session, [association_id])
    if before.get(assembly_id, (None, ""))[0] == person_id:
        return
    seq = await session.scalar(
        text("SELECT coalesce(max(seq), 0) + 1 FROM assembly_attendant WHERE assembly_id = :a"), {"a": assembly_id}
    )
    session.add(
        AssemblyAttendant(
            association_id=association_id, assembly_id=assembly_id, seq=seq, person_id=person_id, at=at,
            by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(session, actor, association_id, "assembly.attendant", assembly_id, person=str(person_id or ""))


async def colleagues(session: AsyncSession, mine: Iterable[UUID], *, day: date) -> Mapping[UUID, tuple[Colleague, ...]]:
    """Return by association who works in a firm with a mandate there; the caller decides who may read it."""
    found: dict[UUID, tuple[Colleague, ...]] = {}
    for row in await session.execute(text(MEMBERS), {"mine": list(mine), "day": day}):
        found[row.association_id] = (*found.get(row.association_id, ()), Colleague(row.id, row.name))
    return found


async def attendants(session: AsyncSession, mine: Iterable[UUID]) -> Mapping[UUID, tuple[UUID | None, str]]:
    """Return by assembly who goes there: id and name."""
    rows: Sequence[Any] = (await session.execute(text(ATTENDANTS), {"mine": list(mine)})).all()
    return {row.assembly_id: (row.person_id, row.name) for row in rows}


def clashes(places: Sequence[Place]) -> frozenset[UUID]:
    """Return the assemblies whose attendant, or whose room, is wanted by another one the same evening."""
    found: set[UUID] = set()
    for one in places:
        for other in places:
            if one.assembly_id == other.assembly_id or abs(one.starts_at - other.starts_at) >= EVENING:
                continue
            same_person = one.attendant_id is not None and one.attendant_id == other.attendant_id
            same_room = one.place.strip() != "" and one.place.strip().casefold() == other.place.strip().casefold()
            if same_person or same_room:
                found.add(one.assembly_id)
    return frozenset(found)
