"""Lots of an association, and the import of their list: preview, then confirm; one file per request."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Form, UploadFile

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.core.clock import now, today
from koprogo.services.buildings import import_lots
from koprogo.services.ownership import queries

router = APIRouter(prefix="/api/v1", tags=["buildings"])


@router.get("/associations/{association_id}/lots", summary="Lots and shares")
async def lots(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the lots of an association in reach, with their holders today."""
    async with db.tenant_session(caller) as session:
        found = await queries.lots_with_holders(session, caller, association_id, day=today())
    return [asdict(row) | {"is_suspended": row.is_suspended} for row in found]


@router.post("/associations/{association_id}/lots/preview", summary="Read a list of lots")
async def preview(
    caller: Caller, association_id: UUID, file: Annotated[UploadFile, File()], denominator: Annotated[int, Form()]
) -> dict[str, Any]:
    """Return what importing this list would do, with every fault by row and column; nothing is written (syndic)."""
    content = await file.read()
    async with db.tenant_session(caller) as session:
        found = await import_lots.preview_import(
            session,
            caller,
            association_id,
            content=content,
            filename=file.filename or "",
            denominator=denominator,
            at=now(),
        )
    return asdict(found) | {"can_be_confirmed": found.can_be_confirmed}


@router.post("/associations/{association_id}/lots/import", summary="Import a list of lots", status_code=201)
async def confirm(
    caller: Caller,
    association_id: UUID,
    file: Annotated[UploadFile, File()],
    denominator: Annotated[int, Form()],
    sha256: Annotated[str, Form()] = "",
    merges: Annotated[list[str] | None, Form()] = None,
) -> dict[str, Any]:
    """Write the list, whole or not at all (syndic); `merges` are the ids of the proposals that were confirmed."""
    content = await file.read()
    async with db.tenant_session(caller, association_id) as session:
        found = await import_lots.confirm_import(
            session,
            caller,
            association_id,
            content=content,
            filename=file.filename or "",
            denominator=denominator,
            merges_accepted=merges or [],
            answers={},
            at=now(),
            expected_sha256=sha256,
        )
    return asdict(found)
