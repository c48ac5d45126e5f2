"""Seats of the council and the auditor's office: begun by an election, ended by the next ordinary assembly or before.

Art. 3.90 §3: each member is elected by a vote of her own, by an absolute majority, until the next ordinary assembly; art.
3.91: an auditor is appointed every year. Roles follow from these rows (ADR 0022): the role ends the day the mandate ends.
A database trigger holds the offices apart too, for whoever comes past this service.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import allows, require
from koprogo.models.governance import Appointment
from koprogo.rules.governance.council import Seat
from koprogo.services import audit
from koprogo.services.assemblies import known
from koprogo.services.governance import eligible
from koprogo.services.governance.refusals import (
    OneOfTheTwo,
    SeatIsOver,
    SeatNeedsALot,
    SeatNeedsAVote,
    SyndicHoldsNoOffice,
)

COUNCIL, AUDITOR = "council", "auditor"
OFFICES = (COUNCIL, AUDITOR)
POSITIONS = ("", "chair", "secretary")
ENDS = ("resigned", "dismissed", "no_lot")
"""Why a mandate ends before the ordinary assembly: she steps down, the assembly ends it, she has no lot with a vote left."""
NO_SEAT = {
    Seat.IS_SYNDIC: SyndicHoldsNoOffice,
    Seat.NO_RIGHT: SeatNeedsALot,
    Seat.NO_VOTE: SeatNeedsAVote,
    Seat.IS_AUDITOR: OneOfTheTwo,
}
ONE = "SELECT id, person_id, since, until FROM appointment WHERE id = :a AND association_id = :t FOR UPDATE"
END = "UPDATE appointment SET until = :until, end_reason = :why WHERE id = :a AND association_id = :t"
END_ALL = """
UPDATE appointment p SET until = a.day, end_reason = 'assembly' FROM assembly a
 WHERE a.id = :a AND a.association_id = :t AND a.kind = 'ordinary'
   AND p.association_id = :t AND p.since < a.day AND p.until IS NULL RETURNING p.id
"""
RENEW = """
UPDATE appointment p SET until = :day, end_reason = 'assembly'
  FROM agenda_item i JOIN assembly a ON a.id = i.assembly_id
 WHERE i.id = :i AND i.association_id = :t AND a.kind = 'ordinary'
   AND p.association_id = :t AND p.person_id = :p AND p.until IS NULL AND p.since < :day RETURNING p.id
"""
UNSEAT = """
UPDATE appointment SET until = since, end_reason = 'revote'
 WHERE association_id = :t AND item_id = :i AND office = :office AND until IS NULL AND person_id <> ALL (:people)
"""
SITS = """
SELECT 1 FROM appointment WHERE association_id = :t AND person_id = :p AND office = :office AND since >= :day
   AND until IS NULL
"""


async def appoint(
    session: AsyncSession, actor: Actor, association_id: UUID, *, person_id: UUID, office: str, since: date
) -> UUID:
    """Record that a person holds an office from a day on, as an assembly decided elsewhere; return the seat's id.

    Raises:
        NotFound: the association does not know this person.
        SyndicHoldsNoOffice, OneOfTheTwo: another office keeps her from it.
        SeatNeedsALot, SeatNeedsAVote: she cannot sit in the council.
    """
    require(actor, "association.change", association_id)
    if office not in OFFICES:
        raise BadInput(Problem("office", "Choose council or auditor."))
    name = await known.name_of(session, association_id, person_id, since)
    await _require_free(session, association_id, person_id, office, name, since)
    return await _add(session, actor, association_id, person_id, office, since, None)


async def end_seat(
    session: AsyncSession, actor: Actor, association_id: UUID, seat_id: UUID, *, reason: str, day: date
) -> None:
    """End a mandate on a day, from which on she holds it no more: the syndic, or the member who steps down herself.

    Raises:
        NotFound: no such seat.
        NotAllowed: neither the syndic nor her own seat.
        SeatIsOver: it has its end.
        BadInput: the reason is none of the list, or the day is before the mandate began.
    """
    row = await _seat(session, actor, association_id, seat_id)
    if row.person_id != actor.person_id or reason != "resigned":
        require(actor, "association.change", association_id)
    if row.until is not None:
        raise SeatIsOver
    if reason not in ENDS:
        raise BadInput(Problem("reason", "Choose why the mandate ends."))
    if day < row.since:
        raise BadInput(Problem("day", "Choose a day after the mandate began."))
    await session.execute(text(END), {"a": seat_id, "t": association_id, "until": day, "why": reason})
    await audit.record(session, actor, association_id, "seat.ended", seat_id, reason=reason)


async def name_position(
    session: AsyncSession, actor: Actor, association_id: UUID, seat_id: UUID, *, position: str
) -> None:
    """Say who chairs the council or writes for it (house practice, no text of law); empty takes it away.

    Council and syndic may; each position is one person's, so whoever had it before loses it.
    """
    require(actor, "council.follow", association_id)
    row = await _seat(session, actor, association_id, seat_id)
    if position not in POSITIONS:
        raise BadInput(Problem("position", "Choose chair, secretary or none."))
    if row.until is not None:
        raise SeatIsOver
    clear = "UPDATE appointment SET position = '' WHERE association_id = :t AND position = :p AND until IS NULL"
    if position:
        await session.execute(text(clear), {"t": association_id, "p": position})
    name = "UPDATE appointment SET position = :p WHERE id = :a AND association_id = :t"
    await session.execute(text(name), {"p": position, "a": seat_id, "t": association_id})
    await audit.record(session, actor, association_id, "seat.position", seat_id, position=position)


async def seat_elected(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item_id: UUID,
    *,
    office: str,
    people: Sequence[UUID],
    day: date,
) -> list[UUID]:
    """Seat those whom a confirmed result elects, from the assembly's day; return those who could not be. Safe to repeat.

    At an ordinary assembly her own earlier mandates end there, so that an auditor whose year is over may be elected to
    the council, and a member anew. A result of an earlier round of the same point seats nobody any more. The assembly's
    result stands whatever we find: somebody another office excludes is not seated, and the log says so.
    """
    await session.execute(
        text(UNSEAT), {"t": association_id, "i": item_id, "office": office, "people": [str(each) for each in people]}
    )
    refused = []
    for person in people:
        if await session.scalar(text(SITS), {"t": association_id, "p": person, "office": office, "day": day}):
            continue
        ids = {"t": association_id, "i": item_id, "p": person, "day": day}
        await _ended(session, actor, association_id, await session.execute(text(RENEW), ids))
        is_syndic, holds_other = await eligible.beside(session, association_id, person, office=office, day=day)
        if is_syndic or holds_other:
            refused.append(person)
            await audit.record(
                session, actor, association_id, "seat.not_taken", person, office=office, syndic=is_syndic
            )
            continue
        await _add(session, actor, association_id, person, office, day, item_id)
    return refused


async def end_with_assembly(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> int:
    """End the mandates that lasted until this ordinary assembly, and return how many; any other kind ends none."""
    ids = {"a": assembly_id, "t": association_id}
    return await _ended(session, actor, association_id, await session.execute(text(END_ALL), ids))


async def _ended(session: AsyncSession, actor: Actor, association_id: UUID, rows: Any) -> int:
    ended = list(rows.scalars())
    for seat_id in ended:
        await audit.record(session, actor, association_id, "seat.ended", seat_id, reason="assembly")
    return len(ended)


async def _require_free(
    session: AsyncSession, association_id: UUID, person_id: UUID, office: str, name: str, day: date
) -> None:
    if office == COUNCIL:
        found = await eligible.seat(session, association_id, person_id, day=day)
        if found is not Seat.ELIGIBLE:
            raise NO_SEAT[found](name=name)
        return
    is_syndic, holds_other = await eligible.beside(session, association_id, person_id, office=office, day=day)
    if is_syndic:
        raise SyndicHoldsNoOffice(name=name)
    if holds_other:
        raise OneOfTheTwo(name=name)


async def _add(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    person_id: UUID,
    office: str,
    since: date,
    item_id: UUID | None,
) -> UUID:
    row = Appointment(
        id=uuid4(), association_id=association_id, person_id=person_id, office=office, since=since, item_id=item_id
    )
    session.add(row)
    await session.flush()
    item = str(item_id) if item_id else None
    await audit.record(session, actor, association_id, f"{office}.appointed", person_id, item=item)
    return row.id


async def _seat(session: AsyncSession, actor: Actor, association_id: UUID, seat_id: UUID) -> Any:
    if not allows(actor, "council.read", association_id):
        raise NotFound
    row = (await session.execute(text(ONE), {"a": seat_id, "t": association_id})).first()
    if row is None:
        raise NotFound
    return row
