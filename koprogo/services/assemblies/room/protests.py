"""Protests, word for word, about a point or about the evening: they stand in the minutes as they were said."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.in_assemblies import Protest
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.attendance.attendance import require_attendee
from koprogo.services.assemblies.roll import room

LONGEST = 4000
LIST = """
SELECT t.id, t.at, t.words, p.name, i.number FROM protest t JOIN person p ON p.id = t.person_id
  LEFT JOIN agenda_item i ON i.id = t.item_id WHERE t.assembly_id = :a AND t.association_id = :t ORDER BY t.at
"""


@dataclass(frozen=True)
class ProtestRow:
    """A protest; `number` is that of its point, None for the evening as a whole."""

    id: UUID
    at: datetime
    words: str
    name: str
    number: int | None


async def record_protest(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    person_id: UUID,
    words: str,
    at: datetime,
    item_id: UUID | None = None,
) -> UUID:
    """Write down what somebody protests against, in her words; nobody changes them afterwards.

    Raises:
        BadInput: no words, or more than 4000 characters.
        NoVoteHere: she neither votes nor holds a proxy here.
        NotFound: no such point in this assembly.
    """
    require(actor, "assembly.run", association_id)
    if not 1 <= len(words.strip()) <= LONGEST:
        raise BadInput(Problem("words", "Write the protest as it was said, in at most 4000 characters."))
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, *events.IN_SESSION, events.SUSPENDED)
    require_attendee(await room(session, association_id, assembly_id), person_id)
    if item_id is not None and not await session.scalar(
        text("SELECT 1 FROM agenda_item WHERE id = :i AND assembly_id = :a AND number IS NOT NULL"),
        {"i": item_id, "a": assembly_id},
    ):
        raise NotFound
    made = Protest(
        id=uuid4(),
        association_id=association_id,
        assembly_id=assembly_id,
        item_id=item_id,
        person_id=person_id,
        words=words.strip(),
        at=at,
        by_id=actor.person_id,
    )
    session.add(made)
    await session.flush()
    await audit.record(session, actor, association_id, "protest.recorded", made.id, characters=len(made.words))
    db.touch(session, "assembly", assembly_id)
    return made.id


async def protests(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> list[ProtestRow]:
    """Return the protests of the evening, in order."""
    require(actor, "minutes.read", association_id)
    await events.state_of(session, association_id, assembly_id)
    rows = await session.execute(text(LIST), {"a": assembly_id, "t": association_id})
    return [ProtestRow(**row) for row in rows.mappings()]
