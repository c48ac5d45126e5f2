"""A session as JSON beside its votes: no quorum and a second session, interruptions, more time, seats, what is read out."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Moment
from koprogo.api.v1.assemblies import ReasonIn
from koprogo.api.v1.bodies import Made, Typed
from koprogo.core.clock import now
from koprogo.services.assemblies.agenda import assembly_day
from koprogo.services.assemblies.attendance import bureau
from koprogo.services.assemblies.proof import root_stamps
from koprogo.services.assemblies.proof.kept_receipts import kept_receipts
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.room.minutes_so_far import minutes_so_far
from koprogo.services.assemblies.voting import read_out, voting
from koprogo.services.assemblies.where import where

router = APIRouter(prefix="/api/v1/assemblies/{assembly_id}", tags=["sessions"])


class SecondIn(Typed):
    """When and where the second session meets; `starts_at` carries its offset."""

    starts_at: Moment
    place: str = ""


class MoreTimeIn(Typed):
    """Seconds the countdown gets on top."""

    seconds: int


@router.post("/lack-of-quorum", summary="The quorum was not reached", status_code=204)
async def without_quorum(caller: Caller, assembly_id: UUID) -> None:
    """End a first session that could not open (syndic); refused while the quorum is there."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await sitting.without_quorum(session, caller, association_id, assembly_id, at=now())


@router.post("/second-session", summary="Draft the second session", status_code=201)
async def second(caller: Caller, assembly_id: UUID, wish: SecondIn) -> Made:
    """Draft it with the same agenda, not before the fifteenth day after the first (syndic); safe to repeat."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        found = await assembly_day.plan_second_session(
            session, caller, association_id, assembly_id, at=now(), **wish.model_dump()
        )
    return Made(id=found)


@router.post("/suspension", summary="Interrupt the session", status_code=204)
async def suspend(caller: Caller, assembly_id: UUID, wish: ReasonIn) -> None:
    """Interrupt, with the reason (syndic); no vote may be open."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await sitting.suspend(session, caller, association_id, assembly_id, reason=wish.reason)


@router.post("/resumption", summary="Go on with the session", status_code=204)
async def resume(caller: Caller, assembly_id: UUID) -> None:
    """Go on after an interruption (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await sitting.resume(session, caller, association_id, assembly_id)


@router.get("/bureau", summary="Who sits in the bureau")
async def seats(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return chair, secretary and tellers of the evening."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(each) for each in await bureau.seats(session, caller, association_id, assembly_id)]


@router.delete("/bureau/{office}/{person_id}", summary="Take a seat away", status_code=204)
async def end_seat(caller: Caller, assembly_id: UUID, office: str, person_id: UUID) -> None:
    """End somebody's seat (syndic); it stays in the minutes with its times. Safe to repeat."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await bureau.end_seat(
            session, caller, association_id, assembly_id, office=office, person_id=person_id, at=now()
        )


@router.get("/minutes-so-far", summary="The minutes so far")
async def so_far(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return the newest lines of what happened (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(line) for line in await minutes_so_far(session, caller, association_id, assembly_id)]


@router.get("/waiting-entries", summary="What waits for a second person")
async def waiting(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return the ballots entered by hand that nobody confirmed yet (bureau, syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(each) for each in await read_out.waiting_entries(session, caller, association_id, assembly_id)]


@router.get("/receipts/{leaf}", summary="A receipt and its place in the chain")
async def receipts(caller: Caller, assembly_id: UUID, leaf: str) -> list[dict[str, Any]]:
    """Return the receipts of one press, a row per lot, to who cast it or for whom it was cast; `leaf` in hex."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(each) for each in await kept_receipts(session, caller, association_id, assembly_id, leaf=leaf)]


@router.post("/items/{item_id}/extension", summary="Give more time", status_code=204)
async def extend(caller: Caller, assembly_id: UUID, item_id: UUID, wish: MoreTimeIn) -> None:
    """Move the end of the countdown (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await voting.extend_item(session, caller, association_id, item_id, at=now(), seconds=wish.seconds)


@router.get("/items/{item_id}/rounds/{round_}/timestamp", summary="The timestamp over the root of a vote")
async def timestamp(caller: Caller, assembly_id: UUID, item_id: UUID, round_: int) -> Response:
    """Return the authority's token (RFC 3161) over the Merkle root of a counted round; 404 while there is none.

    `openssl ts -verify -digest ROOT -in FILE -token_in -CAfile AUTHORITY` holds it against the root in the minutes.
    """
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        found = await root_stamps.stamp_on(session, caller, association_id, item_id, round_=round_)
    name = f'attachment; filename="root-{found.root.hex()[:16]}.tst"'
    return Response(found.token, media_type="application/octet-stream", headers={"Content-Disposition": name})


@router.get("/items/{item_id}/read-out", summary="Who is to be read out")
async def read(caller: Caller, assembly_id: UUID, item_id: UUID) -> dict[str, Any]:
    """Return those against and abstaining in the round closed last (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return asdict(await read_out.read_out(session, caller, association_id, item_id))
