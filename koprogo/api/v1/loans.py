"""Loans of the association as JSON: who takes part, the schedule, the drawing, calls, what the bank took, early repayment.

Amounts are text with two decimals and a point; a yearly rate is text in per cent, such as `3.45`.
"""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import DayIn, Made, Typed
from koprogo.api.v1.money import amount_of, plain
from koprogo.core.clock import now, today
from koprogo.rules.charges.loan_schedule import Due
from koprogo.services.charges.loans import at_year_end, calling, drawing, entering, leaving, queries, repaying
from koprogo.services.charges.loans.at_the_bank import BankSide
from koprogo.services.charges.loans.typed import rate_of

router = APIRouter(prefix="/api/v1/associations/{association_id}/loans", tags=["loans"])
ONE = "/{loan_id}"


class LoanIn(Typed):
    """A loan that a decision allows; `amount`: what the works cost in all, by a key, without one by the shares."""

    decision_id: UUID
    lender: str
    words: str
    amount: str
    key_id: UUID | None = None


class ChoiceIn(Typed):
    """Lots that take part, or pay cash, as their owners said on a day."""

    lots: list[UUID]
    participates: bool
    chosen_on: Day


class LineIn(Typed):
    """A line of the bank's own table."""

    day: Day
    principal: str
    interest: str


class ContractIn(Typed):
    """How it is repaid: `annuity` or `principal` by rate and number of instalments, or the bank's own `table`."""

    way: str
    every: str = "month"
    rate: str = "0"
    instalments: int = 0
    first_due: Day | None = None
    table: list[LineIn] = Field(default_factory=list)

    def contract(self) -> drawing.Contract:
        """Return it as the service knows it; BadInput names what is wrong."""
        return drawing.contract(
            way=self.way, every=self.every, rate=rate_of(self.rate), instalments=self.instalments,
            first_due=self.first_due, table=_table(self.table),
        )  # fmt: skip


class BankIn(Typed):
    """Where a movement is seen: a line of a statement, or a day where no statements are read."""

    line_id: UUID | None = None
    day: Day | None = None

    def side(self) -> BankSide:
        """Return it as the service knows it."""
        return BankSide(self.line_id, self.day)


class DrawingIn(BankIn):
    """The drawing with its contract."""

    contract: ContractIn


class CallIn(Typed):
    """The day of a call, and when it is due; an instalment is due on the bank's day unless another one is given."""

    called_on: Day
    due_on: Day | None = None


class LeavingIn(CallIn):
    """A lot that repays early; `table`: the bank's new one where the loan goes by the bank's own."""

    lot_id: UUID
    fee: str = "0.00"
    table: list[LineIn] = Field(default_factory=list)


class BackIn(Typed):
    """The day of the counter-entry, and why."""

    day: Day
    why: str


@router.get("", summary="Loans of the association")
async def read(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the loans, the newest first; an owner sees what her own lots owe."""
    async with db.tenant_session(caller, association_id) as session:
        return [_said(each) for each in await queries.loans(session, caller, association_id, day=today())]


@router.post("", summary="Enter a loan", status_code=201)
async def enter(caller: Caller, association_id: UUID, wish: LoanIn) -> Made:
    """Enter what a decision lets the association borrow (syndic, accountant)."""
    facts = wish.model_dump() | {"amount": amount_of(wish.amount, "amount")}
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await entering.enter_loan(session, caller, association_id, **facts, at=now()))


@router.post("/within-the-year", summary="Show what falls due within the year")
async def within(caller: Caller, association_id: UUID, wish: DayIn) -> dict[str, Any]:
    """Move what falls due in the twelve months after a day from 17 to 42; empty when it stands so (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        found = await at_year_end.show_what_falls_due(session, caller, association_id, last_day=wish.day)
        return asdict(found) if found else {}


@router.get(ONE, summary="A loan")
async def one(caller: Caller, association_id: UUID, loan_id: UUID) -> dict[str, Any]:
    """Return a loan with its schedule, what is called and paid of it; an owner's own part only."""
    async with db.tenant_session(caller, association_id) as session:
        return _said(await queries.loan(session, caller, association_id, loan_id, day=today()))


@router.get(ONE + "/bank-lines", summary="Lines of statements that fit")
async def fitting(caller: Caller, association_id: UUID, loan_id: UUID) -> dict[str, Any]:
    """Return lines that wait and move exactly what is to be booked next (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        found = await queries.lines_that_fit(session, caller, association_id, loan_id)
    return {name: [plain(asdict(line)) for line in lines] for name, lines in found.items()}


@router.post(ONE + "/choices", summary="Record who takes part", status_code=204)
async def choose(caller: Caller, association_id: UUID, loan_id: UUID, wish: ChoiceIn) -> None:
    """Record for lots whether they take part or pay cash, until the loan is drawn (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        await entering.choose(session, caller, association_id, loan_id, **wish.model_dump(), at=now())


@router.post(ONE + "/schedule", summary="What the schedule would be")
async def preview(caller: Caller, association_id: UUID, loan_id: UUID, wish: ContractIn) -> list[dict[str, Any]]:
    """Return the schedule of what is borrowed as things stand; nothing is written (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        terms = wish.contract()
        found = await drawing.preview_drawing(session, caller, association_id, loan_id, terms=terms)
    return [plain(asdict(due) | {"total": due.total}) for due in found]


@router.post(ONE + "/drawing", summary="Draw a loan", status_code=201)
async def draw(caller: Caller, association_id: UUID, loan_id: UUID, wish: DrawingIn) -> Made:
    """Freeze who takes part and book what the bank paid out (syndic, accountant)."""
    here = (caller, association_id, loan_id)
    async with db.tenant_session(caller, association_id) as session:
        facts: dict[str, Any] = {"terms": wish.contract.contract(), "side": wish.side()}
        return Made(id=await drawing.draw(session, *here, **facts, today=today(), at=now()))


@router.post(ONE + "/calls/cash", summary="Call what is paid cash", status_code=201)
async def call_cash(caller: Caller, association_id: UUID, loan_id: UUID, wish: CallIn) -> Made:
    """Freeze the call of those who do not take part (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, loan_id)
        return Made(id=await calling.call_cash(*here, **wish.model_dump(), at=now()))


@router.post(ONE + "/calls", summary="Call the next instalment", status_code=201)
async def call(caller: Caller, association_id: UUID, loan_id: UUID, wish: CallIn) -> Made:
    """Freeze the next instalment for those who take part (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, loan_id)
        return Made(id=await calling.call_instalment(*here, **wish.model_dump(), at=now()))


@router.post(ONE + "/instalments/{number}/repayment", summary="Book an instalment", status_code=201)
async def repay(caller: Caller, association_id: UUID, loan_id: UUID, number: int, wish: BankIn) -> Made:
    """Book an instalment as the bank took it, from its line or on a day; return the entry (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, loan_id)
        return Made(id=await repaying.repay(*here, number=number, side=wish.side(), today=today(), at=now()))


@router.post(ONE + "/repayments/{entry_id}/reversal", summary="Take a booked instalment back")
async def back(caller: Caller, association_id: UUID, loan_id: UUID, entry_id: UUID, wish: BackIn) -> dict[str, Any]:
    """Take an instalment booked by hand back by a counter-entry (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, loan_id)
        return asdict(await repaying.take_back(*here, entry_id=entry_id, **wish.model_dump()))


@router.post(ONE + "/leavings", summary="Repay early for one lot", status_code=201)
async def leave(caller: Caller, association_id: UUID, loan_id: UUID, wish: LeavingIn) -> Made:
    """Call all a lot owes, and work the others' schedule out again; return the call (syndic, accountant)."""
    facts = wish.model_dump() | {"fee": amount_of(wish.fee, "fee"), "table": _table(wish.table)}
    async with db.tenant_session(caller, association_id) as session:
        return Made(id=await leaving.leave(session, caller, association_id, loan_id, **facts, at=now()))


@router.post(ONE + "/leavings/{leaving_id}/repayment", summary="Book an early repayment", status_code=201)
async def repay_early(caller: Caller, association_id: UUID, loan_id: UUID, leaving_id: UUID, wish: BankIn) -> Made:
    """Book what the bank took for a lot that repaid early; return the entry (syndic, accountant)."""
    async with db.tenant_session(caller, association_id) as session:
        here = (session, caller, association_id, loan_id)
        facts: dict[str, Any] = {"leaving_id": leaving_id, "side": wish.side(), "today": today(), "at": now()}
        return Made(id=await repaying.repay_early(*here, **facts))


def _table(lines: list[LineIn]) -> tuple[Due, ...]:
    amounts = [[amount_of(getattr(line, name), "table") for name in ("principal", "interest")] for line in lines]
    return tuple(
        Due(place, line.day, principal, interest)
        for place, (line, (principal, interest)) in enumerate(zip(lines, amounts, strict=True), start=1)
    )


def _said(found: queries.LoanSheet) -> dict[str, Any]:
    dues = [asdict(due) | {"total": due.total} for due in found.dues]
    answer: dict[str, Any] = plain(asdict(found) | {"state": found.state, "dues": dues})
    return answer
