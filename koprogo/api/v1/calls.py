"""Calls for funds as JSON: what one would ask, frozen, posted, sent, reversed; a co-owner's own.

Amounts are text with two decimals and a point; those of a line (`base`, `before`, `amount`) whole cents.
"""

import asyncio
from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.errors import reader_language
from koprogo.api.files import printed, zipped
from koprogo.api.v1.bodies import DayIn, Language, Made, Typed
from koprogo.api.v1.money import amount_of, plain
from koprogo.core.clock import now
from koprogo.services.assemblies.convening import sendings
from koprogo.services.charges import call_letters, call_plan, call_queries, calls, making_calls, sale, special_plan

router = APIRouter(prefix="/api/v1/associations/{association_id}", tags=["calls"])
C = "/calls/{call_id}"


class InstalmentIn(Typed):
    """An instalment of the year that starts on a day; `earlier_elsewhere`: those before it were called with another tool."""

    starts: Day
    number: int
    called_on: Day | None = None
    due_on: Day | None = None
    earlier_elsewhere: bool = False


class PlannedSpecialIn(Typed):
    """An instalment of a special call; without a key it goes by the shares; `reserve` goes into the reserve fund besides."""

    item_id: UUID
    amount: str
    called_on: Day
    due_on: Day | None = None
    key_id: UUID | None = None
    reserve: str = "0.00"
    number: int = 1
    instalments: int = 1

    def facts(self) -> dict[str, Any]:
        amounts = {name: amount_of(getattr(self, name), name) for name in ("amount", "reserve")}
        return self.model_dump() | amounts


class SpecialIn(PlannedSpecialIn):
    """A special call that carries out a decision, with words of its own if it has any."""

    words: dict[str, str] = Field(default_factory=dict)


class WorkingIn(Typed):
    """A call that raises the working fund, by the shares."""

    amount: str
    called_on: Day
    due_on: Day | None = None


class BackIn(Typed):
    """The day of the counter-entry, and why."""

    day: Day
    why: str


@router.get("/calls", summary="Calls for funds")
async def read(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the calls, the latest first (syndic, accountant, council, auditor)."""
    async with db.tenant_session(caller, association_id) as session:
        return [plain(asdict(row)) for row in await call_queries.calls(session, caller, association_id)]


@router.get("/calls/mine", summary="My calls")
async def mine(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return what was called from the caller, alone or together with others."""
    async with db.tenant_session(caller, association_id) as session:
        return [_sheet(each) for each in await call_queries.my_calls(session, caller, association_id)]


@router.post("/calls/preview", summary="What an instalment would ask")
async def preview(caller: Caller, association_id: UUID, wish: InstalmentIn) -> dict[str, Any]:
    """Return an instalment as it would be called; nothing is written (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return _planned(await making_calls.preview(session, caller, association_id, **wish.model_dump()))


@router.post("/calls", summary="Freeze an instalment", status_code=201)
async def freeze(caller: Caller, association_id: UUID, wish: InstalmentIn) -> Made:
    """Freeze an instalment with every line; it is posted by an act of its own (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await making_calls.instalment(session, caller, association_id, **wish.model_dump(), at=now()))


@router.get("/calls/decisions", summary="What special calls may carry out")
async def decisions(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return what the assembly carried, with what was called of it already (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return [plain(asdict(each)) for each in await special_plan.carried_decisions(session, caller, association_id)]


@router.post("/calls/special/preview", summary="What a special call would ask")
async def preview_special(caller: Caller, association_id: UUID, wish: PlannedSpecialIn) -> dict[str, Any]:
    """Return a special call as it would be made; nothing is written (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return _planned(await making_calls.preview_special(session, caller, association_id, **wish.facts()))


@router.post("/calls/special", summary="Freeze a special call", status_code=201)
async def special(caller: Caller, association_id: UUID, wish: SpecialIn) -> Made:
    """Freeze a special call that carries out a decision (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await making_calls.special(session, caller, association_id, **wish.facts(), at=now()))


@router.post("/calls/working-fund", summary="Freeze a call for the working fund", status_code=201)
async def working(caller: Caller, association_id: UUID, wish: WorkingIn) -> Made:
    """Freeze a call that raises the working fund (syndic, accountant)."""
    facts = wish.model_dump() | {"amount": amount_of(wish.amount, "amount")}
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await making_calls.working_fund(session, caller, association_id, **facts, at=now()))


@router.get(C, summary="A call for funds")
async def one(caller: Caller, association_id: UUID, call_id: UUID) -> dict[str, Any]:
    """Return a call with everybody it asks (syndic, accountant, council, auditor)."""
    async with db.tenant_session(caller, association_id) as session:
        return _sheet(await call_queries.call(session, caller, association_id, call_id))


@router.post(C + "/entry", summary="Post a call")
async def post(caller: Caller, association_id: UUID, call_id: UUID) -> dict[str, Any]:
    """Post a call to the books; again it is the same entry (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await calls.post_call(session, caller, association_id, call_id, at=now()))


@router.post(C + "/reversal", summary="Reverse a call")
async def back(caller: Caller, association_id: UUID, call_id: UUID, wish: BackIn) -> dict[str, Any]:
    """Take a posted call back by a counter-entry (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await calls.reverse_call(session, caller, association_id, call_id, **wish.model_dump(), at=now()))


@router.post(C + "/letters", summary="Send a call", status_code=202)
async def send(caller: Caller, association_id: UUID, call_id: UUID) -> dict[str, int]:
    """Write to everybody who owes it and has no letter; return how many letters (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return {"letters": await call_letters.send_call(session, caller, association_id, call_id, at=now())}


@router.get(C + "/letters/batch", summary="The letters of a call for the post, as a ZIP", response_class=Response)
async def batch(request: Request, caller: Caller, association_id: UUID, call_id: UUID) -> StreamingResponse:
    """Return one PDF per person who gets no e-mail, and the list for the post (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        rows = await call_letters.batch(session, caller, association_id, call_id)
    return zipped(await asyncio.to_thread(sendings.as_zip, rows, reader_language(request)), "letters")


@router.get(C + "/owners/{debtor_id}/paper", summary="The paper of an owner's call", response_class=Response)
async def paper(
    caller: Caller, association_id: UUID, call_id: UUID, debtor_id: UUID, language: Language = "fr"
) -> Response:
    """Print an owner's call: her own, or anybody's for who keeps or checks the books; kept by nobody on the way."""
    title, content = await call_letters.paper_of(caller, association_id, call_id, debtor_id, language=language)
    return printed(content, title)


@router.get(C + "/letters", summary="Letters of a call")
async def sent(caller: Caller, association_id: UUID, call_id: UUID) -> list[dict[str, Any]]:
    """Return who was written to, by which way, and what became of it (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(line) for line in await call_letters.sent(session, caller, association_id, call_id)]


@router.post(C + "/posted", summary="Letters brought to the post")
async def posted(caller: Caller, association_id: UUID, call_id: UUID, wish: DayIn) -> dict[str, int]:
    """Record that the printed letters were brought to the post on a day (syndic, accountant)."""
    here = (caller, association_id, call_id)
    async with db.tenant_session(caller, association_id) as session:
        return {"letters": await call_letters.tell_posted(session, *here, day=wish.day, at=now())}


@router.post("/call-letters/{letter_id}/again", summary="Send one letter anew", status_code=202)
async def again(caller: Caller, association_id: UUID, letter_id: UUID) -> Made:
    """Write one letter anew, to where she is reached today; return the call (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await call_letters.send_again(session, caller, association_id, letter_id, at=now()))


@router.post("/transfers/{transfer_id}/working-fund", summary="The working fund at a sale")
async def working_fund_at_sale(caller: Caller, association_id: UUID, transfer_id: UUID) -> dict[str, Any]:
    """Give the seller's share of the working fund back and call it from the buyer, in one entry (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await sale.settle_working_fund(session, caller, association_id, transfer_id, at=now()))


def _sheet(found: call_queries.CallSheet) -> dict[str, Any]:
    asked = [asdict(each) | {"total": each.total, "reserve": each.reserve} for each in found.asked]
    return plain(asdict(found.row) | {"is_last_years": found.row.is_last_years, "asked": asked})


def _planned(found: call_plan.PlannedCall) -> dict[str, Any]:
    return plain(asdict(found) | {"total": found.total})
