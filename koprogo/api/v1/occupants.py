"""The notice to occupants and what they wrote."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.core.actor import Actor
from koprogo.core.clock import now
from koprogo.services.assemblies import occupants, queries

router = APIRouter(prefix="/api/v1/assemblies/{assembly_id}", tags=["occupants"])


class Made(BaseModel):
    """The id of the notice."""

    id: UUID


async def _where(caller: Actor, assembly_id: UUID) -> UUID:
    async with db.tenant_session(caller) as session:
        return await queries.where_is(session, assembly_id)


@router.post("/occupant-notices", summary="Make the notice to occupants", status_code=201)
async def notice(caller: Caller, assembly_id: UUID) -> Made:
    """Have the notice to occupants printed, with the code of their form (syndic)."""
    association_id = await _where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await occupants.request_notice(session, caller, association_id, assembly_id, at=now()))


@router.get("/observations", summary="What occupants wrote")
async def observations(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return the written observations, point by point."""
    association_id = await _where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await occupants.observations(session, caller, association_id, assembly_id)]
