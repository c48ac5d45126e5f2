"""Minutes of before: sent one by one, read, kept with a day and a title, searched."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, UploadFile
from pydantic import BaseModel

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import AnyYear, Day
from koprogo.api.v1.bodies import Made, Typed, sent_file
from koprogo.core.clock import now
from koprogo.core.permissions import require
from koprogo.services.assemblies.after import old_minutes, old_minutes_queries

router = APIRouter(prefix="/api/v1/associations/{association_id}/old-minutes", tags=["register"])


class SentOut(BaseModel):
    """The id under which the file is kept for an hour, for who sent it."""

    id: str


class KeepIn(Typed):
    """A file that was sent, the day of its assembly and what it is called."""

    file_id: str
    day: Day
    title: str


@router.get("", summary="Minutes of before the association came here")
async def found(caller: Caller, association_id: UUID, words: str = "", year: AnyYear = 0) -> list[dict[str, Any]]:
    """Return them, the newest first; with `words` those in which all occur, in four languages, accents aside.

    `file_id` opens the file at `/api/v1/files/{file_id}/content`; `found` other than text: it can be read, not searched.
    """
    async with db.tenant_session(caller, association_id) as session:
        rows = await old_minutes_queries.old_minutes(session, caller, association_id, words=words[:200], year=year)
    return [asdict(row) for row in rows]


@router.post("/files", summary="Send old minutes", status_code=201)
async def send(caller: Caller, association_id: UUID, file: Annotated[UploadFile, File()]) -> SentOut:
    """Keep a PDF or a scan for an hour (syndic); nothing is read yet."""
    require(caller, "minutes.issue", association_id)  # before anything is read
    content = await sent_file(file)
    name = file.filename or ""
    return SentOut(id=await old_minutes.send_minutes(caller, association_id, content=content, name=name, at=now()))


@router.get("/files/{file_id}", summary="What a file that was sent says of itself")
async def read(caller: Caller, association_id: UUID, file_id: str) -> dict[str, Any]:
    """Return its pages, whether it has words, and the day and title that are proposed (syndic)."""
    return asdict(await old_minutes.read_sent(caller, association_id, file_id, at=now()))


@router.post("", summary="Keep old minutes", status_code=201)
async def keep(caller: Caller, association_id: UUID, kept: KeepIn) -> Made:
    """Keep a file that was sent as the minutes of an assembly of a day (syndic)."""
    await old_minutes.read_sent(caller, association_id, kept.file_id, at=now())  # it may take long: before a connection
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id)
        return Made(id=await old_minutes.keep_minutes(*here, kept.file_id, day=kept.day, title=kept.title, at=now()))


@router.delete("/{minutes_id}", summary="Take old minutes back", status_code=204)
async def withdraw(caller: Caller, association_id: UUID, minutes_id: UUID) -> None:
    """Take back what was wrongly kept; it is found and handed out no more (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await old_minutes.withdraw_minutes(session, caller, association_id, minutes_id, at=now())
