"""Files of an agenda: send, list, keep, withdraw."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Response, UploadFile
from fastapi.responses import StreamingResponse

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.files import kept_file
from koprogo.api.v1.bodies import Made, sent_file
from koprogo.core.actor import Actor
from koprogo.core.clock import now
from koprogo.services.access import require_planner
from koprogo.services.assemblies.where import where
from koprogo.services.documents import attachments

router = APIRouter(prefix="/api/v1", tags=["attachments"])


async def _attach(caller: Actor, assembly_id: UUID, file: UploadFile, item_id: UUID | None = None) -> Made:
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        await require_planner(session, caller, association_id, assembly_id)  # before anything is read
    content = await sent_file(file)
    async with db.tenant_session(caller, association_id) as session:
        return Made(
            id=await attachments.attach(
                session, caller, association_id, assembly_id, content=content, name=file.filename or "", at=now(),
                item_id=item_id,
            )
        )  # fmt: skip


@router.get("/assemblies/{assembly_id}/attachments", summary="The files of an agenda")
async def attachments_of(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return the files the caller may see: those of the assembly first, then by point."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await attachments.attachments_of(session, caller, association_id, assembly_id)]


@router.post("/assemblies/{assembly_id}/attachments", summary="Add a file to an assembly", status_code=201)
async def attach(caller: Caller, assembly_id: UUID, file: Annotated[UploadFile, File()]) -> Made:
    """Add a PDF, a picture or a workbook to the assembly (who plans the assembly)."""
    return await _attach(caller, assembly_id, file)


@router.post("/assemblies/{assembly_id}/items/{item_id}/attachments", summary="Add a file to a point", status_code=201)
async def attach_to_item(caller: Caller, assembly_id: UUID, item_id: UUID, file: Annotated[UploadFile, File()]) -> Made:
    """Add a PDF, a picture or a workbook to one point (who plans the assembly)."""
    return await _attach(caller, assembly_id, file, item_id)


@router.delete("/attachments/{attachment_id}", summary="Withdraw a file", status_code=204)
async def withdraw(caller: Caller, attachment_id: UUID) -> None:
    """Take a file back; it is shown and handed out no more (who plans the assembly)."""
    async with db.tenant_session(caller) as session:
        row = await attachments.attachment(session, caller, attachment_id)
    async with db.tenant_session(caller, row.association_id) as session:
        await attachments.withdraw(session, caller, row.association_id, attachment_id, at=now())


@router.get("/attachments/{attachment_id}/content", summary="The bytes of a file", response_class=Response)
async def content(caller: Caller, attachment_id: UUID) -> StreamingResponse:
    """Stream a file to keep: never shown inside a page of ours, and nothing in it may run."""
    async with db.tenant_session(caller) as session:
        row = await attachments.attachment(session, caller, attachment_id)
    return kept_file(attachments.content(row), media_type=row.media_type, size=row.size, name=row.file_name)
