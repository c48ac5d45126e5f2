"""The board of tasks for council and syndic: three columns over the tasks that follow decisions, and tasks of their own.

One notion of task only: what a decision asks for (`assemblies/after/follow_up.py`), what a reported problem or a document
asks for, and what council and syndic set themselves. Links that name nothing a reader may open say no words (docs/adr/0047).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotAllowed, NotFound, Problem
from koprogo.core.permissions import allows, require
from koprogo.rules.assemblies.follow_up import CANCELLED, NOTED, PLANNED
from koprogo.rules.governance.tasks import STEPS, Column, column_of, may_move
from koprogo.services.assemblies.after import follow_up
from koprogo.services.assemblies.after.follow_up_queries import Step, Task, every_task, possible_owners
from koprogo.services.documents import attachments
from koprogo.services.documents import queries as papers
from koprogo.services.works.queries import require_seen

DONE_DAYS = 60
"""A done task hangs on the board so long, then only in the follow-up of its decision."""
ABOUT = ("", "decision", "problem", "paper", "file")
LINKS = """
SELECT k.id, k.entry_id, k.ticket_id, k.paper_id, k.attachment_id, e.number, e.title, t.number AS problem, t.words
  FROM decision_task k LEFT JOIN register_entry e ON e.association_id = k.association_id AND e.id = k.entry_id
  LEFT JOIN ticket t ON t.association_id = k.association_id AND t.id = k.ticket_id
 WHERE k.association_id = :t
"""
AROUND = """
SELECT p.id, p.name FROM person p WHERE p.id IN (
    SELECT a.person_id FROM appointment a WHERE a.association_id = :t AND a.office = 'council' AND a.since <= :day
       AND (a.until IS NULL OR a.until > :day)
    UNION SELECT o.person_id FROM organisation_member o JOIN mandate m USING (organisation_id)
     WHERE m.association_id = :t AND m.since <= :day AND (m.until IS NULL OR m.until > :day) AND o.since <= :day
       AND (o.until IS NULL OR o.until > :day)) ORDER BY p.name, p.id
"""


@dataclass(frozen=True)
class Subject:
    """What a task is about: `kind` is decision, problem, paper or file, empty for nothing.

    `number` of a decision or problem, 0 otherwise; `title` by language for a decision; `words` of the others, empty for a
    document that its reader may not open.
    """

    kind: str = ""
    id: UUID | None = None
    number: int = 0
    title: Mapping[str, str] = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True)
class Card:
    """A task on the board; `left` days until its day, negative when late; `moves`: its reader may move it."""

    id: UUID
    what: str
    column: Column
    due: date | None
    left: int
    assignee: str
    assignee_id: UUID | None
    about: Subject
    moves: bool
    steps: tuple[Step, ...]


async def board(session: AsyncSession, actor: Actor, association_id: UUID, *, today: date) -> list[Card]:
    """Return the cards, the earliest day first, done ones the latest first (council and syndic)."""
    require(actor, "board.keep", association_id)
    links = {row.id: row for row in await session.execute(text(LINKS), {"t": association_id})}
    cards = []
    for _, task in await every_task(session, association_id, today=today):
        column = column_of(task.state)
        if column is None or (column is Column.DONE and _ended(task, today) > DONE_DAYS):
            continue
        about = await _subject(session, actor, links[task.id])
        cards.append(_card(actor, association_id, task, column, about, today))
    open_ = [card for card in cards if card.column is not Column.DONE]
    done = [card for card in cards if card.column is Column.DONE]
    return sorted(open_, key=lambda card: (card.due or today, card.what)) + sorted(
        done, key=lambda card: card.steps[-1].at, reverse=True
    )


async def assignees(
    session: AsyncSession, actor: Actor, association_id: UUID, *, today: date
) -> list[tuple[UUID, str]]:
    """Return whom the actor may give a task to: council and syndic; for the syndic everybody the association knows."""
    require(actor, "board.keep", association_id)
    if _is_syndic(actor, association_id):
        return await possible_owners(session, actor, association_id, today=today)
    rows = await session.execute(text(AROUND), {"t": association_id, "day": today})
    return [(row.id, row.name) for row in rows]


async def add_task(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    what: str,
    due: date | None,
    owner_id: UUID | None,
    about: str = "",
    about_id: UUID | None = None,
    at: datetime,
    today: date,
) -> UUID:
    """Hang a task on the board and return its id; what a decision asks for only the syndic plans.

    Raises:
        NotFound: nothing of that kind is here for the actor, or the assignee is not among those offered.
        NothingToCarryOut: the decision was not carried.
        BadInput: what is to be done, the day or the assignee is missing.
    """
    require(actor, "board.keep", association_id)
    if about not in ABOUT or (about and about_id is None):
        raise BadInput(Problem("about", "Choose what the task is about."))
    await _require_assignee(session, actor, association_id, owner_id, today)
    facts: dict[str, Any] = {"what": what, "due": due, "owner_id": owner_id, "at": at, "today": today}
    if about == "decision":
        return await follow_up.plan_task(session, actor, association_id, about_id or association_id, **facts)
    link = await _link(session, actor, association_id, about, about_id)
    return await follow_up.write_task(session, actor, association_id, about=link, **facts)


async def put(
    session: AsyncSession, actor: Actor, association_id: UUID, task_id: UUID, *, column: str, at: datetime
) -> None:
    """Move a task into a column: todo, in_progress or done. Safe to repeat.

    Raises:
        NotFound: no such task.
        NotAllowed: a decision's task, and the actor is neither the syndic nor its assignee in the council.
        TaskIsOver: it was cancelled.
        BadInput: no such column.
    """
    row = await _movable(session, actor, association_id, task_id)
    if column not in list(Column):
        raise BadInput(Problem("column", "Choose to do, in progress or done."))
    wanted = Column(column)
    if column_of(row.state) is wanted:
        return
    plan = {"due": row.due, "owner_id": row.owner_id} if wanted is Column.TODO else {}
    await follow_up.write_step(session, actor, association_id, row, STEPS[wanted], at=at, **plan)


async def plan_anew(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    task_id: UUID,
    *,
    due: date | None,
    owner_id: UUID | None,
    at: datetime,
    today: date,
) -> None:
    """Give a task another day or assignee; it stays in its column.

    Raises:
        NotFound, NotAllowed, TaskIsOver: as `put`; BadInput: the day or the assignee is missing.
    """
    row = await _movable(session, actor, association_id, task_id)
    await _require_assignee(session, actor, association_id, owner_id, today)
    plan = await follow_up.plan_of(session, association_id, due, owner_id, today)
    await follow_up.write_step(session, actor, association_id, row, PLANNED, at=at, **plan)
    if row.state not in ("", PLANNED):
        again = await follow_up.locked(session, association_id, task_id)
        await follow_up.write_step(session, actor, association_id, again, row.state, at=at)


async def say(
    session: AsyncSession, actor: Actor, association_id: UUID, task_id: UUID, *, what: str, words: str, at: datetime
) -> None:
    """Note something about a task, or cancel it with its reason.

    Raises:
        NotFound, NotAllowed, TaskIsOver: as `put`; BadInput: neither a note nor a cancelling, or no words.
    """
    row = await _movable(session, actor, association_id, task_id)
    if what not in (NOTED, CANCELLED):
        raise BadInput(Problem("step", "Choose a note or the cancelling."))
    await follow_up.write_step(session, actor, association_id, row, what, words=words, at=at)


async def _movable(session: AsyncSession, actor: Actor, association_id: UUID, task_id: UUID) -> Any:
    require(actor, "board.keep", association_id)
    row = await follow_up.locked(session, association_id, task_id)
    if not _moves(actor, association_id, row.entry_id is not None, row.owner_id):
        raise NotAllowed
    return row


async def _require_assignee(
    session: AsyncSession, actor: Actor, association_id: UUID, owner_id: UUID | None, today: date
) -> None:
    """Let pass an assignee who is offered; whether one is missing is said with everything else that is."""
    if owner_id is not None and owner_id not in dict(await assignees(session, actor, association_id, today=today)):
        raise NotFound


async def _link(
    session: AsyncSession, actor: Actor, association_id: UUID, about: str, about_id: UUID | None
) -> dict[str, UUID]:
    """Return the column that links a task to what it is about; NotFound for what is not hers to see, or elsewhere."""
    if not about or about_id is None:
        return {}
    if about == "problem":
        await require_seen(session, actor, association_id, about_id)
        return {"ticket_id": about_id}
    if about == "paper":
        found: Any = await papers.paper(session, actor, about_id)
    else:
        found = await attachments.attachment(session, actor, about_id)
    if found.association_id != association_id:
        raise NotFound
    return {"paper_id" if about == "paper" else "attachment_id": about_id}


async def _subject(session: AsyncSession, actor: Actor, row: Any) -> Subject:
    if row.entry_id:
        return Subject("decision", row.entry_id, row.number, row.title)
    if row.ticket_id:
        return Subject("problem", row.ticket_id, row.problem, words=row.words)
    try:
        if row.paper_id:
            return Subject("paper", row.paper_id, words=(await papers.paper(session, actor, row.paper_id)).title)
        if row.attachment_id:
            file = await attachments.attachment(session, actor, row.attachment_id)
            return Subject("file", row.attachment_id, words=file.title)
    except NotFound:
        return Subject("paper" if row.paper_id else "file")
    return Subject()


def _card(actor: Actor, association_id: UUID, task: Task, column: Column, about: Subject, today: date) -> Card:
    return Card(
        id=task.id,
        what=task.what,
        column=column,
        due=task.due,
        left=((task.due or today) - today).days,
        assignee=task.owner,
        assignee_id=task.owner_id,
        about=about,
        moves=_moves(actor, association_id, about.kind == "decision", task.owner_id),
        steps=task.steps,
    )


def _ended(task: Task, today: date) -> int:
    """Return how many days ago something last happened to a task that has ended."""
    return (today - legal_day(max(step.at for step in task.steps))).days


def _is_syndic(actor: Actor, association_id: UUID) -> bool:
    return allows(actor, "task.keep", association_id)


def _moves(actor: Actor, association_id: UUID, of_a_decision: bool, owner_id: UUID | None) -> bool:
    return may_move(
        carries_out_a_decision=of_a_decision,
        is_syndic=_is_syndic(actor, association_id),
        in_council=allows(actor, "council.ask", association_id),
        is_assignee=owner_id == actor.person_id,
    )
