"""Letters about a decision in writing, asking for it or with its minutes: who gets one, what became of it, the post."""

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
from koprogo.services.assemblies.convening import sendings
from koprogo.services.assemblies.written import letters as written_letters

router = APIRouter(prefix="/api/v1/associations/{association_id}/written/{decision_id}/letters", tags=["letters"])


@router.get("", summary="Who was asked by letter")
async def letters(caller: Caller, association_id: UUID, decision_id: UUID) -> list[dict[str, Any]]:
    """Return each letter with what became of it (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        rows = await written_letters.sent_letters(session, caller, association_id, decision_id)
    return [asdict(row) for row in rows]


@router.post("", summary="Send the letters", status_code=201)
async def send(caller: Caller, association_id: UUID, decision_id: UUID) -> dict[str, int]:
    """Write to everybody with a right on a lot who was not written to (syndic): by e-mail where accepted, else by post."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, decision_id)
        return {"letters": await written_letters.send_letters(*here, at=now())}


@router.post("/posted", summary="Say that the letters were posted")
async def posted(caller: Caller, association_id: UUID, decision_id: UUID, body: DayIn) -> dict[str, int]:
    """Record the day on which every printed letter was brought to the post (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, decision_id)
        return {"letters": await written_letters.tell_posted(*here, day=body.day, at=now())}


@router.get("/batch", summary="What goes into the envelopes", response_class=StreamingResponse)
async def batch(request: Request, caller: Caller, association_id: UUID, decision_id: UUID) -> StreamingResponse:
    """Return a ZIP with the list, a letter per person, and of a decision that is taken its minutes (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        rows, beside = await written_letters.batch(session, caller, association_id, decision_id)
    return zipped(await asyncio.to_thread(sendings.as_zip, rows, reader_language(request), beside), "letters")
