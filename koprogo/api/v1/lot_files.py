"""A list of lots on its way into the product: sent once, previewed and confirmed by its id; its faults as a file."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, File, Request, Response, UploadFile
from pydantic import BaseModel

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.errors import reader_language
from koprogo.core.clock import now
from koprogo.core.permissions import require
from koprogo.services.buildings.fault_list import fault_list
from koprogo.services.buildings.import_lots import preview_import
from koprogo.services.buildings.kept_lists import LARGEST, keep_list, kept_list

router = APIRouter(prefix="/api/v1/associations/{association_id}/lots/files", tags=["buildings"])


class Kept(BaseModel):
    """The id under which the list is kept for an hour, for who sent it."""

    id: str


@router.post("", summary="Send a list of lots", status_code=201)
async def send(caller: Caller, association_id: UUID, file: Annotated[UploadFile, File()]) -> Kept:
    """Keep a list for its preview (syndic); nothing is read yet."""
    require(caller, "lots.import", association_id)
    content = await file.read(LARGEST + 1)
    return Kept(id=await keep_list(caller, association_id, content=content, name=file.filename or "", at=now()))


@router.get("/{list_id}/faults", summary="The faults of a list, as CSV", response_class=Response)
async def faults(request: Request, caller: Caller, association_id: UUID, list_id: str, denominator: int) -> Response:
    """Return what is to be corrected in a list that was sent, one line per fault, in the reader's language."""
    kept = await kept_list(caller, association_id, list_id, at=now())
    async with db.tenant_session(caller) as session:
        preview = await preview_import(
            session, caller, association_id, content=kept.content, filename=kept.name, denominator=denominator, at=now()
        )
    name = quote(f"{kept.name.rpartition('.')[0] or kept.name}-faults.csv")
    return Response(
        fault_list(preview, reader_language(request)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )
