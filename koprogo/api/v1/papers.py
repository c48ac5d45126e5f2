"""Issued papers: lists, and their bytes streamed from storage with the reader's cookie."""

from dataclasses import asdict
from typing import Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.bodies import chunks
from koprogo.services.assemblies.minutes import minutes
from koprogo.services.assemblies.where import where
from koprogo.services.documents import queries

CHUNK = 64 * 1024

router = APIRouter(prefix="/api/v1", tags=["papers"])


@router.get("/assemblies/{assembly_id}/minutes", summary="The minutes, by language")
async def minutes_of(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return the newest issued minutes in each language."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        rows = await queries.papers_of(session, caller, association_id, kind="minutes", subject_id=assembly_id)
    return [asdict(row) for row in rows]


@router.post("/assemblies/{assembly_id}/minutes", summary="Print the minutes again", status_code=202)
async def request_minutes(caller: Caller, assembly_id: UUID) -> dict[str, int]:
    """Have the minutes printed as the next version (syndic); they are ready when the list shows it."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return {"version": await minutes.request_minutes(session, caller, association_id, assembly_id)}


@router.get("/papers/{paper_id}/content", summary="The bytes of a paper")
async def content(caller: Caller, paper_id: UUID) -> StreamingResponse:
    """Stream a paper as a PDF; kept by nobody on the way."""
    async with db.tenant_session(caller) as session:
        row = await queries.paper(session, caller, paper_id)
    return StreamingResponse(
        chunks(queries.content(row)),
        media_type="application/pdf",
        headers={
            "Content-Length": str(row.size),
            "Content-Disposition": f"inline; filename*=UTF-8''{quote(row.title)}.pdf",
            "Cache-Control": "private, no-store",
            "ETag": f'"{row.sha256}"',
        },
    )
