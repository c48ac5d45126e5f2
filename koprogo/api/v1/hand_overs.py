"""The file that a syndic whose mandate is over hands over: her own door, for thirty days."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.syndic import StepIn
from koprogo.core.clock import now, today
from koprogo.services.governance import handover

router = APIRouter(prefix="/api/v1/hand-overs", tags=["syndic"])


@router.get("", summary="Files to hand over")
async def read(caller: Caller) -> list[dict[str, Any]]:
    """Return the lists of the mandates of the caller's firm that are over, while their thirty days run."""
    async with db.open_session() as session:
        return [asdict(each) for each in await handover.handing_over(session, caller, today=today())]


@router.post("/{mandate_id}", summary="Note what was given", status_code=204)
async def note(caller: Caller, mandate_id: UUID, step: StepIn) -> None:
    """Say that a thing was given, or is missing (the syndic whose mandate is over)."""
    await handover.note_given(caller, mandate_id, **step.model_dump(), today=today(), at=now())
