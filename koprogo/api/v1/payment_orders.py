"""Payment orders: what is to be paid, an order made once, its file for the bank. Amounts are whole cents."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.files import chunks
from koprogo.api.v1.bodies import Made, Typed, in_cents
from koprogo.api.v1.money import Cents
from koprogo.core.clock import now
from koprogo.services.charges.invoices import order_queries, payment_orders, to_pay

router = APIRouter(prefix="/api/v1/associations/{association_id}/payment-orders", tags=["payment orders"])


class OrderIn(Typed):
    """From which account, which invoices (credit notes among them lower them), which receipts go back, on which day."""

    account_id: UUID
    invoices: tuple[UUID, ...] = ()
    repayments: tuple[UUID, ...] = ()
    day: Day


class TransferIn(Typed):
    """From one account of the association to another: cents above nought, on which day."""

    account_id: UUID
    to_account_id: UUID
    cents: Cents
    day: Day


class CancelIn(Typed):
    """Why it is cancelled."""

    words: str


@router.get("", summary="Payment orders")
async def listed(caller: Caller, association_id: UUID) -> dict[str, Any]:
    """Return what waits for a payment (booked invoices, credit notes, receipts that go back), and the orders."""
    async with db.tenant_session(caller, association_id) as session:
        waiting = await to_pay.to_pay(session, caller, association_id, at=now())
        made = await order_queries.orders(session, caller, association_id)
    return {
        "to_pay": [{**asdict(row, dict_factory=in_cents), "ready": row.ready} for row in waiting],
        "orders": [asdict(row, dict_factory=in_cents) for row in made],
    }


@router.post("", summary="Make a payment order", status_code=201)
async def make(caller: Caller, association_id: UUID, said: OrderIn) -> Made:
    """Make an order of booked invoices whose account numbers are confirmed (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await payment_orders.make_order(session, caller, association_id, **said.model_dump(), at=now()))


@router.post("/transfers", summary="Make a transfer between own accounts", status_code=201)
async def transfer(caller: Caller, association_id: UUID, said: TransferIn) -> Made:
    """Make an order from one account of the association to another, such as the reserve fund's part (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        made = await payment_orders.make_transfer(session, caller, association_id, **said.model_dump(), at=now())
    return Made(id=made)


@router.get("/{order_id}", summary="One payment order")
async def one(caller: Caller, association_id: UUID, order_id: UUID) -> dict[str, Any]:
    """Return an order with its payments."""
    async with db.tenant_session(caller, association_id) as session:
        row, lines = await order_queries.order(session, caller, association_id, order_id)
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
