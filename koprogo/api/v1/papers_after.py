"""Signatures under the minutes, their copy for outside the association, the results as a paper of their own."""

import asyncio
from dataclasses import asdict
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.bodies import Typed
from koprogo.core.clock import now
from koprogo.services.assemblies.minutes import draft as minutes_draft
from koprogo.services.assemblies.minutes import outside as minutes_outside
from koprogo.services.assemblies.minutes import results_paper, signing
from koprogo.services.assemblies.room import wall_reading
from koprogo.services.assemblies.where import where
from koprogo.services.documents import queries, sealing

router = APIRouter(prefix="/api/v1/assemblies/{assembly_id}", tags=["papers"])


class Signature(Typed):
    """A signature: strokes of whole points in a box of 1000 × 300, or `paper` for a place signed on the printed minutes.

    `text_sha256` is the text as it was shown; another one is refused, because the text has changed since.
    """

    person_id: UUID
    capacity: Literal["chair", "secretary", "owner", "proxy_holder"]
    how: Literal["drawn", "paper"]
    strokes: list[list[list[int]]] = Field(default_factory=list)
    text_sha256: str


@router.get("/minutes/signatures", summary="Who signs the minutes, who has")
async def signatures(caller: Caller, assembly_id: UUID) -> dict[str, Any]:
    """Return the places to sign, the digest of the text they stand under, and the digital seal the file will get."""
    seal = await asyncio.to_thread(sealing.seal_state, now())
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        found = await signing.signing(session, caller, association_id, assembly_id)
    return asdict(found) | {"seal": asdict(seal)}


@router.post("/minutes/signatures", summary="Sign the minutes", status_code=204)
async def sign(caller: Caller, assembly_id: UUID, signature: Signature) -> None:
    """Keep a drawn signature, or say that a place was signed on paper (syndic)."""
    more: dict[str, Any] = {
        "person_id": signature.person_id,
        "capacity": signature.capacity,
        "text_sha256": signature.text_sha256,
        "at": now(),
    }
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, assembly_id)
        if signature.how == signing.PAPER:
            await signing.signed_on_paper(*here, **more)
        else:
            await signing.sign_drawn(*here, strokes=signature.strokes, **more)


@router.get("/minutes/outside", summary="The copy of the minutes for outside, by language")
async def outside(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return the newest copy for outside in each language: its file names only those against and abstaining."""
    return await _papers(caller, assembly_id, minutes_outside.KIND)


@router.post("/minutes/outside", summary="Print the copy for outside", status_code=202)
async def print_outside(caller: Caller, assembly_id: UUID) -> dict[str, int]:
    """Have the copy for outside printed (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return {"version": await minutes_outside.request_outside(session, caller, association_id, assembly_id)}


@router.get("/minutes/draft", summary="The draft of the minutes, by language")
async def draft(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return the newest draft in each language, to be read in the room (syndic)."""
    return await _papers(caller, assembly_id, minutes_draft.KIND)


@router.post("/minutes/draft", summary="Print a draft of the minutes", status_code=202)
async def print_draft(caller: Caller, assembly_id: UUID) -> dict[str, int]:
    """Have the minutes so far printed as a draft (syndic), while the session goes on."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return {"version": await minutes_draft.request_draft(session, caller, association_id, assembly_id)}


class PageIn(Typed):
    """The page to show on the wall, from 1; 0 stops reading."""

    page: int


@router.get("/minutes/wall", summary="The page of the minutes on the wall")
async def wall(caller: Caller, assembly_id: UUID) -> dict[str, Any]:
    """Return what the wall of the hall shows while the minutes are read, as they stand."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return asdict(await wall_reading.reading(session, caller, association_id, assembly_id))


@router.post("/minutes/wall", summary="Show a page of the minutes on the wall", status_code=204)
async def turn_wall(caller: Caller, assembly_id: UUID, wish: PageIn) -> None:
    """Turn to a page (chair, secretary, syndic); 0 gives the wall back to the session."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await wall_reading.turn_to(session, caller, association_id, assembly_id, page=wish.page, at=now())


@router.get("/results/papers", summary="The results as a paper, by language")
async def results(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return the newest printed results in each language."""
    return await _papers(caller, assembly_id, results_paper.KIND)


@router.post("/results/papers", summary="Print the results", status_code=202)
async def print_results(caller: Caller, assembly_id: UUID) -> dict[str, int]:
    """Have the results so far printed (syndic); a draft while the session goes on."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return {"version": await results_paper.request_results(session, caller, association_id, assembly_id)}


async def _papers(caller: Caller, assembly_id: UUID, kind: str) -> list[dict[str, Any]]:
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        rows = await queries.papers_of(session, caller, association_id, kind=kind, subject_id=assembly_id)
    return [asdict(row) for row in rows]
