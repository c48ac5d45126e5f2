"""The evening itself as JSON, beside voting: the attendance put right, and what comes of it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import model_validator

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.assemblies import Typed, _where
from koprogo.core.clock import now
from koprogo.services.assemblies import corrections, proxy_sheet

router = APIRouter(prefix="/api/v1", tags=["the evening"])


class CorrectionIn(Typed):
    """The right line: of the row `event_id`, or a forgotten one of `person_id`; `happened_at` carries its offset."""

    event_id: int | None = None
    person_id: UUID | None = None
    what: str
    happened_at: datetime
    reason: str

    @model_validator(mode="after")
    def _names_one(self) -> "CorrectionIn":
        if (self.event_id is None) == (self.person_id is None):
            raise ValueError("name the row to correct (event_id), or who was forgotten (person_id)")
        if self.happened_at.tzinfo is None:
            raise ValueError("happened_at needs its offset, such as 2026-12-03T19:30:00+01:00")
        return self


@router.get("/assemblies/{assembly_id}/movements", summary="Arrivals and departures")
async def movements(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return every arrival and departure, corrected ones included, in order (syndic)."""
    association_id = await _where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await corrections.moves(session, caller, association_id, assembly_id)]


@router.post("/assemblies/{assembly_id}/movements/corrections", summary="Correct the attendance", status_code=201)
async def correct(caller: Caller, assembly_id: UUID, wish: CorrectionIn) -> list[dict[str, Any]]:
    """Enter the right line beside the wrong one (syndic); return the frozen results it touches, counted again."""
    association_id = await _where(caller, assembly_id)
    facts: dict[str, Any] = {"what": wish.what, "happened_at": wish.happened_at, "reason": wish.reason, "at": now()}
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, assembly_id)
        if wish.event_id is not None:
            found = await corrections.correct_presence(*here, event_id=wish.event_id, **facts)
        else:
            found = await corrections.add_forgotten(*here, person_id=wish.person_id, **facts)  # type: ignore[arg-type]
    return [asdict(row) for row in found]


@router.get("/assemblies/{assembly_id}/proxy-sheets", summary="Proxy sheets of the open vote")
async def sheets(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return who votes for whom on the point that is on, with locked instructions and what is entered (syndic)."""
    association_id = await _where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await proxy_sheet.proxy_sheets(session, caller, association_id, assembly_id)]


@router.get("/assemblies/{assembly_id}/reviews", summary="Results looked at again")
async def reviews(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return the results that corrections of the attendance touched, with both counts."""
    association_id = await _where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await corrections.reviews(session, caller, association_id, assembly_id)]
