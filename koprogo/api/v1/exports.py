"""The way out: one association whole, as one file."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from koprogo.api.caller import Caller
from koprogo.api.files import zipped
from koprogo.core.clock import now, today
from koprogo.services.buildings.export.write_out import export_association

router = APIRouter(prefix="/api/v1/associations/{association_id}", tags=["buildings"])


@router.get("/export", summary="The whole association, as a ZIP", response_class=Response)
async def export(caller: Caller, association_id: UUID) -> StreamingResponse:
    """Return lots, owners, books, papers and assemblies in one documented file (syndic); the log keeps that it left."""
    return zipped(await export_association(caller, association_id, at=now()), f"koprogo-{today().isoformat()}")
