"""Indicative secret polls: open, answer once, close, have the minutes mention it. Nothing here says who answered what."""

from dataclasses import asdict
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.bodies import Made, Typed
from koprogo.core.clock import now
from koprogo.services.assemblies.voting import opinion_polls
from koprogo.services.assemblies.where import where

router = APIRouter(prefix="/api/v1", tags=["secret polls"])
P = "/assemblies/{assembly_id}/polls/{poll_id}"


class AnswerIn(Typed):
    """One of three words."""

    answer: Literal["for", "against", "undecided"]


@router.post("/assemblies/{assembly_id}/items/{item_id}/polls", summary="Open a secret poll", status_code=201)
async def open_poll(caller: Caller, assembly_id: UUID, item_id: UUID) -> Made:
    """Open an indicative secret poll about a point, before its vote (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await opinion_polls.open_poll(session, caller, association_id, item_id, at=now()))


@router.get(P, summary="A secret poll")
async def poll(caller: Caller, assembly_id: UUID, poll_id: UUID) -> dict[str, Any]:
    """Return how many answered and whether the caller did; once closed the counts, where enough answered."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        found = await opinion_polls.poll_result(session, caller, association_id, poll_id)
        mine = await opinion_polls.answered(session, caller, association_id, poll_id)
    return asdict(found) | {"mine": mine}


@router.post(P + "/answers", summary="Answer a secret poll", status_code=204)
async def answer(caller: Caller, assembly_id: UUID, poll_id: UUID, wish: AnswerIn) -> None:
    """Answer once; nobody is told what, and it cannot be changed."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await opinion_polls.answer_poll(session, caller, association_id, poll_id, answer=wish.answer)


@router.post(P + "/closing", summary="Close a secret poll")
async def close_poll(caller: Caller, assembly_id: UUID, poll_id: UUID) -> dict[str, Any]:
    """Close the poll and return its counts (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await opinion_polls.close_poll(session, caller, association_id, poll_id, at=now()))


@router.post(P + "/minutes", summary="Mention a secret poll in the minutes", status_code=204)
async def tell(caller: Caller, assembly_id: UUID, poll_id: UUID) -> None:
    """Have the minutes mention a closed poll (chair, or the syndic on her word)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await opinion_polls.tell_in_minutes(session, caller, association_id, poll_id, at=now())
