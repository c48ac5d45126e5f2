"""Photos of the evening: take, list, look at, take back. Seen by the bureau and the syndic."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any, BinaryIO
from uuid import UUID

from fastapi import APIRouter, File, Response, UploadFile
from fastapi.responses import StreamingResponse

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.bodies import Made
from koprogo.core.clock import now
from koprogo.core.permissions import require
from koprogo.services.assemblies.attendance import photos
from koprogo.services.assemblies.where import where

CHUNK = 1 << 16

router = APIRouter(prefix="/api/v1", tags=["photos"])


@router.get("/assemblies/{assembly_id}/photos", summary="The photos of an evening")
async def photos_of(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return the photos that stand, in order of time (bureau and syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await photos.photos(session, caller, association_id, assembly_id)]


@router.post("/assemblies/{assembly_id}/photos/{kind}/{subject_id}", summary="Keep a photo", status_code=201)
async def keep_photo(
    caller: Caller, assembly_id: UUID, kind: str, subject_id: UUID, file: Annotated[UploadFile, File()]
) -> Made:
    """Keep a photo of raised hands (a point), of a deed or a designation (a lot), or the paper of a proxy (syndic)."""
    association_id = await where(caller, assembly_id)
    require(caller, "attendance.record", association_id)
    content = await file.read(photos.LARGEST + 1)
    async with db.tenant_session(caller, association_id) as session:
        return Made(
            id=await photos.keep_photo(
                session, caller, association_id, assembly_id, kind=kind, subject_id=subject_id, content=content,
                at=now(),
            )
        )  # fmt: skip


@router.delete("/assemblies/{assembly_id}/photos/{photo_id}", summary="Take a photo back", status_code=204)
async def withdraw_photo(caller: Caller, assembly_id: UUID, photo_id: UUID) -> None:
    """Take a photo back; it is shown and listed no more (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await photos.withdraw_photo(session, caller, association_id, assembly_id, photo_id, at=now())


@router.get(
    "/assemblies/{assembly_id}/photos/{photo_id}/content", summary="The bytes of a photo", response_class=Response
)
async def content(caller: Caller, assembly_id: UUID, photo_id: UUID) -> StreamingResponse:
    """Stream a photo (bureau and syndic); nothing in it may run."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        row, file = await photos.photo(session, caller, association_id, assembly_id, photo_id)
    return StreamingResponse(
        _chunks(file),
        media_type=row.media_type,
        headers={
            "Content-Length": str(row.size),
            "Content-Disposition": f'attachment; filename="{row.file_name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk
