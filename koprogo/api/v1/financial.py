"""Financial statements of one association, for programs and to take along: JSON, PDF, workbook, CSV. Whole cents in JSON.

`format` says which: `json` (amounts as whole cents), `xlsx` and `csv` at once, `pdf` printed by the worker: 202 with its
address in `Location` until it is there. `starts` is the first day, `until` the first day after the period.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1 import financial_json as plain
from koprogo.api.v1.statement_files import JSON, Wanted, statement, statement_paper
from koprogo.core.actor import Actor
from koprogo.core.clock import today
from koprogo.services.accounting import cash_flow as cash
from koprogo.services.accounting import funds as fund
from koprogo.services.accounting import owner_account, simplified, statements, trial_balance
from koprogo.services.accounting.ledger_of_account import ledger_of_account
from koprogo.services.accounting.reports.asked import Asked, What
from koprogo.services.accounting.reports.journal_lines import journal_lines
from koprogo.services.charges import variance as variances

router = APIRouter(prefix="/api/v1/financial", tags=["financial statements"])
As = Annotated[Wanted, Depends()]
Answer = dict[str, Any] | Response


@router.get("/balance-sheet", summary="Balance sheet", response_model=None)
async def balance_sheet(caller: Caller, association_id: UUID, day: Day, wanted: As, since: Day | None = None) -> Answer:
    """Return what the association has, owes and holds at the end of a day, beside the morning of `since`."""
    asked = Asked(What.BALANCE_SHEET, min(since or day, day), day + timedelta(days=1))
    read = partial(statements.balance_sheet, day=day, starts=asked.starts)
    return await _answer(caller, association_id, asked, wanted, read, plain.balance_sheet)


@router.get("/income-statement", summary="Income statement", response_model=None)
async def income_statement(caller: Caller, association_id: UUID, starts: Day, until: Day, wanted: As) -> Answer:
    """Return costs and income between two days, beside those of a year before."""
    asked = Asked(What.INCOME, starts, until)
    read = partial(statements.income_statement, starts=starts, until=until)
    return await _answer(caller, association_id, asked, wanted, read, plain.income_statement)


@router.get("/trial-balance", summary="Trial balance", response_model=None)
async def trial(caller: Caller, association_id: UUID, starts: Day, until: Day, wanted: As) -> Answer:
    """Return every account between two days; owners get all owners as one sum."""
    asked = Asked(What.TRIAL_BALANCE, starts, until)
    read = partial(trial_balance.trial_balance, starts=starts, until=until)
    return await _answer(caller, association_id, asked, wanted, read, plain.trial_balance)


@router.get("/ledger", summary="Ledger of an account", response_model=None)
async def ledger(caller: Caller, association_id: UUID, account_id: UUID, starts: Day, until: Day, wanted: As) -> Answer:
    """Return every line of an account between two days, with what it stood at after each."""
    asked = Asked(What.LEDGER, starts, until, account_id)
    read = partial(ledger_of_account, account_id=account_id, starts=starts, until=until, whole=True)
    return await _answer(caller, association_id, asked, wanted, read, plain.ledger)


@router.get("/journal", summary="Journal", response_model=None)
async def journal(caller: Caller, association_id: UUID, starts: Day, until: Day, wanted: As) -> Answer:
    """Return every line of every voucher between two days (who keeps or checks the books)."""
    asked = Asked(What.JOURNAL, starts, until)
    read = partial(journal_lines, starts=starts, until=until)
    return await _answer(caller, association_id, asked, wanted, read, plain.journal)


@router.get("/aged-balances", summary="Owners by age", response_model=None)
async def aged_balances(caller: Caller, association_id: UUID, day: Day, wanted: As) -> Answer:
    """Return what each owner owes at the end of a day, by age (who keeps or checks the books)."""
    asked = Asked(What.AGED, day, day + timedelta(days=1))
    read = partial(owner_account.debtors, day=day)
    return await _answer(caller, association_id, asked, wanted, read, partial(plain.aged, day=day))


@router.get("/cash-flow", summary="Cash flow", response_model=None)
async def cash_flow(caller: Caller, association_id: UUID, starts: Day, until: Day, wanted: As) -> Answer:
    """Return opening, in, out and closing of each bank account by month."""
    asked = Asked(What.CASH, starts, until)
    read = partial(cash.cash_flow, starts=starts, until=until)
    return await _answer(caller, association_id, asked, wanted, read, plain.cash_flow)


@router.get("/funds", summary="Working fund and reserve fund", response_model=None)
async def funds(caller: Caller, association_id: UUID, starts: Day, until: Day, wanted: As) -> Answer:
    """Return what came to both funds and left them, against their bank accounts."""
    asked = Asked(What.FUNDS, starts, until)
    read = partial(fund.funds, starts=starts, until=until)
    return await _answer(caller, association_id, asked, wanted, read, plain.funds)


@router.get("/simplified", summary="Simplified accounts", response_model=None)
async def simple(caller: Caller, association_id: UUID, starts: Day, until: Day, wanted: As) -> Answer:
    """Return receipts and expenses, cash, funds, claims and debts: for fewer than twenty main lots (art. 3.89 §5, 15°)."""
    asked = Asked(What.SIMPLIFIED, starts, until)
    read = partial(simplified.simplified, starts=starts, until=until)
    return await _answer(caller, association_id, asked, wanted, read, plain.simplified)


@router.get("/variance", summary="Budget and actual costs", response_model=None)
async def variance(
    caller: Caller,
    association_id: UUID,
    starts: Day,
    until: Day,
    wanted: As,
    by: Literal["month", "quarter"] = "month",
) -> Answer:
    """Return the budget in force of the year of `starts` against the books, as booked before `until`, or today."""
    so_far = max(min(until, today() + timedelta(days=1)), starts + timedelta(days=1))
    asked = Asked(What.VARIANCE, starts, so_far if until > starts else until, by=by)
    read = partial(variances.variance, year=starts.year, on=asked.last_day, by=by, starts=starts)
    return await _answer(caller, association_id, asked, wanted, read, plain.variance)


@router.get("/papers/{subject_id}", summary="A statement on paper", response_model=None)
async def paper(caller: Caller, association_id: UUID, subject_id: UUID, wanted: As) -> Response:
    """Return a statement that was asked for as PDF; 202 while it is being printed."""
    return await statement_paper(caller, association_id, subject_id, wanted)


async def _answer(
    caller: Actor,
    association_id: UUID,
    asked: Asked,
    wanted: Wanted,
    read: Callable[..., Awaitable[Any]],
    shape: Callable[[Any], dict[str, Any]],
) -> Answer:
    """Answer with what `read` finds as JSON of that shape, or with the file that was wanted instead."""
    if wanted.format != JSON:
        return await statement(caller, association_id, asked, wanted)
    async with db.tenant_session(caller, association_id) as session:
        return shape(await read(session, caller, association_id))
