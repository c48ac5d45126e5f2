"""The sitting itself: opened when the quorum is reached, with the roll frozen; interrupted; ended once it can be signed."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.models.assemblies import Roll as RollTable
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda import assembly_day
from koprogo.services.assemblies.labels import label
from koprogo.services.assemblies.minutes.minutes import request_minutes
from koprogo.services.assemblies.roll import room
from koprogo.services.assemblies.room.refusals import (
    BureauIncomplete,
    ItemsUnfinished,
    QuorumIsReached,
    QuorumNotReached,
)
from koprogo.services.assemblies.seats import bureau_of
from koprogo.services.governance import mandates
from koprogo.services.identity import sessions


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
