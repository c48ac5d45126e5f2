"""Annual figures: balance sheet and income statement of one association, for programs. Amounts are whole cents."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.services.accounting import statements

router = APIRouter(prefix="/api/v1/financial", tags=["books"])


@router.get("/balance-sheet", summary="Balance sheet")
async def balance_sheet(caller: Caller, association_id: UUID, day: date) -> dict[str, Any]:
    """Return what the association has and owes at the end of a day; both sides add up to `total`."""
    async with db.tenant_session(caller, association_id) as session:
        sheet = await statements.balance_sheet(session, caller, association_id, day=day)
    sides = {
        side: [{"code": row.code, "names": row.names, "people": row.people, "cents": abs(row.balance)} for row in rows]
        for side, rows in (("assets", sheet.assets), ("liabilities", sheet.liabilities))
    }
    return {"day": day, **sides, "unsettled": sheet.unsettled, "total": sheet.total}


@router.get("/income-statement", summary="Income statement")
async def income_statement(caller: Caller, association_id: UUID, starts: date, until: date) -> dict[str, Any]:
    """Return costs and income between two days, `until` exclusive."""
    async with db.tenant_session(caller, association_id) as session:
        sheet = await statements.income_statement(session, caller, association_id, starts=starts, until=until)
    sides = {
        side: [{"code": row.code, "names": row.names, "cents": cents} for row, cents in rows]
        for side, rows in (("costs", sheet.costs), ("income", sheet.income))
    }
    return {"starts": starts, "until": until, **sides, "result": sheet.result}
