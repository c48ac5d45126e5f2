"""The notice to occupants and what they wrote."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.bodies import Made
from koprogo.core.clock import now
from koprogo.services.assemblies.convening import occupants
from koprogo.services.assemblies.where import where

router = APIRouter(prefix="/api/v1/assemblies/{assembly_id}", tags=["occupants"])


@router.post("/occupant-notices", summary="Make the notice to occupants", status_code=201)
async def notice(caller: Caller, assembly_id: UUID) -> Made:
    """Have the notice to occupants printed, with the code of their form (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await occupants.request_notice(session, caller, association_id, assembly_id, at=now()))


@router.get("/observations", summary="What occupants wrote")
async def observations(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return the written observations, point by point."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await occupants.observations(session, caller, association_id, assembly_id)]
