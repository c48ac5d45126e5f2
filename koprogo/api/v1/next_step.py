"""The next lawful step of an evening, read and taken: the same answer as the one button in the room."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.bodies import Typed
from koprogo.core.clock import now
from koprogo.services.assemblies.room import next_step
from koprogo.services.assemblies.where import where

router = APIRouter(prefix="/api/v1/assemblies/{assembly_id}", tags=["assemblies"])


class StepIn(Typed):
    """The step and the `seen` that were read; `seconds` for a vote that opens, null leaves it open until it is closed."""

    step: str
    seen: int
    seconds: int | None = 120


@router.get("/next-step", summary="The next lawful step")
async def read(caller: Caller, assembly_id: UUID) -> dict[str, Any]:
    """Return the step, the point it is about, why it waits (empty: now), and what it rests on (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return asdict(await next_step.what_next(session, caller, association_id, assembly_id))


@router.post("/next-step", summary="Take the next step")
async def take(caller: Caller, assembly_id: UUID, wish: StepIn) -> dict[str, Any]:
    """Take the step that was read; a conflict when somebody was faster. Returns the one after it (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await next_step.take(session, caller, association_id, assembly_id, **wish.model_dump(), at=now()))
