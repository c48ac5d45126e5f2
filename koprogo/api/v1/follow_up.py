"""What became of the decisions: read by every co-owner, kept by the syndic."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Typed
from koprogo.core.clock import now, today
from koprogo.services.assemblies.after import follow_up, follow_up_queries

router = APIRouter(prefix="/api/v1/associations/{association_id}", tags=["follow-up"])


class Planned(Typed):
    """What is to be done, by when, by whom."""

    what: str
    due: Day
    owner_id: UUID


class Moved(Typed):
    """What happened to a task: planned (with a new day and owner), started, done, cancelled or noted (with words)."""

    what: str
    words: str = ""
    due: Day | None = None
    owner_id: UUID | None = None


@router.get("/follow-up", summary="What became of the decisions")
async def read(caller: Caller, association_id: UUID) -> dict[str, Any]:
    """Return how many decisions were carried out, the oldest open one, and each decision with its tasks."""
    async with db.tenant_session(caller, association_id) as session:
        sums, rows = await follow_up_queries.followed(session, caller, association_id, today=today())
    return {**asdict(sums), "list": [asdict(row) for row in rows]}


@router.post("/register/{entry_id}/tasks", summary="Plan a task", status_code=201)
async def plan(caller: Caller, association_id: UUID, entry_id: UUID, task: Planned) -> dict[str, UUID]:
    """Plan something that a carried decision asks for (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        made = await follow_up.plan_task(
            session, caller, association_id, entry_id, **task.model_dump(), at=now(), today=today()
        )
    return {"id": made}


@router.post("/tasks/{task_id}/events", summary="Say what happened to a task", status_code=204)
async def move(caller: Caller, association_id: UUID, task_id: UUID, step: Moved) -> None:
    """Start, do, cancel, plan anew or note (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await follow_up.move_task(
            session, caller, association_id, task_id, **step.model_dump(), at=now(), today=today()
        )
