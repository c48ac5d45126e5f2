"""The syndic's mandate, its contract and the hand-over at its end; files kept with things that are no agenda."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Response, UploadFile
from fastapi.responses import StreamingResponse

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.files import kept_file
from koprogo.api.v1.bodies import Made, Typed, sent_file
from koprogo.core.clock import now, today
from koprogo.core.permissions import require
from koprogo.services.documents import kept_files
from koprogo.services.governance import handover, syndic

router = APIRouter(prefix="/api/v1", tags=["syndic"])
HERE = "/associations/{association_id}/syndic"


class TermIn(Typed):
    """The last day of a mandate, as the assembly decided it."""

    last_day: Day


class StepIn(Typed):
    """A thing of the hand-over list: given, received, or missing and what is."""

    item: str
    what: str
    day: Day
    words: str = ""


@router.get(HERE, summary="The syndic's mandates")
async def read(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the mandates with contract and end; the hand-over list to council and syndic."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(row) for row in await syndic.mandates_of(session, caller, association_id, today=today())]


@router.post(HERE + "/{mandate_id}/term", summary="Record the end of a mandate", status_code=204)
async def term(caller: Caller, association_id: UUID, mandate_id: UUID, agreed: TermIn) -> None:
    """Record the last day that the assembly decided, three years on at most (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id)
        await syndic.agree_term(*here, mandate_id, last_day=agreed.last_day, today=today())


@router.post(HERE + "/{mandate_id}/contract", summary="Keep the contract", status_code=201)
async def contract(caller: Caller, association_id: UUID, mandate_id: UUID, file: Annotated[UploadFile, File()]) -> Made:
    """Keep the written contract with its mandate, for every co-owner to read (syndic)."""
    require(caller, "association.change", association_id)  # before anything is read
    content = await sent_file(file)
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id)
        return Made(
            id=await syndic.add_contract(*here, mandate_id, content=content, name=file.filename or "", at=now())
        )


@router.post(HERE + "/{mandate_id}/handover", summary="Note what was handed over", status_code=204)
async def note_handover(caller: Caller, association_id: UUID, mandate_id: UUID, step: StepIn) -> None:
    """Say that a thing was received or is missing (the syndic who follows, the council), or was given (who hands over)."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id)
        await handover.note_handover(*here, mandate_id, **step.model_dump(), today=today(), at=now())


@router.get("/files/{file_id}/content", summary="The bytes of a kept file", response_class=Response)
async def content(caller: Caller, file_id: UUID) -> StreamingResponse:
    """Stream a file to keep: never shown inside a page of ours, and nothing in it may run."""
    async with db.tenant_session(caller) as session:
        row = await kept_files.kept_file(session, caller, file_id)
    return kept_file(kept_files.content(row), media_type=row.media_type, size=row.size, name=row.file_name)
