"""Reported problems: list, report, every step, photos, and the code for the hall."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Form, Response, UploadFile
from fastapi.responses import StreamingResponse

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.files import kept_file
from koprogo.api.v1.bodies import Made, Typed
from koprogo.core.clock import now, today
from koprogo.services.works import occupants, photos, posted_form, queries, tickets

router = APIRouter(prefix="/api/v1/associations/{association_id}/problems", tags=["problems"])


class ReportIn(Typed):
    """What is wrong (`words`), what it is about, where, and how much it presses; a lot only for a place inside one."""

    category: str
    urgency: str
    place: str
    words: str
    place_words: str = ""
    lot_id: UUID | None = None


class StepIn(Typed):
    """acknowledged, planned (with its day), solved, declined (with words), confirmed, reopened or noted (with words).

    `inner`: a note for syndic and council alone.
    """

    what: str
    words: str = ""
    due: Day | None = None
    inner: bool = False


@router.get("", summary="Reported problems")
async def listed(caller: Caller, association_id: UUID) -> dict[str, Any]:
    """Return the reports that the caller may see, open ones first, with the sums of the open ones."""
    async with db.tenant_session(caller, association_id) as session:
        rows = await queries.tickets(session, caller, association_id, today=today())
    return {**asdict(queries.sums(rows)), "list": [asdict(row) for row in rows]}


@router.post("", summary="Report a problem", status_code=201)
async def report(caller: Caller, association_id: UUID, said: ReportIn) -> dict[str, UUID | int]:
    """Report a problem (owners, council, syndic); photos are sent to it afterwards."""
    async with db.tenant_session(caller, association_id) as session:
        made = await tickets.report(
            session, caller, association_id, answers=tickets.Answers(**said.model_dump()), at=now()
        )
    return {"id": made.id, "number": made.number}


@router.post("/form", summary="Make the code for the hall", status_code=201)
async def post_form(caller: Caller, association_id: UUID) -> Made:
    """Have the page with the code of the occupants' form printed; the code before it ends (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await posted_form.post_form(session, caller, association_id, at=now()))


@router.delete("/form", summary="Close the form", status_code=204)
async def close_form(caller: Caller, association_id: UUID) -> None:
    """Close the occupants' form: its code leads nowhere any more (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await posted_form.close_form(session, caller, association_id, at=now())


@router.get("/{ticket_id}", summary="One reported problem")
async def one(caller: Caller, association_id: UUID, ticket_id: UUID) -> dict[str, Any]:
    """Return a report with its history, its photos, and the steps that the caller may take now."""
    async with db.tenant_session(caller, association_id) as session:
        sheet = await queries.ticket(session, caller, association_id, ticket_id, today=today())
        rows = await photos.photos(session, caller, association_id, ticket_id)
    return {**asdict(sheet), "photos": [asdict(row) for row in rows]}


@router.post("/{ticket_id}/steps", summary="Take a step", status_code=204)
async def step(caller: Caller, association_id: UUID, ticket_id: UUID, said: StepIn) -> None:
    """Answer, plan, solve or decline (syndic), confirm or open again (reporter), or note something."""
    async with db.tenant_session(caller, association_id) as session:
        await tickets.take_step(session, caller, association_id, ticket_id, **said.model_dump(), at=now())


@router.delete("/{ticket_id}/reporter", summary="Forget an occupant", status_code=204)
async def forget(caller: Caller, association_id: UUID, ticket_id: UUID) -> None:
    """Take away name and address of an occupant who asked for it (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await occupants.forget(session, caller, association_id, ticket_id, at=now())


@router.post("/{ticket_id}/photos", summary="Add a photo", status_code=201)
async def add_photo(
    caller: Caller,
    association_id: UUID,
    ticket_id: UUID,
    file: Annotated[UploadFile, File()],
    keep_place: Annotated[bool, Form()] = False,
) -> Made:
    """Add a photo (JPEG, PNG, WebP, at most 15 MB); where it was taken is removed unless `keep_place` says otherwise."""
    content = await file.read(photos.LARGEST + 1)
    async with db.tenant_session(caller, association_id) as session:
        return Made(
            id=await photos.add_photo(
                session, caller, association_id, ticket_id, content=content, keep_place=keep_place, at=now()
            )
        )


@router.delete("/{ticket_id}/photos/{photo_id}", summary="Take a photo back", status_code=204)
async def withdraw_photo(caller: Caller, association_id: UUID, ticket_id: UUID, photo_id: UUID) -> None:
    """Take a photo back; it is shown no more (who added it, or the syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await photos.withdraw_photo(session, caller, association_id, ticket_id, photo_id, at=now())


@router.get("/{ticket_id}/photos/{photo_id}/content", summary="The bytes of a photo", response_class=Response)
async def content(caller: Caller, association_id: UUID, ticket_id: UUID, photo_id: UUID) -> StreamingResponse:
    """Stream a photo to whoever sees its report; nothing in it may run."""
    async with db.tenant_session(caller, association_id) as session:
        row, file = await photos.photo(session, caller, association_id, ticket_id, photo_id)
    return kept_file(file, media_type="image/jpeg", size=row.size, name="photo.jpg", shown=True)
