"""The life of an item on the evening: opened with a countdown, closed, confirmed; or postponed, withdrawn, noted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor, Role
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.services.assemblies import events
from koprogo.services.assemblies.elections import votes as election_votes
from koprogo.services.assemblies.labels import label
from koprogo.services.assemblies.proof import seal
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.assemblies.roll import room
from koprogo.services.assemblies.voting import countdowns
from koprogo.services.assemblies.voting.refusals import PrincipleNotCarried

OPEN = events.VOTE_OPEN
MOVABLE = ("planned", "postponed", "withdrawn", "noted", "not_reached")
LONGEST_COUNTDOWN = 3600


@dataclass(frozen=True)
class ItemPlace:
    """Where an item stands: its assembly and its majority (`none` is not voted)."""

    assembly_id: UUID
    majority: str


async def place_of(session: AsyncSession, association_id: UUID, item_id: UUID) -> ItemPlace:
    """Return the item's assembly, or NotFound."""
    row = (
        await session.execute(
            text("SELECT assembly_id, majority FROM agenda_item WHERE id = :i AND association_id = :t"),
            {"i": item_id, "t": association_id},
        )
    ).first()
    if row is None:
        raise NotFound
    return ItemPlace(row.assembly_id, row.majority)


async def open_item(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item_id: UUID,
    *,
    at: datetime,
    seconds: int | None = 120,
) -> None:
    """Open the vote on an item; without `seconds` it stays open until closed by hand.

    Raises:
        AnotherItemOpen, PollOpen: one question at a time.
        WrongState: the session is not open, or this item was voted already (reopen it for a second round).
        NobodyAgreed: an election in which some stand and none has agreed.
    """
    require(actor, "assembly.run", association_id)
    place = await place_of(session, association_id, item_id)
    await events.lock_assembly(session, place.assembly_id)
    await events.require_state(session, association_id, place.assembly_id, *events.IN_SESSION)
    state = await events.item_state(session, association_id, item_id)
    if state.what not in (*MOVABLE, "reopened") or place.majority == "none":
        raise WrongState(state.what)
    await _principle_first(session, item_id)
    await events.require_no_vote(session, place.assembly_id)
    await events.require_no_poll(session, place.assembly_id)
    round_, left = max(state.round, 1), await left_on(session, state)
    put = await election_votes.prepare(
        session, actor, association_id, item_id, run_off=bool(left), round_=round_, at=at
    )
    await events.append_item(
        session,
        actor,
        association_id,
        place.assembly_id,
        item_id,
        "opened",
        round_=round_,
        **left,
        **put,
        **_countdown(association_id, item_id, at, seconds),
    )


async def extend_item(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, at: datetime, seconds: int
) -> None:
    """Give more time: the countdown ends `seconds` later than it would, counted from now when it has passed."""
    require(actor, "assembly.run", association_id)
    place = await place_of(session, association_id, item_id)
    await events.lock_assembly(session, place.assembly_id)
    state = await events.item_state(session, association_id, item_id)
    if state.what not in OPEN:
        raise WrongState(state.what)
    ends = state.facts.get("closes_at")
    start = max(at, datetime.fromisoformat(ends)) if ends else at
    await events.append_item(
        session,
        actor,
        association_id,
        place.assembly_id,
        item_id,
        "extended",
        round_=state.round,
        **await left_on(session, state),
        **_countdown(association_id, item_id, start, seconds),
    )


async def close_item(session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID) -> int:
    """Close the vote and seal what is left; return the number of ballots sealed in this round.

    Safe to repeat: every closing of the same round reports the same set. The result stays provisional until confirmed.
    """
    require(actor, "assembly.run", association_id)
    place = await place_of(session, association_id, item_id)
    await events.lock_assembly(session, place.assembly_id)
    # Casters hold the first lock shared: taken alone, it waits for those in flight and lets nobody in after.
    await session.execute(text("SELECT pg_advisory_xact_lock(1, hashtext(:i))"), {"i": str(item_id)})
    await session.execute(text("SELECT pg_advisory_xact_lock(2, hashtext(:i))"), {"i": str(item_id)})
    state = await events.item_state(session, association_id, item_id)
    if state.what in OPEN:
        now = await room(session, association_id, place.assembly_id)
        carriers = {str(lot): str(person) for lot, person in now.carriers.items()}
        await events.append_item(
            session,
            actor,
            association_id,
            place.assembly_id,
            item_id,
            "closed",
            round_=state.round,
            carriers=carriers,
        )
        await seal.seal_round(session, association_id, item_id, state.round)
    elif state.what not in ("closed", "confirmed"):
        raise WrongState(state.what)
    return await seal.sealed(session, item_id, state.round)


async def close_when_due(session: AsyncSession, association_id: UUID, item_id: UUID) -> bool:
    """Close a vote whose countdown has run out, in the name of who opened it; return whether it was this call."""
    place = await place_of(session, association_id, item_id)
    await events.lock_assembly(session, place.assembly_id)
    row = (
        await session.execute(
            text(
                "SELECT s.by_id, p.name, p.language FROM item_state s JOIN person p ON p.id = s.by_id"
                " WHERE s.item_id = :i AND s.what = ANY (:open)"
                " AND (s.facts ->> 'closes_at')::timestamptz <= clock_timestamp()"
            ),
            {"i": item_id, "open": list(OPEN)},
        )
    ).first()
    if row is None:
        return False
    opener = Actor(row.by_id, row.name, row.language, {association_id: frozenset({Role.SYNDIC})})
    await close_item(session, opener, association_id, item_id)
    return True


async def reopen_item(session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, reason: str) -> None:
    """Begin a second round; the first stays in the minutes.

    Raises:
        BadInput: without a reason.
    """
    require(actor, "assembly.run", association_id)
    if not reason.strip():
        raise BadInput(Problem("reason", "Write why the point is voted again; it goes into the minutes."))
    place = await place_of(session, association_id, item_id)
    await events.lock_assembly(session, place.assembly_id)
    await events.require_state(session, association_id, place.assembly_id, *events.IN_SESSION)
    state = await events.item_state(session, association_id, item_id)
    if state.what not in ("closed", "confirmed"):
        raise WrongState(state.what)
    await events.append_item(
        session, actor, association_id, place.assembly_id, item_id, "reopened", round_=state.round + 1, reason=reason
    )


async def settle_item(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, outcome: str, reason: str = ""
) -> None:
    """Give an item an outcome without a vote: postponed, withdrawn, noted or not_reached."""
    require(actor, "assembly.run", association_id)
    if outcome not in MOVABLE[1:]:
        raise BadInput(Problem("outcome", "Choose postponed, withdrawn, noted or not reached."))
    place = await place_of(session, association_id, item_id)
    await events.lock_assembly(session, place.assembly_id)
    await events.require_state(session, association_id, place.assembly_id, *events.IN_SESSION)
    state = await events.item_state(session, association_id, item_id)
    if state.what not in (*MOVABLE, "reopened"):
        raise WrongState(state.what)
    await events.append_item(
        session,
        actor,
        association_id,
        place.assembly_id,
        item_id,
        outcome,
        round_=max(state.round, 1),
        reason=reason.strip(),
    )


async def _principle_first(session: AsyncSession, item_id: UUID) -> None:
    """Let a part pass once its principle is carried: which, how much and from what follow from whether.

    Raises:
        PrincipleNotCarried: the principle was rejected, or is still to be voted.
    """
    principle = await session.execute(
        text(
            "SELECT p.number, p.part, (SELECT r.carried FROM result r WHERE r.item_id = p.id"
            " AND r.about = 'text' ORDER BY r.round DESC LIMIT 1) AS carried"
            " FROM agenda_item i JOIN agenda_item p ON p.id = i.parent_id WHERE i.id = :i"
        ),
        {"i": item_id},
    )
    row = principle.first()
    if row is not None and not row.carried:
        raise PrincipleNotCarried(number=label(row.number, row.part))


async def left_on(session: AsyncSession, state: events.ItemState) -> dict[str, Any]:
    """Hand the options left on from the reopening to the opening: casting reads the last event only."""
    left = await session.scalar(
        text("SELECT facts -> 'options' FROM item_event WHERE item_id = :i AND round = :r AND what = 'reopened'"),
        {"i": state.item_id, "r": state.round},
    )
    return {"options": left} if left else {}


def _countdown(association_id: UUID, item_id: UUID, start: datetime, seconds: int | None) -> dict[str, str]:
    """Return when the vote closes as facts of its event, and have this process watch for it."""
    if seconds is None:
        return {}
    if not 5 <= seconds <= LONGEST_COUNTDOWN:
        raise BadInput(Problem("seconds", "Enter a countdown between 5 seconds and 60 minutes."))
    closes_at = start + timedelta(seconds=seconds)
    countdowns.remember(countdowns.Countdown(association_id, item_id, closes_at))
    return {"closes_at": closes_at.isoformat()}
