"""Who stands in an election: read by everybody in the assembly, written by who prepares it, or by the candidate herself."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.bodies import Typed
from koprogo.core.clock import now
from koprogo.services.assemblies.elections import elections, own_candidacy
from koprogo.services.assemblies.where import where

router = APIRouter(prefix="/api/v1/assemblies/{assembly_id}", tags=["elections"])


class StandIn(Typed):
    """Who stands for which post; without `person_id` and `name` the caller herself. `how` she agreed: room or writing."""

    post: str
    person_id: UUID | None = None
    name: str = ""
    is_firm: bool = False
    how: str = ""


class AgreedIn(Typed):
    """How she agreed: herself, room or writing."""

    how: str = "herself"


@router.get("/items/{item_id}/candidates", summary="Who stands")
async def read(caller: Caller, assembly_id: UUID, item_id: UUID) -> list[dict[str, Any]]:
    """Return who stands at a point, in order; `agreed` false is not put to the vote."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        rows = await elections.candidates(session, caller, association_id, item_id)
    return [{**asdict(row), "label": row.label} for row in rows]


@router.get("/items/{item_id}/candidates/mine", summary="For what may I stand")
async def mine(caller: Caller, assembly_id: UUID, item_id: UUID) -> list[dict[str, Any]]:
    """Return the posts of a point that the caller may stand for now, and how she stands."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await own_candidacy.offers(session, caller, association_id, item_id)]


@router.post("/items/{item_id}/candidates", summary="Stand, or write down who stands", status_code=201)
async def stand(caller: Caller, assembly_id: UUID, item_id: UUID, wish: StandIn) -> dict[str, UUID]:
    """Stand oneself, or write down somebody who stands (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, item_id)
        if wish.person_id is None and not wish.name:
            return {"id": await elections.stand_oneself(*here, post=wish.post, at=now())}
        return {"id": await elections.stand(*here, **wish.model_dump(), at=now())}


@router.post("/candidates/{candidate_id}/agreement", summary="Agree to stand", status_code=204)
async def agree(caller: Caller, assembly_id: UUID, candidate_id: UUID, wish: AgreedIn) -> None:
    """Agree oneself, or write down that she agreed (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await elections.agree(session, caller, association_id, candidate_id, how=wish.how, at=now())


@router.delete("/candidates/{candidate_id}", summary="Stand down", status_code=204)
async def withdraw(caller: Caller, assembly_id: UUID, candidate_id: UUID) -> None:
    """Take one's candidacy back, or somebody else's who said so (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await elections.withdraw(session, caller, association_id, candidate_id, at=now())
