"""An owner before the evening: her answer, her proxy; and what the answers add up to."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.bodies import Made, Typed
from koprogo.core.clock import now
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.convening import answers
from koprogo.services.assemblies.proxies import online_proxy
from koprogo.services.assemblies.where import where

router = APIRouter(prefix="/api/v1/assemblies/{assembly_id}", tags=["answers"])


class AnswerIn(Typed):
    """room, remote, proxy or no."""

    answer: str


class OnlineProxyIn(Typed):
    """One's own votes to an owner by id, or to somebody else by name; `instructions`: point -> choice."""

    holder_id: UUID | None = None
    holder_name: str = ""
    holder_contact: str = ""
    instructions: dict[UUID, Choice] = Field(default_factory=dict)


@router.post("/answers", summary="Say whether I come", status_code=204)
async def answer(caller: Caller, assembly_id: UUID, wish: AnswerIn) -> None:
    """Record the caller's answer; the last one counts and binds nobody."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await answers.answer(session, caller, association_id, assembly_id, answer=wish.answer, at=now())


@router.get("/answers", summary="Expected attendance")
async def expected(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return co-owners and shares by answer (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(each) for each in await answers.expected(session, caller, association_id, assembly_id)]


@router.post("/my-proxy", summary="Give a proxy online", status_code=201)
async def give(caller: Caller, assembly_id: UUID, wish: OnlineProxyIn) -> Made:
    """Give the caller's votes to a named holder, with instructions per point or none."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return Made(
            id=await online_proxy.give(session, caller, association_id, assembly_id, at=now(), **wish.model_dump())
        )


@router.delete("/my-proxy", summary="Take my proxy back", status_code=204)
async def take_back(caller: Caller, assembly_id: UUID) -> None:
    """Revoke the caller's own proxy; ballots cast before stand."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await online_proxy.take_back(session, caller, association_id, assembly_id)
