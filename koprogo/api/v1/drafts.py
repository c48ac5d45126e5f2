"""A draft as JSON: its day changed, a point rewritten, moved, given another majority. Once convened it is frozen."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Moment
from koprogo.api.v1.bodies import Typed
from koprogo.core.clock import now
from koprogo.services.assemblies.agenda import assembly_day, plan
from koprogo.services.assemblies.where import where

router = APIRouter(prefix="/api/v1/assemblies/{assembly_id}", tags=["drafts"])


class DayIn(Typed):
    """Everything about the day; `starts_at` carries its offset. `authentic_language`: empty leaves it as it was."""

    kind: str
    starts_at: Moment
    place: str
    remote_allowed: bool = True
    authentic_language: str = ""


class WordsIn(Typed):
    """Title and proposal, per language of the building."""

    title: dict[str, str]
    proposal: dict[str, str]


class PlaceIn(Typed):
    """The number the point gets; the others make room."""

    to: int


class MajorityIn(Typed):
    """Another majority, where the law leaves it open or with the quoted clause; null is the law's."""

    majority: str | None = None
    clause: str = ""


class MajorityChosen(BaseModel):
    """The majority of a point and where it comes from: law, open, clause."""

    majority: str
    source: str


@router.put("", summary="Change the day of a draft", status_code=204)
async def change_day(caller: Caller, assembly_id: UUID, wish: DayIn) -> None:
    """Change day, place and kind (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await assembly_day.change_assembly(session, caller, association_id, assembly_id, at=now(), **wish.model_dump())


@router.put("/items/{item_id}", summary="Rewrite a point of a draft", status_code=204)
async def rewrite(caller: Caller, assembly_id: UUID, item_id: UUID, wish: WordsIn) -> None:
    """Give a point another title and proposal (syndic); the earlier text is kept as a version."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await plan.change_item(session, caller, association_id, item_id, at=now(), **wish.model_dump())


@router.put("/items/{item_id}/place", summary="Move a point of a draft", status_code=204)
async def move(caller: Caller, assembly_id: UUID, item_id: UUID, wish: PlaceIn) -> None:
    """Give a point another number (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await plan.move_item(session, caller, association_id, item_id, to=wish.to)


@router.put("/items/{item_id}/majority", summary="Choose the majority of a point")
async def majority(caller: Caller, assembly_id: UUID, item_id: UUID, wish: MajorityIn) -> MajorityChosen:
    """Choose again by the same rules (syndic); refused where the majority is the law's."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        found = await plan.set_majority(session, caller, association_id, item_id, **wish.model_dump())
    return MajorityChosen(majority=found.majority, source=found.source)
