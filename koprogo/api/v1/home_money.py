"""Money over all associations as JSON: what waits in the books one keeps, and one's own accounts. Amounts are text."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.money import plain
from koprogo.core.clock import now, today
from koprogo.services.accounting.past_due import own_accounts
from koprogo.services.charges.waiting import waiting

router = APIRouter(prefix="/api/v1", tags=["books"])


@router.get("/books/waiting", summary="What waits in the books one keeps")
async def read_waiting(caller: Caller) -> list[dict[str, Any]]:
    """Return one row per kind of work and association whose books the caller keeps; nothing for anybody else."""
    async with db.tenant_session(caller) as session:
        return [plain(asdict(row)) for row in await waiting(session, caller, day=today(), at=now())]


@router.get("/own-accounts", summary="One's own accounts as an owner")
async def read_own(caller: Caller) -> list[dict[str, Any]]:
    """Return the caller's accounts in all her associations: balance, what of it is past due, what is asked next."""
    async with db.tenant_session(caller) as session:
        found = await own_accounts(session, caller, day=today())
    return [plain(asdict(each) | {"past_due": each.past_due}) for each in found]
