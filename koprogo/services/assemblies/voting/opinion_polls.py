"""An indicative secret poll before the vote on a point: opened, answered once per head, closed, and without legal effect.

The vote that decides is by name (art. 3.87 §10). Of an answer two things are kept apart: a marker that this person answered,
and a count per answer; no time, no order, no line in the log (ADR 0045). Counts are shown once the poll is closed and enough
people answered. The minutes mention it only when the chair says so.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor, Role
from koprogo.core.errors import BadInput, Conflict, NotAllowed, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.opinion import OpinionCount, OpinionMarker, OpinionPoll, OpinionPollEvent
from koprogo.rules.assemblies.opinion_poll import may_be_shown
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.refusals import NoVoteHere, WrongState
from koprogo.services.assemblies.roll import lots_of, room
from koprogo.services.assemblies.seats import bureau_of
from koprogo.services.assemblies.voting.refusals import AnsweredAlready, ConflictOfInterest, NotPresent

ANSWERS = {"for": "in_favour", "against": "against", "undecided": "undecided"}
BEFORE_THE_VOTE = ("planned", "reopened", "postponed", "withdrawn", "noted", "not_reached")
ITEM = "SELECT assembly_id, majority FROM agenda_item WHERE id = :i AND association_id = :t AND number IS NOT NULL"
POLL = """
SELECT p.id, p.assembly_id, p.item_id, e.what FROM opinion_poll p
  JOIN LATERAL (SELECT what FROM opinion_poll_event WHERE poll_id = p.id ORDER BY seq DESC LIMIT 1) e ON true
 WHERE p.id = :p AND p.association_id = :t
"""
OPEN_ABOUT = """
SELECT p.id FROM opinion_poll p WHERE p.item_id = :i AND p.association_id = :t
   AND NOT EXISTS (SELECT 1 FROM opinion_poll_event e WHERE e.poll_id = p.id AND e.what = 'closed')
"""
COUNTS = """
SELECT in_favour, against, undecided,
       (SELECT count(*) FROM opinion_marker m WHERE m.poll_id = c.poll_id) AS answered
  FROM opinion_count c WHERE c.poll_id = :p
"""
EXCLUDED = "SELECT 1 FROM standing_exclusion WHERE item_id = :i AND person_id = :p"
MARKED = "SELECT 1 FROM opinion_marker WHERE poll_id = :p AND person_id = :who"
MINE = """
SELECT p.id FROM opinion_poll p JOIN opinion_marker m ON m.poll_id = p.id AND m.person_id = :who
 WHERE p.assembly_id = :a AND p.association_id = :t
"""
REWRITE = """
UPDATE opinion_count SET in_favour = in_favour + CAST(:in_favour AS int), against = against + CAST(:against AS int),
       undecided = undecided + CAST(:undecided AS int)
 WHERE poll_id = :p
"""


@dataclass(frozen=True)
class PollResult:
    """A poll, by heads. The counts are None while it is open, and where too few answered to keep them secret."""

    answered: int
    in_favour: int | None = None
    against: int | None = None
    undecided: int | None = None


async def open_poll(session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, at: datetime) -> UUID:
    """Open a secret poll about a point that is not voted yet, and return its id (syndic).

    Raises:
        NotFound: no such point, or one that is only noted.
        WrongState: the session is not open, or the vote on the point has begun or is decided.
        PollOpen, AnotherItemOpen: one question at a time.
    """
    require(actor, "assembly.run", association_id)
    item = (await session.execute(text(ITEM), {"i": item_id, "t": association_id})).first()
    if item is None or item.majority == "none":
        raise NotFound
    await events.lock_assembly(session, item.assembly_id)
    await events.require_state(session, association_id, item.assembly_id, *events.IN_SESSION)
    state = await events.item_state(session, association_id, item_id)
    if state.what not in BEFORE_THE_VOTE:
        raise WrongState(state.what)
    await events.require_no_vote(session, item.assembly_id)
    await events.require_no_poll(session, item.assembly_id)
    poll = OpinionPoll(id=uuid4(), association_id=association_id, assembly_id=item.assembly_id, item_id=item_id)
    session.add(poll)
    await session.flush()
    session.add(OpinionCount(association_id=association_id, poll_id=poll.id))
    await _append(session, actor, association_id, item.assembly_id, poll.id, "opened", at)
    return poll.id


async def answer_poll(session: AsyncSession, actor: Actor, association_id: UUID, poll_id: UUID, *, answer: str) -> None:
    """Answer once: for, against or undecided. Nobody, and no log, is told what.

    Raises:
        BadInput: another word.
        NotFound: no such poll.
        AnsweredAlready: once is all; an answer cannot be found again to be changed.
        WrongState: the poll is closed.
        NotPresent, NoVoteHere, ConflictOfInterest: only co-owners who are there and may vote on the point.
    """
    require(actor, "ballot.cast", association_id)
    if answer not in ANSWERS:
        raise BadInput(Problem("answer", "Choose for, against or undecided."))
    poll = await _poll(session, association_id, poll_id)
    if actor.slip_assembly_id not in (None, poll.assembly_id):
        raise NotFound
    await events.lock_assembly(session, poll.assembly_id)
    poll = await _poll(session, association_id, poll_id)
    if poll.what != "opened":
        raise WrongState("closed")
    now = await room(session, association_id, poll.assembly_id)
    if actor.person_id not in now.present:
        raise NotPresent
    if not lots_of(now.roll, actor.person_id):
        raise NoVoteHere
    if await session.scalar(text(EXCLUDED), {"i": poll.item_id, "p": actor.person_id}):
        state = await events.item_state(session, association_id, poll.item_id)
        raise ConflictOfInterest(number=state.label)
    if await session.scalar(text(MARKED), {"p": poll_id, "who": actor.person_id}):
        raise AnsweredAlready
    session.add(OpinionMarker(association_id=association_id, poll_id=poll_id, person_id=actor.person_id))
    await session.flush()
    more = {column: int(ANSWERS[answer] == column) for column in ANSWERS.values()}
    await session.execute(text(REWRITE), {"p": poll_id, **more})
    db.touch(session, "assembly", poll.assembly_id)


async def close_poll(
    session: AsyncSession, actor: Actor, association_id: UUID, poll_id: UUID, *, at: datetime
) -> PollResult:
    """Close the poll and return its counts, where enough answered. Safe to repeat (syndic)."""
    require(actor, "assembly.run", association_id)
    poll = await _poll(session, association_id, poll_id)
    await events.lock_assembly(session, poll.assembly_id)
    if (await _poll(session, association_id, poll_id)).what == "opened":
        await _append(session, actor, association_id, poll.assembly_id, poll_id, "closed", at)
    return await _result(session, poll_id, closed=True)


async def close_poll_of(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, at: datetime
) -> PollResult:
    """Close the poll that is open about a point; NotFound when none is (syndic)."""
    require(actor, "assembly.run", association_id)
    poll_id = await session.scalar(text(OPEN_ABOUT), {"i": item_id, "t": association_id})
    if poll_id is None:
        raise NotFound
    return await close_poll(session, actor, association_id, poll_id, at=at)


async def tell_in_minutes(
    session: AsyncSession, actor: Actor, association_id: UUID, poll_id: UUID, *, at: datetime
) -> None:
    """Have the minutes mention a closed poll: the chair says so, or the syndic on her word. Safe to repeat.

    Raises:
        NotAllowed: neither the chair nor the syndic.
        Conflict: the poll is open.
    """
    require(actor, "assembly.read", association_id)
    poll = await _poll(session, association_id, poll_id)
    chairs = {person for office, person in await bureau_of(session, poll.assembly_id) if office == "chair"}
    if actor.person_id not in chairs and Role.SYNDIC not in actor.roles_in(association_id):
        raise NotAllowed
    await events.lock_assembly(session, poll.assembly_id)
    what = (await _poll(session, association_id, poll_id)).what
    if what == "opened":
        raise Conflict
    if what == "closed":
        await _append(session, actor, association_id, poll.assembly_id, poll_id, "told", at)


async def poll_result(session: AsyncSession, actor: Actor, association_id: UUID, poll_id: UUID) -> PollResult:
    """Return how many answered, and once it is closed what, where enough did."""
    require(actor, "assembly.read", association_id)
    poll = await _poll(session, association_id, poll_id)
    if actor.slip_assembly_id not in (None, poll.assembly_id):
        raise NotFound
    return await _result(session, poll_id, closed=poll.what != "opened")


async def answered_here(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> list[UUID]:
    """Return the polls of an assembly that the actor herself answered."""
    require(actor, "assembly.read", association_id)
    if actor.slip_assembly_id not in (None, assembly_id):
        raise NotFound
    rows = await session.execute(text(MINE), {"a": assembly_id, "t": association_id, "who": actor.person_id})
    return list(rows.scalars())


async def answered(session: AsyncSession, actor: Actor, association_id: UUID, poll_id: UUID) -> bool:
    """Say whether the actor herself answered."""
    require(actor, "assembly.read", association_id)
    await _poll(session, association_id, poll_id)
    return bool(await session.scalar(text(MARKED), {"p": poll_id, "who": actor.person_id}))


async def _result(session: AsyncSession, poll_id: UUID, *, closed: bool) -> PollResult:
    row = (await session.execute(text(COUNTS), {"p": poll_id})).one()
    if not closed or not may_be_shown(row.answered):
        return PollResult(row.answered)
    return PollResult(row.answered, row.in_favour, row.against, row.undecided)


async def _poll(session: AsyncSession, association_id: UUID, poll_id: UUID):  # type: ignore[no-untyped-def]
    row = (await session.execute(text(POLL), {"p": poll_id, "t": association_id})).first()
    if row is None:
        raise NotFound
    return row


async def _append(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    poll_id: UUID,
    what: str,
    at: datetime,
) -> None:
    seq = await session.scalar(
        text("SELECT coalesce(max(seq), 0) + 1 FROM opinion_poll_event WHERE poll_id = :p"), {"p": poll_id}
    )
    session.add(
        OpinionPollEvent(
            association_id=association_id,
            assembly_id=assembly_id,
            poll_id=poll_id,
            seq=int(seq or 1),
            what=what,
            by_id=actor.person_id,
            at=at,
        )
    )
    await session.flush()
    await audit.record(session, actor, association_id, f"poll.{what}", poll_id)
    db.touch(session, "assembly", assembly_id)
