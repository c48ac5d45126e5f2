"""The attendance corrected after the fact: a row more with reason, author and time, and each frozen result looked at.

Nothing is edited. A result whose votes or sums rest on the corrected moment is counted again with the corrected
attendance; `result_review` keeps both counts. The frozen one stands until the room votes again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.assemblies import PresenceEvent
from koprogo.models.in_assemblies import ResultReview
from koprogo.rules.assemblies.review import falls_out
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda.options import option_name
from koprogo.services.assemblies.attendance import quorum_again
from koprogo.services.assemblies.attendance.attendance import CHANNELS, require_attendee
from koprogo.services.assemblies.attendance.history import History, before_and_after, moved
from koprogo.services.assemblies.labels import label
from koprogo.services.assemblies.logged_rows import facts_of_move
from koprogo.services.assemblies.proxies.proxies import end_proxies_of, restore_proxies_of
from koprogo.services.assemblies.roll import Room, room, room_at_close
from koprogo.services.assemblies.voting.counting import RoundCount, count_round, counting_ballots
from koprogo.services.assemblies.voting.item_rule import rule_of

CORRECTABLE = (
    *events.BEFORE_OPENING,
    *events.IN_SESSION,
    events.SUSPENDED,
    events.CLOSED,
    events.MINUTED,
    events.WITHOUT_QUORUM,
)
Carried = Mapping[UUID, set[UUID]]
"""Lot -> who carried it at some moment of a vote."""
WRONG = """
SELECT e.person_id, e.channel, e.capacity FROM presence_event e
 WHERE e.id = :e AND e.assembly_id = :a AND e.association_id = :t
   AND NOT EXISTS (SELECT 1 FROM presence_event c WHERE c.corrects_id = e.id)
"""
FROZEN = """
SELECT r.item_id, r.round, r.carried, r.facts ->> 'chosen' AS chosen, i.number, i.part, i.options,
       (SELECT min(e.at) FROM item_event e WHERE e.item_id = r.item_id AND e.round = r.round AND e.what = 'opened')
       AS opened_at,
       (SELECT max(e.at) FROM item_event e WHERE e.item_id = r.item_id AND e.round = r.round AND e.what = 'closed')
       AS closed_at
  FROM result r JOIN agenda_item i ON i.id = r.item_id JOIN item_state s ON s.item_id = r.item_id
 WHERE r.assembly_id = :a AND r.round = s.round AND s.what = 'confirmed' ORDER BY i.number, i.part
"""
MOVES = """
SELECT e.id, e.person_id, p.name, e.what, e.channel, e.at, e.recorded_at, e.reason, e.corrects_id, a.name AS author,
       EXISTS (SELECT 1 FROM presence_event c WHERE c.corrects_id = e.id) AS corrected
  FROM presence_event e JOIN person p ON p.id = e.person_id JOIN person a ON a.id = e.by_id
 WHERE e.assembly_id = :a AND e.association_id = :t AND (CAST(:p AS uuid) IS NULL OR e.person_id = :p)
 ORDER BY e.at, e.id
"""
REVIEWS = """
SELECT v.item_id, i.number || i.part AS number, v.round, v.would_change, v.facts, v.at, e.reason, p.name,
       s.round = v.round AND s.what = 'confirmed' AS stands
  FROM result_review v JOIN agenda_item i ON i.id = v.item_id JOIN item_state s ON s.item_id = v.item_id
  JOIN presence_event e ON e.id = v.presence_event_id AND e.association_id = v.association_id
  JOIN person p ON p.id = e.person_id
 WHERE v.assembly_id = :a AND v.association_id = :t ORDER BY v.at, i.number, i.part
"""


@dataclass(frozen=True)
class Review:
    """A frozen result looked at again: `facts` holds `before` and `after`, each with its sums and `carried`.

    Of a choice each also holds `options` (label per language, votes) and the option `chosen`. `number`: 7, or 7b for a part.

    `stands`: the result is still the one that counts, no second round has begun.
    """

    item_id: UUID
    number: str
    round: int
    would_change: bool
    facts: dict[str, Any]
    at: datetime
    reason: str
    name: str
    stands: bool


@dataclass(frozen=True)
class Move:
    """A line of the attendance: `corrected` counts no more, `corrects_id` names the line it replaces."""

    id: int
    person_id: UUID
    name: str
    what: str
    channel: str
    at: datetime
    recorded_at: datetime
    reason: str
    corrects_id: int | None
    author: str
    corrected: bool


async def correct_presence(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    event_id: int,
    what: str,
    happened_at: datetime,
    at: datetime,
    reason: str,
) -> list[Review]:
    """Replace a wrong arrival or departure by a right one; both stay, the wrong one counts no more.

    Returns the frozen results that this touches, each with whether it would be another one.

    Raises:
        BadInput: without a reason, or at an instant that has not come.
        NotFound: no such row in this assembly, or it was corrected already.
    """
    await _begin(session, actor, association_id, assembly_id, what, happened_at, at, reason)
    ids = {"e": event_id, "a": assembly_id, "t": association_id}
    row = (await session.execute(text(WRONG), ids)).first()
    if row is None:
        raise NotFound
    made = PresenceEvent(
        association_id=association_id,
        assembly_id=assembly_id,
        person_id=row.person_id,
        what=what,
        channel=row.channel,
        capacity=row.capacity,
        at=happened_at,
        recorded_at=at,
        by_id=actor.person_id,
        reason=reason.strip(),
        corrects_id=event_id,
    )
    return await _enter(session, actor, made, at)


async def add_forgotten(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    person_id: UUID,
    what: str,
    happened_at: datetime,
    at: datetime,
    reason: str,
    channel: str = "room",
) -> list[Review]:
    """Enter an arrival or departure that nobody noted when it happened; otherwise as `correct_presence`.

    Raises:
        NoVoteHere: nobody with a vote, nor a proxy holder.
    """
    await _begin(session, actor, association_id, assembly_id, what, happened_at, at, reason)
    if channel not in CHANNELS:
        raise BadInput(Problem("channel", "Choose arrived or left, in the room or remote."))
    require_attendee(await room(session, association_id, assembly_id), person_id)
    made = PresenceEvent(
        association_id=association_id,
        assembly_id=assembly_id,
        person_id=person_id,
        what=what,
        channel=channel,
        at=happened_at,
        recorded_at=at,
        by_id=actor.person_id,
        reason=reason.strip(),
    )
    return await _enter(session, actor, made, at)


async def moves(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, person_id: UUID | None = None
) -> list[Move]:
    """Return the arrivals and departures of one person, or of everybody, wrong ones included, in order."""
    require(actor, "attendance.record", association_id)
    await events.state_of(session, association_id, assembly_id)
    rows = await session.execute(text(MOVES), {"a": assembly_id, "t": association_id, "p": person_id})
    return [Move(**row) for row in rows.mappings()]


async def reviews(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> list[Review]:
    """Return the results that corrections of the attendance touched, in order."""
    require(actor, "assembly.read", association_id)
    await events.state_of(session, association_id, assembly_id)
    if actor.slip_assembly_id not in (None, assembly_id):
        raise NotFound
    rows = await session.execute(text(REVIEWS), {"a": assembly_id, "t": association_id})
    return [Review(**row) for row in rows.mappings()]


async def _begin(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    what: str,
    happened_at: datetime,
    at: datetime,
    reason: str,
) -> None:
    require(actor, "attendance.record", association_id)
    if not reason.strip():
        raise BadInput(Problem("reason", "Write why the attendance is corrected; it goes into the minutes."))
    if what not in ("arrived", "left"):
        raise BadInput(Problem("what", "Choose arrived or left, in the room or remote."))
    if happened_at > at:
        raise BadInput(Problem("happened_at", "Enter when it happened: this hour has not come yet."))
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, *CORRECTABLE)


async def _enter(session: AsyncSession, actor: Actor, made: PresenceEvent, at: datetime) -> list[Review]:
    association_id, assembly_id = made.association_id, made.assembly_id
    session.add(made)
    await session.flush()
    now = await room(session, association_id, assembly_id)
    before, after = await before_and_after(session, assembly_id, now.roll, int(made.id or 0))
    await _proxies_follow(session, actor, made, now, before, after)
    await audit.record(
        session, actor, association_id, "presence.corrected", assembly_id, corrects=made.corrects_id or 0,
        **await facts_of_move(session, made),
    )  # fmt: skip
    await quorum_again.judge_again(session, actor, made, now, before, after, at)
    found = await _look_again(session, actor, made, before, after, at)
    db.touch(session, "assembly", assembly_id)
    return found


async def _proxies_follow(
    session: AsyncSession,
    actor: Actor,
    made: PresenceEvent,
    now: Room,
    before: History,
    after: History,
) -> None:
    """End the proxies of a giver who turns out to have come; let those stand again that a wrong arrival ended."""
    person, here = made.person_id, (made.association_id, made.assembly_id)
    for giver in {person, *(row.voter_id for row in now.roll if row.agent_id == person and row.voter_id)}:
        if after.came_after_giving(giver):
            await end_proxies_of(session, actor, *here, now, giver)
        elif before.came_after_giving(giver):
            await restore_proxies_of(session, actor, *here, now, giver)


async def _look_again(
    session: AsyncSession, actor: Actor, made: PresenceEvent, before: History, after: History, at: datetime
) -> list[Review]:
    """Count each frozen result again that rests on the corrected moment, and keep what would come of it."""
    found = []
    for frozen in await session.execute(text(FROZEN), {"a": made.assembly_id}):
        changed = moved(before.carriers_at(frozen.closed_at), after.carriers_at(frozen.closed_at))
        told = before.carried_between(frozen.opened_at, frozen.closed_at)
        known = after.carried_between(frozen.opened_at, frozen.closed_at)
        if not changed and not any(people - known.get(lot, set()) for lot, people in told.items()):
            continue
        facts = await _counted_again(session, made, frozen, changed, (told, known), after)
        after_it = facts["after"]
        would_change = after_it["carried"] != frozen.carried or after_it.get("chosen", "") != (frozen.chosen or "")
        session.add(
            ResultReview(
                id=uuid4(),
                association_id=made.association_id,
                assembly_id=made.assembly_id,
                item_id=frozen.item_id,
                round=frozen.round,
                presence_event_id=int(made.id or 0),
                would_change=would_change,
                facts=facts,
                at=at,
                by_id=actor.person_id,
            )
        )
        await audit.record(
            session,
            actor,
            made.association_id,
            "result.reviewed",
            frozen.item_id,
            round=frozen.round,
            would_change=would_change,
        )
        name = str(await session.scalar(text("SELECT name FROM person WHERE id = :p"), {"p": made.person_id}))
        found.append(
            Review(
                frozen.item_id,
                str(label(frozen.number, frozen.part)),
                frozen.round,
                would_change,
                facts,
                at,
                made.reason,
                name,
                stands=True,
            )
        )
    await session.flush()
    return found


async def _counted_again(
    session: AsyncSession,
    made: PresenceEvent,
    frozen: Row[Any],
    changed: frozenset[UUID],
    carried: tuple[Carried, Carried],
    after: History,
) -> dict[str, Any]:
    """Count a frozen round before and after the correction; `carried` is who carried each lot during it, told and known."""
    then = await room_at_close(session, made.association_id, made.assembly_id, frozen.item_id, frozen.round)
    rule = await rule_of(session, made.association_id, frozen.item_id)
    ballots = await counting_ballots(session, frozen.item_id, frozen.round)
    right = after.carriers_at(frozen.closed_at)
    kept = {lot: person for lot, person in then.carriers.items() if lot not in changed}
    corrected = replace(then, carried_at_close=kept | {lot: right[lot] for lot in changed if lot in right})
    told, known = ({ballot.lot_id: each.get(ballot.lot_id, set()) for ballot in ballots} for each in carried)
    lost = {
        ballot.lot_id for ballot in ballots if falls_out(ballot.cast_by_id, told[ballot.lot_id], known[ballot.lot_id])
    }
    still = [ballot for ballot in ballots if ballot.lot_id not in lost]
    numbers = {row.lot_id: row.lot_number for row in then.roll}
    return {
        "before": _sums(count_round(then, rule, ballots), frozen.options),
        "after": _sums(count_round(corrected, rule, still), frozen.options),
        "lots": sorted(numbers[lot] for lot in changed | lost),
        "ballots_out": sorted(numbers[ballot.lot_id] for ballot in ballots if ballot.lot_id in lost),
    }


def _sums(counted: RoundCount, labels: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    answer, choice = counted.count, counted.choice
    options = {
        "chosen": choice.chosen,
        "options": [{"label": option_name(labels, each), "votes": votes} for each, votes in choice.votes.items()],
    } if choice else {}  # fmt: skip
    return options | {
        "carried": answer.carried,
        "in_favour": answer.in_favour,
        "against": answer.against,
        "abstained": answer.abstained,
        "needed": counted.needed,
        "present": counted.present,
    }
