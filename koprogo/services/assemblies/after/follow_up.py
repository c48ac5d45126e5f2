"""What became of each carried decision: tasks with a day and an owner, and every step they took. Only added to.

The syndic plans, starts, does or cancels; every co-owner reads (art. 3.89 §5, 1°: the syndic carries decisions out).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem, Refused
from koprogo.core.permissions import require
from koprogo.models.after_assemblies import DecisionTask, TaskEvent
from koprogo.rules.assemblies.follow_up import CANCELLED, DONE, NOTED, PLANNED, STARTED, may_become
from koprogo.services import audit
from koprogo.services.assemblies import known

LONGEST = 500
STEPS = (PLANNED, STARTED, DONE, CANCELLED, NOTED)
LOCK = "SELECT pg_advisory_xact_lock(8, hashtext(:task))"
LAST = """
SELECT k.id, k.entry_id, p.due, p.owner_id,
       coalesce((SELECT e.what FROM task_event e WHERE e.task_id = k.id AND e.what <> 'noted' ORDER BY e.seq DESC LIMIT 1),
                '') AS state, coalesce((SELECT max(seq) FROM task_event e WHERE e.task_id = k.id), 0) AS seq
  FROM decision_task k
  LEFT JOIN LATERAL (SELECT e.due, e.owner_id FROM task_event e WHERE e.task_id = k.id AND e.what = 'planned'
                      ORDER BY e.seq DESC LIMIT 1) p ON true
 WHERE k.id = :k AND k.association_id = :t
"""


class NothingToCarryOut(Refused):
    """Only a carried decision asks for something to be done."""

    message_id = "Only a decision that was carried is followed up. This one was not."
    article = "3.89 §5, 1°"


class TaskIsOver(Refused):
    """What was cancelled stays so, and nothing starts twice."""

    message_id = "This task is over. Write a note, or plan another task for the same decision."


async def plan_task(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    entry_id: UUID,
    *,
    what: str,
    due: date | None,
    owner_id: UUID | None,
    at: datetime,
    today: date,
) -> UUID:
    """Plan something that a carried decision asks for; return the task's id.

    Raises:
        NotFound: no such entry, or nobody of the association knows this owner.
        NothingToCarryOut: the decision was not carried.
        BadInput: what is to be done, the day or the owner is missing.
    """
    require(actor, "task.keep", association_id)
    outcome = await session.scalar(
        text("SELECT outcome FROM register_entry WHERE id = :e AND association_id = :t"),
        {"e": entry_id, "t": association_id},
    )
    if outcome is None:
        raise NotFound
    if outcome != "carried":
        raise NothingToCarryOut
    return await write_task(
        session,
        actor,
        association_id,
        what=what,
        due=due,
        owner_id=owner_id,
        at=at,
        today=today,
        about={"entry_id": entry_id},
    )


async def write_task(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    what: str,
    due: date | None,
    owner_id: UUID | None,
    at: datetime,
    today: date,
    about: Mapping[str, UUID],
) -> UUID:
    """Write a task down with its first plan and return its id. Asks for no permission.

    `about` names the column and the row it is about: `entry_id`, `ticket_id`, `paper_id`, `attachment_id`, or is empty.

    Raises:
        NotFound: nobody of the association knows this owner.
        BadInput: what is to be done, the day or the owner is missing.
    """
    words = _words("what", what, "Write what is to be done.")
    plan = await plan_of(session, association_id, due, owner_id, today)
    task = DecisionTask(id=uuid4(), association_id=association_id, what=words, at=at, by_id=actor.person_id, **about)
    session.add(task)
    await session.flush()
    session.add(
        TaskEvent(
            association_id=association_id, task_id=task.id, seq=1, what=PLANNED, at=at, by_id=actor.person_id, **plan
        )
    )
    await audit.record(session, actor, association_id, "task.planned", task.id)
    return task.id


async def move_task(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    task_id: UUID,
    *,
    what: str,
    words: str = "",
    due: date | None = None,
    owner_id: UUID | None = None,
    at: datetime,
    today: date,
) -> None:
    """Say that a task was started, done, cancelled (with its reason), planned anew, or note something about it.

    Raises:
        NotFound: no such task.
        TaskIsOver: it is done or cancelled, or this step cannot follow.
        BadInput: the reason of a cancelling, the words of a note, or the new day is missing.
    """
    require(actor, "task.keep", association_id)
    row = await locked(session, association_id, task_id)
    if what not in STEPS:
        raise BadInput(Problem("what", "Choose what happened: planned, started, done, cancelled or noted."))
    if not may_become(row.state, what):
        raise TaskIsOver
    plan = await plan_of(session, association_id, due, owner_id, today) if what == PLANNED else {}
    await write_step(session, actor, association_id, row, what, words=words, at=at, **plan)


async def locked(session: AsyncSession, association_id: UUID, task_id: UUID) -> Any:
    """Lock a task and return it as it stands: entry_id, state, seq, due and owner_id of its last plan.

    Raises:
        NotFound: no such task.
    """
    await session.execute(text(LOCK), {"task": str(task_id)})
    row = (await session.execute(text(LAST), {"k": task_id, "t": association_id})).first()
    if row is None:
        raise NotFound
    return row


async def write_step(
    session: AsyncSession, actor: Actor, association_id: UUID, row: Any, what: str, *, at: datetime, words: str = "",
    **plan: Any,
) -> None:  # fmt: skip
    """Write down what happened to a locked task. Asks for no permission.

    Raises:
        TaskIsOver: this step cannot follow.
        BadInput: the reason of a cancelling or the words of a note are missing.
    """
    if not may_become(row.state, what):
        raise TaskIsOver
    if what in (CANCELLED, NOTED):
        words = _words("words", words, "Write why, or what is to be known.")
    session.add(
        TaskEvent(
            association_id=association_id, task_id=row.id, seq=row.seq + 1, what=what, words=words.strip()[:LONGEST],
            at=at, by_id=actor.person_id, **plan,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(session, actor, association_id, f"task.{what}", row.id)


async def plan_of(
    session: AsyncSession, association_id: UUID, due: date | None, owner_id: UUID | None, today: date
) -> dict[str, Any]:
    """Return day and owner of a plan; BadInput when one is missing, NotFound for an owner nobody here knows."""
    missing = [Problem("due", "Choose a day.")] if due is None else []
    if owner_id is None:
        missing.append(Problem("owner", "Choose who does it."))
    if due is None or owner_id is None:
        raise BadInput(*missing)
    await known.name_of(session, association_id, owner_id, today)
    return {"due": due, "owner_id": owner_id}


def _words(where: str, words: str, message_id: str) -> str:
    words = " ".join(words.split())[:LONGEST]
    if not words:
        raise BadInput(Problem(where, message_id))
    return words
