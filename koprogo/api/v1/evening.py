"""The evening itself as JSON, beside voting: the attendance put right, and what comes of it."""

from dataclasses import asdict
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import model_validator

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day, Moment
from koprogo.api.v1.bodies import Made, Typed
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, Problem
from koprogo.services.assemblies.attendance import corrections, quorum_again, visitors
from koprogo.services.assemblies.room import floor, protests
from koprogo.services.assemblies.voting import hand_entry, proxy_sheet, retry
from koprogo.services.assemblies.where import where

router = APIRouter(prefix="/api/v1", tags=["the evening"])


class CorrectionIn(Typed):
    """The right line: of the row `event_id`, or a forgotten one of `person_id`; `happened_at` carries its offset."""

    event_id: int | None = None
    person_id: UUID | None = None
    what: str
    happened_at: Moment
    reason: str

    @model_validator(mode="after")
    def _names_one(self) -> "CorrectionIn":
        if (self.event_id is None) == (self.person_id is None):
            raise ValueError("name the row to correct (event_id), or who was forgotten (person_id)")
        if self.happened_at.tzinfo is None:
            raise ValueError("happened_at needs its offset, such as 2026-12-03T19:30:00+01:00")
        return self


class FloorIn(Typed):
    """ask or withdraw, for oneself; give (to `person_id`) or end, by the syndic or the chair."""

    act: Literal["ask", "withdraw", "give", "end"]
    person_id: UUID | None = None


class ProtestIn(Typed):
    """A protest, word for word; without `item_id` about the evening."""

    person_id: UUID
    words: str
    item_id: UUID | None = None


class VisitorIn(Typed):
    """Somebody without a vote; an assistant names whom she assists, and the day of the letter that announced her."""

    name: str
    capacity: str
    assists_id: UUID | None = None
    reason: str = ""
    notified_on: Day | None = None


class RetryIn(Typed):
    """When and where the new assembly meets; `starts_at` carries its offset."""

    starts_at: Moment
    place: str = ""


@router.get("/assemblies/{assembly_id}/movements", summary="Arrivals and departures")
async def movements(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return every arrival and departure, corrected ones included, in order (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await corrections.moves(session, caller, association_id, assembly_id)]


@router.post("/assemblies/{assembly_id}/movements/corrections", summary="Correct the attendance", status_code=201)
async def correct(caller: Caller, assembly_id: UUID, wish: CorrectionIn) -> list[dict[str, Any]]:
    """Enter the right line beside the wrong one (syndic); return the frozen results it touches, counted again."""
    association_id = await where(caller, assembly_id)
    facts: dict[str, Any] = {"what": wish.what, "happened_at": wish.happened_at, "reason": wish.reason, "at": now()}
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, assembly_id)
        if wish.event_id is not None:
            found = await corrections.correct_presence(*here, event_id=wish.event_id, **facts)
        else:
            found = await corrections.add_forgotten(*here, person_id=wish.person_id, **facts)  # type: ignore[arg-type]
    return [asdict(row) for row in found]


@router.get("/assemblies/{assembly_id}/proxy-sheets", summary="Proxy sheets of the open vote")
async def sheets(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return who votes for whom on the point that is on, with locked instructions and what is entered (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await proxy_sheet.proxy_sheets(session, caller, association_id, assembly_id)]


@router.get("/assemblies/{assembly_id}/reviews", summary="Results looked at again")
async def reviews(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return the results that corrections of the attendance touched, with both counts."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await corrections.reviews(session, caller, association_id, assembly_id)]


@router.get("/assemblies/{assembly_id}/opening-reviews", summary="The quorum of the opening looked at again")
async def opening_reviews(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return what corrections of the attendance make of the quorum of the opening, with both sums."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await quorum_again.opening_reviews(session, caller, association_id, assembly_id)]


@router.get("/assemblies/{assembly_id}/floor", summary="One's place on the speaking list")
async def own_place(caller: Caller, assembly_id: UUID) -> dict[str, Any]:
    """Return one's own place; 0 is not waiting."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return asdict(await floor.own_place(session, caller, association_id, assembly_id))


@router.get("/assemblies/{assembly_id}/floor/list", summary="The speaking list")
async def speaking_list(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return who speaks and who waits (syndic or chair)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await floor.speaking_list(session, caller, association_id, assembly_id)]


@router.post("/assemblies/{assembly_id}/floor", summary="Ask for the floor, or give it", status_code=204)
async def take_floor(caller: Caller, assembly_id: UUID, wish: FloorIn) -> None:
    """Ask or withdraw for oneself; give or end as syndic or chair."""
    if (wish.act == "give") != (wish.person_id is not None):
        raise BadInput(Problem("person_id", "Name whom the floor is given to, and nobody otherwise."))
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, assembly_id)
        if wish.person_id is not None:
            await floor.give(*here, person_id=wish.person_id, at=now())
        elif wish.act == "ask":
            await floor.ask(*here, at=now())
        elif wish.act == "withdraw":
            await floor.withdraw(*here, at=now())
        else:
            await floor.end(*here, at=now())


@router.get("/assemblies/{assembly_id}/protests", summary="Protests of the evening")
async def list_protests(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return the protests, word for word."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await protests.protests(session, caller, association_id, assembly_id)]


@router.post("/assemblies/{assembly_id}/protests", summary="Write down a protest", status_code=201)
async def record_protest(caller: Caller, assembly_id: UUID, wish: ProtestIn) -> Made:
    """Write down what somebody protests against (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        found = await protests.record_protest(
            session, caller, association_id, assembly_id, at=now(), **wish.model_dump()
        )
    return Made(id=found)


@router.get("/assemblies/{assembly_id}/visitors", summary="Who was let in without a vote")
async def list_visitors(caller: Caller, assembly_id: UUID) -> list[dict[str, Any]]:
    """Return assistants, experts, bailiffs and interpreters, with their times."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await visitors.visitors(session, caller, association_id, assembly_id)]


@router.post("/assemblies/{assembly_id}/visitors", summary="Let somebody in", status_code=201)
async def admit(caller: Caller, assembly_id: UUID, wish: VisitorIn) -> dict[str, int]:
    """Let somebody in without a vote (syndic); return the number of the stay."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        number = await visitors.admit(session, caller, association_id, assembly_id, at=now(), **wish.model_dump())
    return {"number": number}


@router.delete("/assemblies/{assembly_id}/visitors/{number}", summary="A visitor left", status_code=204)
async def visitor_left(caller: Caller, assembly_id: UUID, number: int) -> None:
    """Note that a visitor left (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        await visitors.leave(session, caller, association_id, assembly_id, number=number, at=now())


@router.post("/assemblies/{assembly_id}/items/{item_id}/confirmations/alone", summary="Nobody else can confirm")
async def confirm_alone(caller: Caller, assembly_id: UUID, item_id: UUID) -> dict[str, int]:
    """Let one's own entries by hand count where nobody else can confirm them (syndic); the minutes say so."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        return {"ballots": await hand_entry.confirm_alone(session, caller, association_id, item_id, at=now())}


@router.get("/assemblies/{assembly_id}/retry", summary="Unanimity that absence alone defeated")
async def read_retry(caller: Caller, assembly_id: UUID) -> dict[str, Any] | None:
    """Return the points, the first lawful day and the draft; null when there is nothing to try again."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller) as session:
        found = await retry.retry_of(session, caller, association_id, assembly_id)
    return asdict(found) if found else None


@router.post("/assemblies/{assembly_id}/retry", summary="Draft the retry of a unanimity", status_code=201)
async def plan_retry(caller: Caller, assembly_id: UUID, wish: RetryIn) -> Made:
    """Draft the new assembly, at least thirty days later (syndic)."""
    association_id = await where(caller, assembly_id)
    async with db.tenant_session(caller, association_id) as session:
        found = await retry.plan_retry(session, caller, association_id, assembly_id, at=now(), **wish.model_dump())
    return Made(id=found)
