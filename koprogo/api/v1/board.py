"""The board of tasks of council and syndic."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Made, Typed
from koprogo.core.clock import now, today
from koprogo.services.governance import tasks

router = APIRouter(prefix="/api/v1/associations/{association_id}/board", tags=["board"])


class TaskIn(Typed):
    """What is to be done, by when, by whom; `about` is decision, problem, paper or file with its id, or nothing."""

    what: str
    due: Day
    owner_id: UUID
    about: str = ""
    about_id: UUID | None = None


class ColumnIn(Typed):
    """todo, in_progress or done."""

    column: str


class PlanIn(Typed):
    """Another day and assignee."""

    due: Day
    owner_id: UUID


class SaidIn(Typed):
    """noted or cancelled, with words."""

    what: str
    words: str


@router.get("", summary="The board")
async def board(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the cards of the board with their columns (council, syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(card) for card in await tasks.board(session, caller, association_id, today=today())]


@router.post("", summary="Hang a task on the board", status_code=201)
async def add(caller: Caller, association_id: UUID, task: TaskIn) -> Made:
    """Add a task (council, syndic); what a decision asks for only the syndic plans."""
    async with db.tenant_session(caller, association_id) as session:
        made = await tasks.add_task(session, caller, association_id, **task.model_dump(), at=now(), today=today())
    return Made(id=made)


@router.post("/{task_id}/column", summary="Move a task", status_code=204)
async def put(caller: Caller, association_id: UUID, task_id: UUID, wanted: ColumnIn) -> None:
    """Move a task into another column."""
    async with db.tenant_session(caller, association_id) as session:
        await tasks.put(session, caller, association_id, task_id, column=wanted.column, at=now())


@router.post("/{task_id}/plan", summary="Plan a task anew", status_code=204)
async def plan(caller: Caller, association_id: UUID, task_id: UUID, wanted: PlanIn) -> None:
    """Give a task another day or assignee."""
    async with db.tenant_session(caller, association_id) as session:
        await tasks.plan_anew(session, caller, association_id, task_id, **wanted.model_dump(), at=now(), today=today())


@router.post("/{task_id}/words", summary="Note or cancel", status_code=204)
async def say(caller: Caller, association_id: UUID, task_id: UUID, said: SaidIn) -> None:
    """Note something about a task, or cancel it with its reason."""
    async with db.tenant_session(caller, association_id) as session:
        await tasks.say(session, caller, association_id, task_id, **said.model_dump(), at=now())
