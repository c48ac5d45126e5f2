"""Lots and deeds put right by hand, as JSON: a deed undone, a lot changed, shares as a new base deed has them."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Typed, WhyIn
from koprogo.core.clock import now
from koprogo.services.buildings import change_lots
from koprogo.services.ownership import deed_undo

router = APIRouter(prefix="/api/v1/associations/{association_id}", tags=["ownership"])


class LotIn(Typed):
    """A lot as it is: number, kind (apartment, cellar, …) and floor."""

    number: str
    kind: str
    floor: str = ""


class SharesIn(Typed):
    """The lots whose shares change, all of them, the denominator after it, and the act with its day."""

    shares: dict[UUID, int]
    shares_total: int
    act: str
    day: Day


@router.post("/deeds/{transfer_id}/undo", summary="Undo a deed entered wrongly", status_code=204)
async def undo(caller: Caller, association_id: UUID, transfer_id: UUID, wish: WhyIn) -> None:
    """Undo the last deed of a lot with the reason (syndic); refused once an assembly froze its attendance with it."""
    async with db.tenant_session(caller, association_id) as session:
        await deed_undo.undo_transfer(session, caller, association_id, transfer_id, reason=wish.reason, at=now())


@router.put("/lots/{lot_id}", summary="Change a lot", status_code=204)
async def change(caller: Caller, association_id: UUID, lot_id: UUID, wish: LotIn) -> None:
    """Put number, kind and floor right (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await change_lots.change_lot(session, caller, association_id, lot_id, at=now(), **wish.model_dump())


@router.get("/lots/{lot_id}/changes", summary="What was changed by hand")
async def changes(caller: Caller, association_id: UUID, lot_id: UUID) -> list[dict[str, Any]]:
    """Return each change with what stood before (syndic, accountant)."""
    async with db.tenant_session(caller) as session:
        return [asdict(row) for row in await change_lots.lot_changes(session, caller, association_id, lot_id)]


@router.post("/shares", summary="Change the shares of lots", status_code=204)
async def shares(caller: Caller, association_id: UUID, wish: SharesIn) -> None:
    """Change shares as a deed changes the base deed (syndic); all lots together stay the denominator."""
    async with db.tenant_session(caller, association_id) as session:
        await change_lots.change_shares(session, caller, association_id, at=now(), **wish.model_dump())
