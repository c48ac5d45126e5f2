"""Sales of lots as JSON: what each moves, the agreement, deviations, calls carried over, the two statements (art. 3.94)."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.files import printed
from koprogo.api.v1.bodies import DayIn, Language, Made, Typed
from koprogo.api.v1.money import amount_of, plain
from koprogo.core.clock import now, today
from koprogo.rules.charges.succession import Bearer
from koprogo.services.charges import sale_acts, sale_queries, sale_statement

router = APIRouter(prefix="/api/v1/associations/{association_id}/sales", tags=["sales"])
ONE = "/{transfer_id}"


class AgreementIn(Typed):
    """The day of the agreement before the deed, and whether the buyer could attend assemblies by proxy since."""

    agreed_on: Day
    buyer_could_attend: bool = False


class DeviationIn(Typed):
    """What seller and buyer agreed otherwise; `bearer` is seller or buyer, `proof` the clause or the letter."""

    words: str
    bearer: str
    proof: str
    amount: str = ""


@router.get("", summary="Sales of lots")
async def read(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the deeds by which lots changed hands, the latest first (syndic, accountant, council, auditor)."""
    async with db.tenant_session(caller, association_id) as session:
        return [asdict(row) for row in await sale_queries.sales(session, caller, association_id)]


@router.get(ONE, summary="A sale")
async def one(caller: Caller, association_id: UUID, transfer_id: UUID) -> dict[str, Any]:
    """Return what a sale moves: funds, calls and who bears them, days, deviations."""
    async with db.tenant_session(caller, association_id) as session:
        found = await sale_queries.sale(session, caller, association_id, transfer_id)
    answer: dict[str, Any] = plain(asdict(found))
    return answer | {"to_carry": [each.reference for each in found.to_carry]}


@router.put(ONE + "/agreement", summary="Note the agreement before a deed", status_code=204)
async def agreement(caller: Caller, association_id: UUID, transfer_id: UUID, wish: AgreementIn) -> None:
    """Note when the parties agreed, and whether the buyer could attend since (syndic, accountant)."""
    here = (caller, association_id, transfer_id)
    async with db.tenant_session(caller, association_id) as session:
        await sale_acts.note_agreement(session, *here, **wish.model_dump(), at=now())


@router.post(ONE + "/deviations", summary="Note what the parties agreed otherwise", status_code=201)
async def deviate(caller: Caller, association_id: UUID, transfer_id: UUID, wish: DeviationIn) -> Made:
    """Note an agreement between seller and buyer; what the association claims stays as it is (syndic, accountant)."""
    facts = wish.model_dump() | {"amount": amount_of(wish.amount, "amount") if wish.amount else None}
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, transfer_id)
        return Made(id=await sale_acts.note_deviation(*here, **facts, at=now()))


@router.post(ONE + "/deviations/{deviation_id}/end", summary="Take a noted agreement back", status_code=204)
async def end(caller: Caller, association_id: UUID, transfer_id: UUID, deviation_id: UUID) -> None:
    """Take back what was noted wrongly (syndic, accountant)."""
    here = (caller, association_id, transfer_id, deviation_id)
    async with db.tenant_session(caller, association_id) as session:
        await sale_acts.end_deviation(session, *here, at=now())


@router.post(ONE + "/calls", summary="Carry calls over to who bears them")
async def carry(caller: Caller, association_id: UUID, transfer_id: UUID, wish: DayIn) -> dict[str, Any]:
    """Carry every call that was asked of the wrong party over, in one entry (syndic, accountant)."""
    here = (caller, association_id, transfer_id)
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await sale_acts.carry_calls(session, *here, day=wish.day, at=now()))


@router.get(ONE + "/statements/{side}/paper", summary="A party's statement", response_class=Response)
async def paper(
    caller: Caller, association_id: UUID, transfer_id: UUID, side: Bearer, language: Language = "fr"
) -> Response:
    """Print the seller's or the buyer's statement: her own, or either for who keeps or checks the books."""
    title, content = await sale_statement.print_statement(
        caller, association_id, transfer_id, side, language=language, day=today()
    )
    return printed(content, title)
