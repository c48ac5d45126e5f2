"""Many convocations in one press: the press, the worker that sends them one by one, and how far it is.

A run is a list of steps in a table that is only added to: *asked* when somebody presses, then *sent* or *refused* when
the worker came to it. Sending and its step are one transaction, so a killed worker sends nothing twice; what it left
unanswered is taken up again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters import tasks
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, KoproError, NotFound, Problem, Refused
from koprogo.core.permissions import require
from koprogo.models.before_assemblies import SeasonStep
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.convening import convocation
from koprogo.services.assemblies.season.drafts import MOST, planned_by
from koprogo.services.assemblies.where import where

TASK = "koprogo.season.send"
LONGEST_REASON = 1000
ASKED, SENT, REFUSED = "asked", "sent", "refused"
UNANSWERED = """
 SELECT s.run_id FROM season_step s WHERE s.assembly_id = :a AND s.what = 'asked'
    AND NOT EXISTS (SELECT 1 FROM season_step o WHERE o.run_id = s.run_id AND o.assembly_id = s.assembly_id
                       AND o.what <> 'asked')
"""
STEPS = """
SELECT s.association_id, n.name AS association_name, s.assembly_id, a.starts_at, s.at, o.what, o.facts,
       (SELECT count(*) FROM letter l WHERE l.association_id = s.association_id AND l.kind = 'convocation'
           AND l.subject_id = s.assembly_id) AS letters,
       (SELECT count(*) FROM letter l JOIN paper p ON p.kind = 'convocation' AND p.subject_id = l.id
         WHERE l.association_id = s.association_id AND l.kind = 'convocation' AND l.subject_id = s.assembly_id) AS printed
  FROM season_step s JOIN association n ON n.id = s.association_id JOIN assembly a ON a.id = s.assembly_id
  LEFT JOIN season_step o ON o.run_id = s.run_id AND o.assembly_id = s.assembly_id AND o.what <> 'asked'
 WHERE s.run_id = :r AND s.what = 'asked' AND s.association_id = ANY (:mine) ORDER BY a.starts_at, n.name, s.id
"""
LAST_RUN = """
SELECT run_id FROM season_step WHERE what = 'asked' AND by_id = :me AND association_id = ANY (:mine)
 ORDER BY at DESC, run_id LIMIT 1
"""
REASON = """
SELECT facts->>'urgent_reason' FROM season_step WHERE run_id = :r AND assembly_id = :a AND what = 'asked'
"""
WAITING = """
SELECT s.association_id, s.assembly_id, s.run_id, s.by_id FROM season_step s
 WHERE s.what = 'asked' AND s.at < :before
   AND NOT EXISTS (SELECT 1 FROM season_step o WHERE o.run_id = s.run_id AND o.assembly_id = s.assembly_id
                      AND o.what <> 'asked')
 ORDER BY s.at, s.id
"""


@dataclass(frozen=True)
class Step:
    """One assembly of a run: `state` asked, sent or refused; `printed` of its `letters`; `refusal` as it was said."""

    association_id: UUID
    association_name: str
    assembly_id: UUID
    starts_at: datetime
    state: str
    letters: int
    printed: int
    at: datetime
    refusal: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Whether nothing more happens to it by itself."""
        return self.state == REFUSED or (self.state == SENT and self.printed >= self.letters)


async def start(
    actor: Actor, chosen: Sequence[UUID], *, at: datetime, urgent: Mapping[UUID, str] | None = None
) -> UUID:
    """Ask for the convocations of these drafts and return the run; the worker sends them one by one.

    `urgent` says, for those that leave with fewer than fifteen days, why (art. 3.87 §3): each its own reason, which goes
    into its convocation and its minutes.

    Opens its own transactions, one per association: a write names one. One that waits already is not asked twice.

    Raises:
        BadInput: none is chosen, or more than two hundred; a reason for one that is not chosen, or a long one.
        NotFound, NotAllowed: one of them is not the actor's to plan; then nothing is asked.
    """
    if not 0 < len(chosen) <= MOST:
        raise BadInput(Problem("assemblies", "Choose between 1 and {most} assemblies.", {"most": MOST}))
    reasons = _reasons(chosen, urgent or {})
    places = {each: await where(actor, each) for each in dict.fromkeys(chosen)}
    for association_id in places.values():
        require(actor, "assembly.plan", association_id)
    run_id = uuid4()
    earlier: list[UUID] = []
    for assembly_id, association_id in places.items():
        async with db.tenant_session(actor, association_id) as session:
            here = (session, actor, association_id, assembly_id)
            if found := await _ask(*here, run_id, at, urgent_reason=reasons.get(assembly_id, "")):
                earlier.append(found)
    return earlier[0] if len(earlier) == len(places) else run_id


async def send_one(association_id: UUID, assembly_id: UUID, run_id: UUID, *, by: Actor, at: datetime) -> bool:
    """Send what was asked, in the name of who pressed, or record why not; say whether it was sent now. Safe to repeat.

    Runs in the worker and opens its own transactions. The letters and the step that says so are written together.
    """
    try:
        async with db.tenant_session(by, association_id) as session:
            if not await _still_waits(session, run_id, assembly_id):
                return False
            why = await session.scalar(text(REASON), {"r": run_id, "a": assembly_id}) or ""
            written = await convocation.send_convocations(
                session, by, association_id, assembly_id, at=at, urgent_reason=why
            )
            await _write(session, by.person_id, association_id, assembly_id, run_id, SENT, at, letters=written)
            return True
    except KoproError as no:
        async with db.association_session(association_id) as session:
            if await _still_waits(session, run_id, assembly_id):
                said = refusal_facts(no)
                await _write(session, by.person_id, association_id, assembly_id, run_id, REFUSED, at, **said)
        return False


async def steps(session: AsyncSession, actor: Actor, run_id: UUID) -> list[Step]:
    """Return how far a run is, assembly by assembly; NotFound for none of the actor's."""
    rows = (await session.execute(text(STEPS), {"r": run_id, "mine": planned_by(actor)})).all()
    if not rows:
        raise NotFound
    return [_step(row) for row in rows]


async def last_run(session: AsyncSession, actor: Actor) -> UUID | None:
    """Return the actor's newest run, None when she never pressed."""
    found = await session.scalar(text(LAST_RUN), {"me": actor.person_id, "mine": planned_by(actor)})
    return UUID(str(found)) if found else None


async def waiting(session: AsyncSession, *, before: datetime) -> Sequence[Any]:
    """Return what was asked before an instant and has no answer; asked across associations, by the worker."""
    return (await session.execute(text(WAITING), {"before": before})).all()


def refusal_facts(no: KoproError) -> dict[str, Any]:
    """Return a no as it is kept: the article, and what the screen says, in no language yet."""
    problems: Iterable[Problem] = no.problems if isinstance(no, BadInput) else ()
    return {
        "kind": "refused" if isinstance(no, Refused) else "other",
        "article": no.article,
        "message_id": no.message_id,
        "facts": dict(no.facts()),
        "problems": [{"message_id": each.message_id, "facts": dict(each.facts)} for each in problems],
    }


def _reasons(chosen: Sequence[UUID], urgent: Mapping[UUID, str]) -> dict[UUID, str]:
    """Return the reasons of urgency, tidied; those left empty are none."""
    found = {each: " ".join(why.split()) for each, why in urgent.items() if why.strip()}
    if any(each not in chosen for each in found):
        raise BadInput(Problem("urgent", "Choose an assembly before you say why it is urgent."))
    if any(len(why) > LONGEST_REASON for why in found.values()):
        raise BadInput(Problem("urgent", "Shorten this to {most} characters.", {"most": LONGEST_REASON}))
    return found


async def _ask(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    run_id: UUID,
    at: datetime,
    *,
    urgent_reason: str,
) -> UUID | None:
    """Write the step and queue it; return the run in which it waits already, if it does."""
    await events.lock_assembly(session, assembly_id)
    if earlier := await session.scalar(text(UNANSWERED), {"a": assembly_id}):
        return UUID(str(earlier))
    why = {"urgent_reason": urgent_reason} if urgent_reason else {}
    await _write(session, actor.person_id, association_id, assembly_id, run_id, ASKED, at, **why)
    await tasks.enqueue(
        session, TASK, lock=f"season:{assembly_id}", association=str(association_id), assembly=str(assembly_id),
        run=str(run_id), by=str(actor.person_id),
    )  # fmt: skip
    await audit.record(session, actor, association_id, "convocation.asked", assembly_id, run=str(run_id))
    return None


async def _still_waits(session: AsyncSession, run_id: UUID, assembly_id: UUID) -> bool:
    """Lock the assembly and say whether its step in this run has no answer yet."""
    await events.lock_assembly(session, assembly_id)
    runs = (await session.execute(text(UNANSWERED), {"a": assembly_id})).scalars().all()
    return run_id in runs


async def _write(
    session: AsyncSession, by: UUID, association_id: UUID, assembly_id: UUID, run_id: UUID, what: str, at: datetime,
    **facts: Any,
) -> None:  # fmt: skip
    session.add(
        SeasonStep(
            association_id=association_id, run_id=run_id, assembly_id=assembly_id, what=what, facts=facts, at=at,
            by_id=by,
        )
    )  # fmt: skip
    await session.flush()


def _step(row: Any) -> Step:
    return Step(
        association_id=row.association_id,
        association_name=row.association_name,
        assembly_id=row.assembly_id,
        starts_at=row.starts_at,
        state=row.what or ASKED,
        letters=row.letters if row.what == SENT else 0,
        printed=row.printed if row.what == SENT else 0,
        at=row.at,
        refusal=row.facts if row.what == REFUSED else {},
    )
