"""Suppliers and their account numbers, each confirmed by a second person before it is paid."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Made, Typed
from koprogo.core.clock import now
from koprogo.services.charges.invoices import ibans, suppliers

router = APIRouter(prefix="/api/v1/associations/{association_id}/suppliers", tags=["suppliers"])


class SupplierIn(Typed):
    """A supplier; `number` is the enterprise number, empty for none."""

    name: str
    number: str = ""
    email: str = ""


class AccountIn(Typed):
    """An account number (IBAN)."""

    number: str


class RefusalIn(AccountIn):
    """An account number and why it is refused."""

    why: str


class NoticeIn(AccountIn):
    """How the owners without an e-mail address were told of a number (posted, hung_up, handed), and on which day."""

    day: Day
    how: str


@router.get("", summary="Suppliers")
async def listed(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the suppliers by name, each with its account numbers and whether they may be paid."""
    async with db.tenant_session(caller, association_id) as session:
        rows = await suppliers.suppliers(session, caller, association_id)
        found = await ibans.accounts(session, association_id, now=now())
    return [{**asdict(row), "accounts": [asdict(each) for each in found.get(row.id, ())]} for row in rows]


@router.post("", summary="Enter a supplier", status_code=201)
async def add(caller: Caller, association_id: UUID, said: SupplierIn) -> Made:
    """Enter a supplier, or find the one with this number (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await suppliers.add_supplier(session, caller, association_id, **said.model_dump(), at=now()))


@router.put("/{supplier_id}", summary="Correct a supplier", status_code=204)
async def change(caller: Caller, association_id: UUID, supplier_id: UUID, said: SupplierIn) -> None:
    """Correct a supplier's name, number or address (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        await suppliers.change_supplier(session, caller, association_id, supplier_id, **said.model_dump())


@router.post("/{supplier_id}/accounts", summary="Enter an account number", status_code=201)
async def enter_account(caller: Caller, association_id: UUID, supplier_id: UUID, said: AccountIn) -> dict[str, Any]:
    """Note an account number; who may confirm it is written to, or all owners where nobody may."""
    async with db.tenant_session(caller, association_id) as session:
        made = await ibans.enter_account(session, caller, association_id, supplier_id, number=said.number, at=now())
    return asdict(made)


@router.post("/{supplier_id}/accounts/confirm", summary="Confirm an account number", status_code=204)
async def confirm_account(caller: Caller, association_id: UUID, supplier_id: UUID, said: AccountIn) -> None:
    """Confirm an account number as the second person (council, auditor)."""
    async with db.tenant_session(caller, association_id) as session:
        await ibans.confirm_account(session, caller, association_id, supplier_id, number=said.number, at=now())


@router.post("/{supplier_id}/accounts/refuse", summary="Refuse an account number", status_code=204)
async def refuse_account(caller: Caller, association_id: UUID, supplier_id: UUID, said: RefusalIn) -> None:
    """Refuse an account number, with the reason (council, auditor)."""
    async with db.tenant_session(caller, association_id) as session:
        await ibans.refuse_account(
            session, caller, association_id, supplier_id, number=said.number, why=said.why, at=now()
        )


@router.post("/{supplier_id}/accounts/asking", summary="Ask the second person again")
async def ask_again(caller: Caller, association_id: UUID, supplier_id: UUID, said: AccountIn) -> dict[str, Any]:
    """Write once more to who may confirm an account number, with a new link for who has no account (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        made = await ibans.ask_again(session, caller, association_id, supplier_id, number=said.number, at=now())
    return asdict(made)


@router.get("/{supplier_id}/accounts/{number}/notice", summary="Words for owners without an e-mail address")
async def notice(caller: Caller, association_id: UUID, supplier_id: UUID, number: str) -> dict[str, Any]:
    """Return what they are to be told on paper, in every language here, and who they are (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        return asdict(await ibans.notice(session, caller, association_id, supplier_id, number=number, at=now()))


@router.post("/{supplier_id}/accounts/notice", summary="Say that owners were told on paper")
async def tell_on_paper(caller: Caller, association_id: UUID, supplier_id: UUID, said: NoticeIn) -> dict[str, Any]:
    """Note when the owners without an e-mail address were told: the 48 hours begin (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        made = await ibans.tell_on_paper(session, caller, association_id, supplier_id, **said.model_dump(), at=now())
    return asdict(made)
