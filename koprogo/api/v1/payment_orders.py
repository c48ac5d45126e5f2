"""Payment orders: what is to be paid, an order made once, its file for the bank. Amounts are whole cents."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.files import chunks
from koprogo.api.v1.bodies import Made, Typed, in_cents
from koprogo.core.clock import now
from koprogo.services.charges.invoices import payment_orders

router = APIRouter(prefix="/api/v1/associations/{association_id}/payment-orders", tags=["payment orders"])


class OrderIn(Typed):
    """Which invoices, from which account (`fund`: working or reserve, `number`: its IBAN), on which day."""

    invoices: tuple[UUID, ...]
    fund: str
    number: str
    day: date


class CancelIn(Typed):
    """Why it is cancelled."""

    words: str


@router.get("", summary="Payment orders")
async def listed(caller: Caller, association_id: UUID) -> dict[str, Any]:
    """Return the booked invoices that wait for a payment, and the orders, the newest first."""
    async with db.tenant_session(caller, association_id) as session:
        waiting = await payment_orders.to_pay(session, caller, association_id, at=now())
        made = await payment_orders.orders(session, caller, association_id)
    return {
        "to_pay": [{**asdict(row, dict_factory=in_cents), "ready": row.ready} for row in waiting],
        "orders": [asdict(row, dict_factory=in_cents) for row in made],
    }


@router.post("", summary="Make a payment order", status_code=201)
async def make(caller: Caller, association_id: UUID, said: OrderIn) -> Made:
    """Make an order of booked invoices whose account numbers are confirmed (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await payment_orders.make_order(session, caller, association_id, **said.model_dump(), at=now()))


@router.get("/{order_id}", summary="One payment order")
async def one(caller: Caller, association_id: UUID, order_id: UUID) -> dict[str, Any]:
    """Return an order with its payments."""
    async with db.tenant_session(caller, association_id) as session:
        row, lines = await payment_orders.order(session, caller, association_id, order_id)
    return {
        **asdict(row, dict_factory=in_cents),
        "lines": [asdict(line, dict_factory=in_cents) for line in lines],
    }


@router.get("/{order_id}/file", summary="The file for the bank", response_class=Response)
async def fetch(caller: Caller, association_id: UUID, order_id: UUID) -> StreamingResponse:
    """Stream the order as pain.001, always the same bytes; that it was fetched is noted (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        row, file = await payment_orders.fetch(session, caller, association_id, order_id, at=now())
    return StreamingResponse(
        chunks(file),
        media_type="application/xml",
        headers={
            "Content-Length": str(row.size),
            "Content-Disposition": f'attachment; filename="{row.message_id}.xml"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


@router.post("/{order_id}/cancel", summary="Cancel a payment order", status_code=204)
async def cancel(caller: Caller, association_id: UUID, order_id: UUID, said: CancelIn) -> None:
    """Cancel an order that did not go to the bank, with the reason; its invoices are to be paid again."""
    async with db.tenant_session(caller, association_id) as session:
        await payment_orders.cancel(session, caller, association_id, order_id, words=said.words, at=now())
