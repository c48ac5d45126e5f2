"""Files of works as JSON: allowed, called, invoiced, paid, not covered. Amounts are text with two decimals and a point."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.v1.money import plain
from koprogo.services.charges.works_file import works_file

router = APIRouter(prefix="/api/v1/associations/{association_id}", tags=["invoices"])


@router.get("/works-files/{decision_id}", summary="The file of works of a decision")
async def one(caller: Caller, association_id: UUID, decision_id: UUID) -> dict[str, Any]:
    """Return it with its calls and invoices (syndic, accountant, council, auditor)."""
    async with db.tenant_session(caller, association_id) as session:
        found = await works_file(session, caller, association_id, decision_id)
    account = found.account
    sums = {
        "called": found.called, "invoiced": account.invoiced, "coming": account.coming, "paid": found.paid,
        "allowed": account.allowed, "left": account.left, "not_covered": account.not_covered,
    }  # fmt: skip
    return plain(asdict(found) | sums)
