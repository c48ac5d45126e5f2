"""Letters of an assembly as JSON: send them, see what became of each, post them, bring tracking numbers back."""

import asyncio
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.errors import reader_language
from koprogo.api.files import zipped
from koprogo.api.v1.bodies import DayIn, Typed
from koprogo.core.clock import now, today
from koprogo.services.assemblies.convening import convocation, letter_list, posting, reminders
from koprogo.services.assemblies.where import where

router = APIRouter(prefix="/api/v1/assemblies/{assembly_id}/letters", tags=["letters"])


class SendIn(Typed):
    """Why it cannot wait, when fewer than fifteen days are left; and why it goes out `despite` what is missing."""

    urgent_reason: str = ""
    despite: str = ""


class ToldIn(Typed):
    """What became of a letter: posted, delivered, returned or failed, on which day, under which number."""

    what: str = "posted"
    day: Day
    tracking: str = ""


class Number(BaseModel):
    """How many letters an act concerned."""

    letters: int


class Read(BaseModel):
    """How many letters a list told of; `id` for the page that sent it."""

    id: str
    letters: int


@router.get("", summary="The letters and what became of each")
async def letters_of(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return the letters by name (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(line) for line in await letter_list.letter_list(session, caller, association_id, assembly_id)]


@router.post("", summary="Convene: send the letters", status_code=201)
async def send(caller: Caller, assembly_id: UUID, wish: SendIn) -> Number:
    """Freeze the agenda and send one letter to everybody who is to be convened or told (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return Number(
            letters=await convocation.send_convocations(
                session, caller, association_id, assembly_id, at=now(), **wish.model_dump()
            )
        )


@router.get("/batch", summary="The letters for the post, as a ZIP", response_class=Response)
async def batch(request: Request, caller: Caller, assembly_id: UUID) -> StreamingResponse:
    """Return one PDF per person and the list for registered post (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        rows = await posting.batch(session, caller, association_id, assembly_id)
        documents = await posting.enclosures(session, association_id, assembly_id)
    archive = await asyncio.to_thread(posting.as_zip, rows, reader_language(request), documents)
    return zipped(archive, "letters")


@router.get("/registered", summary="The list for registered post, as CSV", response_class=Response)
async def registered(request: Request, caller: Caller, assembly_id: UUID) -> Response:
    """Return the list alone, to fill in tracking numbers (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        rows = await posting.batch(session, caller, association_id, assembly_id)
    return Response(
        posting.registered_list(rows, reader_language(request)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="registered.csv"', "Cache-Control": "private, no-store"},
    )


@router.post("/posted", summary="All letters were posted", status_code=201)
async def posted(caller: Caller, assembly_id: UUID, wish: DayIn) -> Number:
    """Record the day on which every printed letter was brought to the post (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return Number(
            letters=await posting.post_all(session, caller, association_id, assembly_id, day=wish.day, at=now())
        )


@router.post("/tracking", summary="Bring the tracking numbers back", status_code=201)
async def tracking(
    caller: Caller, assembly_id: UUID, file: Annotated[UploadFile, File()], day: Annotated[Day | None, Form()] = None
) -> Read:
    """Read the list for the post with its numbers filled in; those letters are posted on `day`, or today (syndic)."""
    association_id = await where(caller, assembly_id)
    content = await file.read(posting.LARGEST_LIST + 1)
    async with db.tenant_session(caller, association_id) as session:
        told = await posting.import_tracking(
            session, caller, association_id, assembly_id, content=content, day=day or today(), at=now()
        )
    return Read(id=str(told), letters=told)


@router.post("/reminders", summary="Remind who has not opened her letter", status_code=201)
async def remind(caller: Caller, assembly_id: UUID) -> Number:
    """Send a reminder now to everybody convened by e-mail who has not opened the letter (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return Number(letters=await reminders.remind(session, caller, association_id, assembly_id, at=now()))


@router.post("/{letter_id}/events", summary="What became of one letter", status_code=204)
async def tell(caller: Caller, assembly_id: UUID, letter_id: UUID, wish: ToldIn) -> None:
    """Record that a letter was posted, delivered, returned or failed (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await posting.tell_letter(session, caller, association_id, letter_id, at=now(), **wish.model_dump())
