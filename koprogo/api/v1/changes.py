"""An assembly called off, moved or continued; last year's agenda; a supplement. As JSON."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day, Moment
from koprogo.api.v1.bodies import Made, Typed, WhyIn
from koprogo.core.clock import now
from koprogo.services.assemblies.convening import changes
from koprogo.services.assemblies.where import where

router = APIRouter(prefix="/api/v1", tags=["changes"])


class MeetingIn(Typed):
    """When and where; `starts_at` carries its offset."""

    starts_at: Moment
    place: str = ""


class MovedIn(MeetingIn):
    """When and where instead, and why."""

    reason: str


class SupplementIn(Typed):
    """A point for a convened agenda, and the day its supplementary convocation is sent."""

    kind: str
    title: dict[str, str]
    proposal: dict[str, str] = Field(default_factory=dict)
    majority: str | None = None
    main_kind: str | None = None
    sent_on: Day


class Told(BaseModel):
    """How many letters say it."""

    letters: int


class Copied(BaseModel):
    """How many points came."""

    points: int


@router.post("/assemblies/{assembly_id}/cancellation", summary="Call an assembly off")
async def cancel(caller: Caller, assembly_id: UUID, wish: WhyIn) -> Told:
    """Cancel before the opening, with the reason (who plans it); everybody who was convened is told."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        told = await changes.cancel(session, caller, association_id, assembly_id, reason=wish.reason, at=now())
    return Told(letters=told)


@router.post("/assemblies/{assembly_id}/moved", summary="Move a convened assembly", status_code=201)
async def move(caller: Caller, assembly_id: UUID, wish: MovedIn) -> Made:
    """Cancel it and draft it anew on another day; the draft needs its own convocation (who plans it)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        found = await changes.move(session, caller, association_id, assembly_id, at=now(), **wish.model_dump())
    return Made(id=found)


@router.post("/assemblies/{assembly_id}/continuation", summary="Continue on another day", status_code=201)
async def continue_another_day(caller: Caller, assembly_id: UUID, wish: MeetingIn) -> Made:
    """Draft a new assembly with the points that got no decision (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        found = await changes.continue_another_day(
            session, caller, association_id, assembly_id, at=now(), **wish.model_dump()
        )
    return Made(id=found)


@router.post("/assemblies/{assembly_id}/last-agenda", summary="Take last year's agenda over", status_code=201)
async def copy_last_agenda(caller: Caller, assembly_id: UUID) -> Copied:
    """Put the points of the last ordinary assembly on a draft, and what stayed open since (who plans it)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        found = await changes.copy_last_agenda(session, caller, association_id, assembly_id, at=now())
    return Copied(points=found)


@router.post("/assemblies/{assembly_id}/supplement", summary="Add a point after the convocation", status_code=201)
async def supplement(caller: Caller, assembly_id: UUID, wish: SupplementIn) -> Made:
    """Add a point by a supplementary convocation while fifteen days are left (who plans it)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        found = await changes.supplement(session, caller, association_id, assembly_id, at=now(), **wish.model_dump())
    return Made(id=found)
