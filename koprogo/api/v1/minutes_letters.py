"""Sending the minutes: who gets them, by which way, what became of each letter, the batch for the post."""

import asyncio
from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.errors import reader_language
from koprogo.api.v1.bodies import DayIn, zipped
from koprogo.core.clock import now
from koprogo.services.assemblies.minutes import sending as minutes_sending
from koprogo.services.assemblies.where import where

router = APIRouter(prefix="/api/v1/assemblies/{assembly_id}/minutes/letters", tags=["letters"])


@router.get("", summary="Who was sent the minutes")
async def letters(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return each letter with what became of it (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        rows = await minutes_sending.sent_minutes(session, caller, association_id, assembly_id)
    return [asdict(row) for row in rows]


@router.post("", summary="Send the minutes", status_code=201)
async def send(caller: Caller, assembly_id: UUID) -> dict[str, int]:
    """Send the minutes to everybody who has not got them (syndic): by e-mail where she accepted it, else by post."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return {"letters": await minutes_sending.send_minutes(session, caller, association_id, assembly_id, at=now())}


@router.post("/posted", summary="Say that the letters were posted")
async def posted(caller: Caller, assembly_id: UUID, body: DayIn) -> dict[str, int]:
    """Record the day on which every printed letter was brought to the post (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        count = await minutes_sending.tell_posted(session, caller, association_id, assembly_id, day=body.day, at=now())
    return {"letters": count}


@router.get("/batch", summary="What goes into the envelopes", response_class=StreamingResponse)
async def batch(request: Request, caller: Caller, assembly_id: UUID) -> StreamingResponse:
    """Return a ZIP with the list, a letter per person and the minutes per language (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        rows, minutes = await minutes_sending.batch(session, caller, association_id, assembly_id)
    file = await asyncio.to_thread(minutes_sending.as_zip, rows, minutes, reader_language(request))
    return zipped(file, "minutes-letters")
