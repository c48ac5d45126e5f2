"""Reading the follow-up: carried decisions with their tasks, open ones first, and the sentence every co-owner sees."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.rules.assemblies.follow_up import (
    FINAL,
    NOTED,
    PLANNED,
    DecisionNow,
    FollowUp,
    TaskNow,
    follow_up,
    is_by_itself,
    is_done,
    is_overdue,
)
from koprogo.services.assemblies.known import KNOWN

CARRIED = """
SELECT id, number, day, title, coalesce(facts ->> 'kind', '') AS kind FROM register_entry
 WHERE association_id = :t AND outcome = 'carried' ORDER BY day, number
"""
TASKS = "SELECT id, entry_id, what FROM decision_task WHERE association_id = :t ORDER BY at, id"
EVENTS = """
SELECT e.task_id, e.what, e.due, o.name AS owner, e.owner_id, e.words, e.at, p.name AS by
  FROM task_event e JOIN person p ON p.id = e.by_id LEFT JOIN person o ON o.id = e.owner_id
 WHERE e.association_id = :t ORDER BY e.task_id, e.seq
"""
OWNERS = f"SELECT p.id, p.name FROM person p WHERE p.kind = 'natural' AND p.id IN ({KNOWN}) ORDER BY p.name, p.id"


@dataclass(frozen=True)
class Step:
    """Something that happened to a task."""

    what: str
    at: datetime
    by: str
    words: str
    due: date | None
    owner: str


@dataclass(frozen=True)
class Task:
    """A task as it stands: state, day and owner of its last plan, and every step."""

    id: UUID
    what: str
    state: str
    due: date | None
    owner: str
    owner_id: UUID | None
    overdue: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Followed:
    """A carried decision with its tasks; `days` since it was taken; `by_itself` when the vote carried it out."""

    entry_id: UUID
    number: int
    day: date
    days: int
    title: Mapping[str, str]
    done: bool
    tasks: tuple[Task, ...]
    by_itself: bool = False


async def followed(
    session: AsyncSession, actor: Actor, association_id: UUID, *, today: date
) -> tuple[FollowUp, list[Followed]]:
    """Return the sentence's figures and the decisions: open ones first, the oldest first."""
    require(actor, "register.read", association_id)
    found = await all_followed(session, association_id, today=today)
    sums = follow_up([_now(each) for each in found], today)
    return sums, sorted(found, key=lambda each: (each.done, each.day, each.number))


async def all_followed(session: AsyncSession, association_id: UUID, *, today: date) -> list[Followed]:
    """Return every carried decision with its tasks, by day: for services and jobs that asked for themselves."""
    tasks: dict[UUID | None, list[Task]] = defaultdict(list)
    for entry_id, task in await every_task(session, association_id, today=today):
        tasks[entry_id].append(task)
    carried = await session.execute(text(CARRIED), {"t": association_id})
    return [_followed(row, tuple(tasks[row.id]), today) for row in carried]


async def every_task(session: AsyncSession, association_id: UUID, *, today: date) -> list[tuple[UUID | None, Task]]:
    """Return every task with the decision it carries out, if any, in order of making. Asks for no permission."""
    ids = {"t": association_id}
    steps: dict[UUID, list] = defaultdict(list)
    for row in await session.execute(text(EVENTS), ids):
        steps[row.task_id].append(row)
    rows = await session.execute(text(TASKS), ids)
    return [(row.entry_id, _task(row, steps[row.id], today)) for row in rows]


async def possible_owners(
    session: AsyncSession, actor: Actor, association_id: UUID, *, today: date
) -> list[tuple[UUID, str]]:
    """Return whom a task can be given to: natural persons the association knows, by name (syndic)."""
    require(actor, "task.keep", association_id)
    rows = await session.execute(text(OWNERS), {"t": association_id, "day": today})
    return [(row.id, row.name) for row in rows]


def _task(row, events: list, today: date) -> Task:  # type: ignore[no-untyped-def]
    plan = next((event for event in reversed(events) if event.what == PLANNED), None)
    state = next((event.what for event in reversed(events) if event.what != NOTED), "")
    due = plan.due if plan else None
    return Task(
        id=row.id,
        what=row.what,
        state=state,
        due=due,
        owner=plan.owner or "" if plan else "",
        owner_id=plan.owner_id if plan else None,
        overdue=is_overdue(TaskNow(state, due), today),
        steps=tuple(Step(each.what, each.at, each.by, each.words, each.due, each.owner or "") for each in events),
    )


def _followed(row, tasks: tuple[Task, ...], today: date) -> Followed:  # type: ignore[no-untyped-def]
    by_itself = is_by_itself(row.kind)
    now = DecisionNow(row.day, tuple(TaskNow(task.state, task.due) for task in tasks), by_itself)
    waiting = tuple(sorted(tasks, key=lambda task: (task.state in FINAL, task.due or today)))
    return Followed(row.id, row.number, row.day, (today - row.day).days, row.title, is_done(now), waiting, by_itself)


def _now(decision: Followed) -> DecisionNow:
    return DecisionNow(
        decision.day, tuple(TaskNow(task.state, task.due) for task in decision.tasks), decision.by_itself
    )
