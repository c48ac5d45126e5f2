"""Who votes on a point of an agenda, as JSON: exclusions for a conflict of interest, and who bears the cost."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.core.clock import now
from koprogo.services.assemblies import exclusions, item_key, queries

router = APIRouter(prefix="/api/v1", tags=["points"])


class Typed(BaseModel):
    """What a client sends: only the fields we know."""

    model_config = ConfigDict(extra="forbid")


class ExclusionIn(Typed):
    """Somebody who takes no part; `reason` is syndic, auditor, council, employee, supplier or other (with a note)."""

    person_id: UUID
    reason: str
    note: str = ""


class KeyChoiceIn(Typed):
    """The key whose owners alone vote (null: everybody), with both conditions of art. 3.87 §6 ticked and the reason."""

    key_id: UUID | None
    reason: str = ""
    only_they_bear: bool = False
    common_management_unaffected: bool = False


class Made(BaseModel):
    """The id of what was made."""

    id: UUID


async def _where(caller: Caller, assembly_id: UUID) -> UUID:
    async with db.tenant_session(caller) as session:
        return await queries.where_is(session, assembly_id)


@router.get("/assemblies/{assembly_id}/exclusions", summary="Who takes no part in which vote")
async def list_exclusions(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return everybody kept out of a vote for a conflict of interest (art. 3.87 §9)."""
    association_id = await _where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        await queries.sheet(session, caller, association_id, assembly_id)
        found = await exclusions.exclusions_of(session, caller, association_id, assembly_id)
    return [asdict(each) for rows in found.values() for each in rows]


@router.get("/assemblies/{assembly_id}/exclusions/proposed", summary="Who might have to be kept out")
async def proposed_exclusions(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return whom the kinds of the points concern and who still votes (syndic)."""
    association_id = await _where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        found = await exclusions.proposals(session, caller, association_id, assembly_id)
    return [asdict(each) for rows in found.values() for each in rows]


@router.post("/assemblies/{assembly_id}/items/{item_id}/exclusions", summary="Keep out of a vote", status_code=201)
async def exclude(caller: Caller, assembly_id: UUID, item_id: UUID, wish: ExclusionIn) -> Made:
    """Keep a person out of the vote on a point, for herself and as a proxy holder (syndic)."""
    association_id = await _where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await exclusions.exclude(session, caller, association_id, item_id, **wish.model_dump()))


@router.delete("/assemblies/{assembly_id}/exclusions/{exclusion_id}", summary="Let vote again", status_code=204)
async def lift(caller: Caller, assembly_id: UUID, exclusion_id: UUID) -> None:
    """Lift an exclusion before the vote (syndic)."""
    association_id = await _where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await exclusions.lift(session, caller, association_id, exclusion_id, at=now())


@router.put("/assemblies/{assembly_id}/items/{item_id}/key", summary="Who bears the cost decides", status_code=204)
async def set_key(caller: Caller, assembly_id: UUID, item_id: UUID, wish: KeyChoiceIn) -> None:
    """Put a point of a draft to the owners of a key only, or to everybody again (syndic)."""
    association_id = await _where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await item_key.set_key(session, caller, association_id, item_id, **wish.model_dump())
