"""Who is there, and the opening: arrivals, departures, the quorum, the frozen roll. Corrections: `corrections.py`."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.assemblies import PresenceEvent
from koprogo.models.assemblies import Roll as RollTable
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda import assembly_day
from koprogo.services.assemblies.labels import label
from koprogo.services.assemblies.logged_rows import facts_of_move
from koprogo.services.assemblies.minutes.minutes import request_minutes
from koprogo.services.assemblies.proxies.proxies import end_proxies_of
from koprogo.services.assemblies.refusals import (
    BureauIncomplete,
    ItemsUnfinished,
    NoVoteHere,
    QuorumIsReached,
    QuorumNotReached,
)
from koprogo.services.assemblies.roll import Room, room
from koprogo.services.assemblies.seats import bureau_of
from koprogo.services.governance import mandates
from koprogo.services.identity import sessions

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


async def open_assembly(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, at: datetime
) -> None:
    """Open the session when the quorum is reached, and freeze the roll (art. 3.87 §5).

    Raises:
        QuorumNotReached: with the three sums.
        WrongState: not convened, or open already.
    """
    require(actor, "assembly.run", association_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, events.CONVENED)
    now = await room(session, association_id, assembly_id)
    answer, there = now.quorum(), now.attendance()
    if not answer.reached:
        raise QuorumNotReached(
            heads_present=there.owners_present,
            heads_needed=answer.heads_needed,
            shares_present=there.shares_present,
            half_needed=answer.half_needed,
            three_quarters_needed=answer.three_quarters_needed,
        )
    session.add_all(
        RollTable(association_id=association_id, assembly_id=assembly_id, **asdict(row)) for row in now.roll
    )
    await events.append(
        session,
        actor,
        association_id,
        assembly_id,
        events.OPENED,
        owners=there.owners,
        owners_present=there.owners_present,
        shares=there.shares,
        shares_present=there.shares_present,
        reason_of_quorum=str(answer.reason),
        checked_at=at.isoformat(),
    )


async def without_quorum(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, at: datetime
) -> None:
    """End a first session that could not open; its second session may be planned (art. 3.87 §5).

    Raises:
        QuorumIsReached: enough are there, so it is no fact.
        WrongState: not convened, or open already.
    """
    require(actor, "assembly.run", association_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, events.CONVENED)
    now = await room(session, association_id, assembly_id)
    if now.quorum().reached:
        raise QuorumIsReached
    there = now.attendance()
    await events.append(
        session,
        actor,
        association_id,
        assembly_id,
        events.WITHOUT_QUORUM,
        owners_present=there.owners_present,
        shares_present=there.shares_present,
        checked_at=at.isoformat(),
    )
    await assembly_day.follow_first(session, actor, association_id, assembly_id, at=at)


async def suspend(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, reason: str) -> None:
    """Interrupt the session, with its reason and time in the minutes.

    Raises:
        AnotherItemOpen: a vote is open; it is closed first.
    """
    require(actor, "assembly.run", association_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, *events.IN_SESSION)
    await events.require_no_vote(session, assembly_id)
    await events.append(session, actor, association_id, assembly_id, events.SUSPENDED, reason=reason)


async def resume(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> None:
    """Go on after an interruption."""
    require(actor, "assembly.run", association_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, events.SUSPENDED)
    await events.append(session, actor, association_id, assembly_id, events.RESUMED)


async def close_assembly(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, at: datetime
) -> None:
    """Close the session once each item has its outcome and the bureau can sign; slips from the desk end with it.

    Raises:
        ItemsUnfinished: names the first point without an outcome.
        BureauIncomplete: no chair or no secretary.
    """
    require(actor, "assembly.run", association_id)
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, *events.IN_SESSION)
    unfinished = await session.execute(
        text(
            "SELECT i.number, i.part FROM agenda_item i LEFT JOIN item_state s ON s.item_id = i.id"
            " WHERE i.assembly_id = :a AND i.number IS NOT NULL"
            " AND (s.what IS NULL OR s.what <> ALL (:ended)) ORDER BY i.number, i.part LIMIT 1"
        ),
        {"a": assembly_id, "ended": list(events.ITEM_OUTCOMES)},
    )
    if row := unfinished.first():
        raise ItemsUnfinished(number=label(row.number, row.part))
    seats = await bureau_of(session, assembly_id)
    if not {"chair", "secretary"} <= {office for office, _ in seats}:
        raise BureauIncomplete
    await events.append(session, actor, association_id, assembly_id, events.CLOSED)
    await mandates.end_with_assembly(session, actor, association_id, assembly_id)
    await request_minutes(session, actor, association_id, assembly_id)
    await sessions.revoke_of_assembly(session, assembly_id, at=at)
