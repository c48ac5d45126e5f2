"""One button for the evening: what the next lawful step is, and taking it. The single acts stay as they are.

The step names what it saw. Whoever presses after somebody else did gets a conflict, so two presses never take two steps;
`rules/assemblies/next_step.py` decides again under the assembly's lock, and each service refuses for itself.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import Conflict
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.rules.assemblies.next_step import Evening, Point, Step, Wait, next_step
from koprogo.services.assemblies import events
from koprogo.services.assemblies.labels import label
from koprogo.services.assemblies.roll import room
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.room.refusals import EntriesWait, StepIsElsewhere
from koprogo.services.assemblies.seats import bureau_of
from koprogo.services.assemblies.voting import opinion_polls, results, run_off, voting

POINTS = """
SELECT i.id, i.number, i.part, i.title, i.majority, coalesce(s.what, 'planned') AS what, s.round,
       s.what = 'confirmed' AND r.facts ->> 'outcome' = 'run_off'
         AND s.at = (SELECT max(n.at) FROM item_state n WHERE n.assembly_id = i.assembly_id) AS to_run_off,
       coalesce(p.what, '') IN ('confirmed', 'postponed', 'withdrawn', 'noted', 'not_reached')
         AND NOT coalesce((SELECT pr.carried FROM result pr WHERE pr.item_id = i.parent_id AND pr.about = 'text'
                            ORDER BY pr.round DESC LIMIT 1), false) AS principle_failed,
       (SELECT count(*) FROM ballot b WHERE b.item_id = i.id AND b.round = s.round)
         + (SELECT count(*) FROM ballot_confirmation c JOIN ballot b ON b.id = c.ballot_id
             WHERE b.item_id = i.id AND b.round = s.round) AS ballots,
       (SELECT count(*) FROM item_text t WHERE t.item_id = i.id)
         + (SELECT count(*) FROM text_withdrawal w WHERE w.item_id = i.id) AS texts
  FROM agenda_item i LEFT JOIN item_state s ON s.item_id = i.id
  LEFT JOIN item_state p ON p.item_id = i.parent_id
  LEFT JOIN result r ON r.item_id = i.id AND r.round = s.round
 WHERE i.assembly_id = :a AND i.number IS NOT NULL ORDER BY i.number, i.part
"""
STANDING = """
SELECT g.number, bool_or(e.what = 'agreed') AS agreed
  FROM candidacy c JOIN agenda_item g ON g.id = c.item_id
  JOIN LATERAL (SELECT what FROM candidacy_event v WHERE v.candidacy_id = c.id ORDER BY v.seq DESC LIMIT 1) e
    ON e.what <> 'withdrawn'
 WHERE c.assembly_id = :a GROUP BY g.number
"""
SEEN = """
SELECT (SELECT count(*) FROM item_event WHERE assembly_id = :a)
     + (SELECT count(*) FROM assembly_event WHERE assembly_id = :a)
"""
UNCONFIRMED = """
SELECT count(*) FROM ballot b JOIN item_state s ON s.item_id = b.item_id AND s.round = b.round AND s.what = 'closed'
 WHERE s.assembly_id = :a AND b.needs_confirmation
   AND NOT EXISTS (SELECT 1 FROM ballot_confirmation c WHERE c.ballot_id = b.id)
   AND NOT EXISTS (SELECT 1 FROM ballot n WHERE n.item_id = b.item_id AND n.round = b.round AND n.lot_id = b.lot_id
                    AND n.revision > b.revision)
"""
POLLED = """
SELECT p.item_id FROM opinion_poll p WHERE p.assembly_id = :a
   AND NOT EXISTS (SELECT 1 FROM opinion_poll_event e WHERE e.poll_id = p.id AND e.what = 'closed')
"""
NOT_CARRIED = "The principle was not carried."


@dataclass(frozen=True)
class StepView:
    """The next step: `wait` why not yet (empty: now), `count` for how many things; `seen` is what it rests on."""

    step: str
    wait: str
    count: int
    article: str
    seen: int
    item_id: UUID | None = None
    number: str = ""
    title: Mapping[str, str] = field(default_factory=dict)


async def what_next(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> StepView:
    """Return the next lawful step of an assembly and why it waits (syndic)."""
    require(actor, "assembly.run", association_id)
    state = await events.state_of(session, association_id, assembly_id)
    rows = (await session.execute(text(POINTS), {"a": assembly_id})).all()
    found = next_step(await _evening(session, association_id, assembly_id, state.what, rows))
    seen = int(await session.scalar(text(SEEN), {"a": assembly_id}) or 0)
    row = next((each for each in rows if str(each.id) == found.point), None)
    if row is None:
        return StepView(found.step, found.wait, found.count, found.article, seen)
    seen += row.texts + (row.ballots if found.step is Step.CONFIRM_RESULT else 0)
    number = str(label(row.number, row.part))
    return StepView(found.step, found.wait, found.count, found.article, seen, row.id, number, row.title)


async def take(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    step: str,
    seen: int,
    at: datetime,
    seconds: int | None = 120,
) -> StepView:
    """Take the next step when it is still the one that was seen, and return the one after it.

    Args:
        seconds: the countdown of a vote that opens; None leaves it open until it is closed.

    Raises:
        Conflict: somebody was faster, or something the step rests on has changed.
        EntriesWait: ballots entered by hand wait for a second person.
        StepIsElsewhere: this step is not an act of the room.
        QuorumNotReached, BureauIncomplete, NobodyAgreed and the others: as the act itself.
    """
    require(actor, "assembly.run", association_id)
    await events.lock_assembly(session, assembly_id)
    now = await what_next(session, actor, association_id, assembly_id)
    if (now.step, now.seen) != (step, seen):
        raise Conflict
    if now.wait == Wait.SECOND_PERSON:
        raise EntriesWait(count=now.count)
    if now.step in ON_ASSEMBLY:
        await ON_ASSEMBLY[Step(now.step)](session, actor, association_id, assembly_id, at)
    elif now.item_id is not None:
        await _on_item(session, actor, association_id, now.item_id, Step(now.step), at, seconds)
    else:
        raise StepIsElsewhere
    return await what_next(session, actor, association_id, assembly_id)


async def _evening(session: AsyncSession, association_id: UUID, assembly_id: UUID, state: str, rows: Any) -> Evening:
    standing = {row.number: row.agreed for row in await session.execute(text(STANDING), {"a": assembly_id})}
    points = tuple(
        Point(
            id=str(row.id),
            state=row.what,
            is_voted=row.majority != "none",
            to_run_off=bool(row.to_run_off),
            principle_failed=bool(row.principle_failed),
            nobody_agreed=standing.get(row.number, True) is False,
        )
        for row in rows
    )
    now = await room(session, association_id, assembly_id) if state == events.CONVENED else None
    seats = {office for office, _ in await bureau_of(session, assembly_id)}
    return Evening(
        state=state,
        points=points,
        heads_present=now.attendance().owners_present if now else 0,
        has_quorum=now.quorum().reached if now else False,
        unconfirmed=int(await session.scalar(text(UNCONFIRMED), {"a": assembly_id}) or 0),
        can_sign={"chair", "secretary"} <= seats,
        polled=str(await session.scalar(text(POLLED), {"a": assembly_id}) or ""),
    )


async def _open_session(session: AsyncSession, actor: Actor, here: UUID, assembly_id: UUID, at: datetime) -> None:
    await sitting.open_assembly(session, actor, here, assembly_id, at=at)


async def _resume(session: AsyncSession, actor: Actor, here: UUID, assembly_id: UUID, _: datetime) -> None:
    await sitting.resume(session, actor, here, assembly_id)


async def _close_session(session: AsyncSession, actor: Actor, here: UUID, assembly_id: UUID, at: datetime) -> None:
    await sitting.close_assembly(session, actor, here, assembly_id, at=at)


ON_ASSEMBLY: Mapping[Step, Callable[[AsyncSession, Actor, UUID, UUID, datetime], Awaitable[None]]] = {
    Step.OPEN_SESSION: _open_session,
    Step.RESUME: _resume,
    Step.CLOSE_SESSION: _close_session,
}
"""The steps that are about the assembly as a whole."""


async def _on_item(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item_id: UUID,
    step: Step,
    at: datetime,
    seconds: int | None,
) -> None:
    here = (session, actor, association_id, item_id)
    if step is Step.CLOSE_POLL:
        await opinion_polls.close_poll_of(*here, at=at)
    elif step is Step.OPEN_VOTE:
        await voting.open_item(*here, at=at, seconds=seconds)
    elif step is Step.CLOSE_VOTE:
        await voting.close_item(*here)
    elif step is Step.CONFIRM_RESULT:
        await results.confirm_result(*here, at=at)
    elif step is Step.BEGIN_RUN_OFF:
        await run_off.begin_run_off(*here)
    elif step is Step.NOTE:
        await voting.settle_item(*here, outcome="noted")
    else:
        await voting.settle_item(*here, outcome="withdrawn", reason=message(NOT_CARRIED, actor.language))
