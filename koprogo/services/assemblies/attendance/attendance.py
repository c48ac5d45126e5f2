"""Who is there: arrivals and departures, at the desk or by oneself. Corrections: `corrections.py`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.assemblies import PresenceEvent
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.logged_rows import facts_of_move
from koprogo.services.assemblies.proxies.proxies import end_proxies_of
from koprogo.services.assemblies.refusals import NoVoteHere
from koprogo.services.assemblies.roll import Room, room

CHANNELS = ("room", "remote")


async def record_presence(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    person_id: UUID,
    what: str,
    at: datetime,
    channel: str = "room",
    capacity: str = "",
    reason: str = "",
    recorded_at: datetime | None = None,
) -> None:
    """Note that a person arrived or left, by the syndic's list. Safe to repeat: a second arrival changes nothing.

    `recorded_at` when the desk noted it earlier, at `at`, and could not say so (`noted_presence.py`).
    """
    require(actor, "attendance.record", association_id)
    here = (session, actor, association_id, assembly_id)
    more = {"capacity": capacity, "reason": reason, "recorded_at": recorded_at or at}
    await _record(*here, person_id, what, at, channel, **more)  # type: ignore[arg-type]


async def check_in(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, channel: str, at: datetime
) -> None:
    """Check in oneself, with the QR code in the hall or from home where the convocation allows it (art. 3.87 §1).

    Raises:
        NoVoteHere: nobody with a vote, nor a proxy holder.
    """
    require(actor, "attendance.check_in", association_id)
    if channel == "remote" and not await session.scalar(
        text("SELECT remote_allowed FROM assembly WHERE id = :a AND association_id = :t"),
        {"a": assembly_id, "t": association_id},
    ):
        raise BadInput(Problem("channel", "This assembly is held in the room only: check in at the entrance."))
    await _record(session, actor, association_id, assembly_id, actor.person_id, "arrived", at, channel)


async def _record(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    person_id: UUID,
    what: str,
    at: datetime,
    channel: str,
    *,
    capacity: str = "",
    reason: str = "",
    recorded_at: datetime | None = None,
) -> None:
    if what not in ("arrived", "left") or channel not in CHANNELS:
        raise BadInput(Problem("what", "Choose arrived or left, in the room or remote."))
    if actor.slip_assembly_id not in (None, assembly_id):
        raise NotFound
    await events.lock_assembly(session, assembly_id)
    await events.require_state(
        session, association_id, assembly_id, *events.BEFORE_OPENING, *events.IN_SESSION, events.SUSPENDED
    )
    now = await room(session, association_id, assembly_id)
    if what == "arrived":
        require_attendee(now, person_id)
    if (person_id in now.present) == (what == "arrived"):
        return
    move = PresenceEvent(
        association_id=association_id,
        assembly_id=assembly_id,
        person_id=person_id,
        what=what,
        channel=channel,
        capacity=capacity,
        at=at,
        recorded_at=recorded_at or at,
        by_id=actor.person_id,
        reason=reason,
    )
    session.add(move)
    await session.flush()
    if what == "arrived":
        for giver in {person_id, *(row.voter_id for row in now.roll if row.agent_id == person_id and row.voter_id)}:
            await end_proxies_of(session, actor, association_id, assembly_id, now, giver)
    logged = await facts_of_move(session, move)
    await audit.record(session, actor, association_id, f"presence.{what}", assembly_id, channel=channel, **logged)
    db.touch(session, "assembly", assembly_id)


def require_attendee(now: Room, person_id: UUID) -> None:
    """Let pass owners, who acts for them, designated representatives and holders of a standing proxy.

    Raises:
        NoVoteHere: nobody of these.
        BadInput: an organisation, which is present through a person only.
    """
    hers = [row for row in now.roll if person_id in (row.voter_id, row.agent_id)]
    if not hers and not any(person_id in (proxy.holder_id, proxy.substitute_id) for proxy in now.proxies):
        raise NoVoteHere
    if hers and all(row.agent_id is None for row in hers):
        wrong = "Record first who acts for {name}: an organisation is present through a person."
        raise BadInput(Problem("person", wrong, {"name": hers[0].owner_name}))
