"""Tasks that the law itself puts to a carried decision: planned when it enters the register, with their day."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.i18n.messages import message
from koprogo.models.after_assemblies import DecisionTask, TaskEvent
from koprogo.rules.assemblies.follow_up import PLANNED, LegalTask, tasks_by_law
from koprogo.services import audit

WORDS = {
    LegalTask.ASK_THE_JUDGE: (
        "Bring the demolition before the justice of the peace, against those who did not approve it (art. 3.88 §1,"
        " 2° h); until the judge has answered, the works wait."
    ),
}
"""What is to be done, said in the association's first language."""


async def plan_by_law(
    session: AsyncSession, by: Actor, association_id: UUID, judge_by: Mapping[UUID, date], *, at: datetime
) -> list[UUID]:
    """Plan what the law asks of the entries just made, and return the tasks' ids; it falls to who made the minutes.

    Args:
        judge_by: entry -> the last day before the justice of the peace, as frozen with its result.
    """
    languages = await session.scalar(text("SELECT languages FROM association WHERE id = :t"), {"t": association_id})
    made = []
    for entry_id, day in judge_by.items():
        for kind, due in tasks_by_law(judge_by=day):
            words = message(WORDS[kind], languages[0] if languages else by.language)
            made.append(await _plan(session, by, association_id, entry_id, words, due, at))
    return made


async def _plan(
    session: AsyncSession, by: Actor, association_id: UUID, entry_id: UUID, what: str, due: date, at: datetime
) -> UUID:
    task = DecisionTask(
        id=uuid4(), association_id=association_id, entry_id=entry_id, what=what, at=at, by_id=by.person_id
    )
    session.add(task)
    await session.flush()
    session.add(
        TaskEvent(
            association_id=association_id, task_id=task.id, seq=1, what=PLANNED, due=due, owner_id=by.person_id,
            at=at, by_id=by.person_id,
        )
    )  # fmt: skip
    await audit.record(session, by, association_id, "task.planned", task.id, by_law=True)
    return task.id
