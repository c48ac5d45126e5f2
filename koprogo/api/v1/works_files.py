"""Files of works as JSON: allowed, called, invoiced, paid, not covered. Amounts are text with two decimals and a point."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Typed
from koprogo.api.v1.money import plain
from koprogo.core.clock import now
from koprogo.services.charges.invoices import funding_end
from koprogo.services.charges.works_file import works_file

router = APIRouter(prefix="/api/v1/associations/{association_id}", tags=["invoices"])


@router.get("/works-files/{decision_id}", summary="The file of works of a decision")
async def one(caller: Caller, association_id: UUID, decision_id: UUID) -> dict[str, Any]:
    """Return it with its calls and invoices; to an owner without drafts, and without what another lot bears alone."""
    async with db.tenant_session(caller, association_id) as session:
        found = await works_file(session, caller, association_id, decision_id)
    account = found.account
    sums = {
        "called": found.called, "borrowed": found.borrowed, "invoiced": account.invoiced, "coming": account.coming,
        "paid": found.paid, "allowed": account.allowed, "left": account.left, "not_covered": account.not_covered,
    }  # fmt: skip
    return plain(asdict(found) | sums)


class EndIn(Typed):
    """The day of the final account."""

    day: Day


@router.post("/works-files/{decision_id}/final-account", summary="Draw up the final account of works", status_code=204)
async def end(caller: Caller, association_id: UUID, decision_id: UUID, wish: EndIn) -> None:
    """Keep nothing of its special calls any more: the next settlement gives back what was not used (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await funding_end.draw_up(session, caller, association_id, decision_id, day=wish.day, at=now())
