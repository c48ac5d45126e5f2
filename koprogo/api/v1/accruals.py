"""Costs in the days they are for, as JSON: what is paid in advance, what is not invoiced yet or still in stock.

Amounts are text with two decimals and a point; `service_until` is the first day that is not covered any more.
"""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Made, Typed
from koprogo.api.v1.money import amount_of, plain
from koprogo.services.charges import spreading, year_end

router = APIRouter(prefix="/api/v1/associations/{association_id}/books", tags=["books"])


class UpTo(Typed):
    """The last day of the days whose costs are put right."""

    last_day: Day


class AccrualIn(Typed):
    """`kind` not_invoiced or in_stock; `code` an account of costs; borne by `key_id`, by the shares without one."""

    kind: str
    code: str
    amount: str
    words: str
    key_id: UUID | None = None


@router.get("/spreads", summary="Invoices whose costs are not where their days are")
async def spreads(caller: Caller, association_id: UUID, last_day: Day) -> list[dict[str, Any]]:
    """Return what would be moved between costs and account 490 (syndic, accountant, council, auditor)."""
    async with db.tenant_session(caller, association_id) as session:
        found = await spreading.spreads(session, caller, association_id, last_day=last_day)
    return [plain(asdict(each)) for each in found]


@router.post("/spreads", summary="Bring costs to the days they are for")
async def spread(caller: Caller, association_id: UUID, wish: UpTo) -> dict[str, UUID | None]:
    """Book it in one entry on that day; nothing to move makes none (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        posted = await spreading.spread(session, caller, association_id, last_day=wish.last_day)
    return {"entry_id": posted.id if posted else None}


@router.get("/accruals", summary="What was accrued at the end of each year")
async def accruals(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return what years bear without its paper, and when it was taken back (syndic, accountant, council, auditor)."""
    async with db.tenant_session(caller, association_id) as session:
        return [plain(asdict(row)) for row in await year_end.accruals(session, caller, association_id)]


@router.post("/years/{year_id}/accruals", summary="Accrue a cost at the end of a year", status_code=201)
async def accrue(caller: Caller, association_id: UUID, year_id: UUID, wish: AccrualIn) -> Made:
    """Book it on the last day and take it back on the first day of the next year (syndic)."""
    facts = wish.model_dump() | {"amount": amount_of(wish.amount, "amount")}
    async with db.tenant_session(caller, association_id) as session:
        posted = await year_end.accrue(session, caller, association_id, year_id, **facts)
    return Made(id=posted.id)
