"""Letters with settlements as JSON: sent with one act, who got one, the batch for the post, one letter anew."""

import asyncio
from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.errors import reader_language
from koprogo.api.files import zipped
from koprogo.api.v1.bodies import DayIn, Made
from koprogo.core.clock import now
from koprogo.services.assemblies.convening import sendings
from koprogo.services.charges import settlement_letters

router = APIRouter(prefix="/api/v1/associations/{association_id}", tags=["settlements"])
L = "/settlements/{settlement_id}/letters"


@router.post(L, summary="Send a settlement", status_code=202)
async def send(caller: Caller, association_id: UUID, settlement_id: UUID) -> dict[str, int]:
    """Write to everybody it settles with who has no letter; return how many letters (syndic, accountant)."""
    here = (caller, association_id, settlement_id)
    async with db.tenant_session(caller, association_id) as session:
        return {"letters": await settlement_letters.send_settlement(session, *here, at=now())}


@router.get(L, summary="Letters of a settlement")
async def sent(caller: Caller, association_id: UUID, settlement_id: UUID) -> list[dict[str, Any]]:
    """Return who was written to, by which way, and what became of it (syndic, accountant)."""
    here = (caller, association_id, settlement_id)
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(line) for line in await settlement_letters.sent(session, *here)]


@router.get(L + "/batch", summary="The letters of a settlement for the post, as a ZIP", response_class=Response)
async def batch(request: Request, caller: Caller, association_id: UUID, settlement_id: UUID) -> StreamingResponse:
    """Return one PDF per person who gets no e-mail, and the list for the post (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        rows = await settlement_letters.batch(session, caller, association_id, settlement_id)
    return zipped(await asyncio.to_thread(sendings.as_zip, rows, reader_language(request)), "letters")


@router.post(L + "/posted", summary="Letters of a settlement brought to the post")
async def posted(caller: Caller, association_id: UUID, settlement_id: UUID, wish: DayIn) -> dict[str, int]:
    """Record that the printed letters were brought to the post on a day (syndic, accountant)."""
    here = (caller, association_id, settlement_id)
    async with db.tenant_session(caller, association_id) as session:
        return {"letters": await settlement_letters.tell_posted(session, *here, day=wish.day, at=now())}


@router.post("/settlement-letters/{letter_id}/again", summary="Send one letter of a settlement anew", status_code=202)
async def again(caller: Caller, association_id: UUID, letter_id: UUID) -> Made:
    """Write one letter anew, to where she is reached today; return the settlement (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await settlement_letters.send_again(session, caller, association_id, letter_id, at=now()))
