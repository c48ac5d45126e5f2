"""The plays of the routes of loans; see routes_played.py. Each takes a loan of its own, in a year that is open today."""

from datetime import date
from uuid import UUID

from koprogo.core.clock import now, today
from koprogo.core.money import Money
from koprogo.core.period import add_months
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting import periods
from koprogo.services.charges import calls
from koprogo.services.charges.invoices import funding
from koprogo.services.charges.loans import calling, drawing, entering, leaving, repaying
from koprogo.services.charges.loans.at_the_bank import BankSide
from tests.api.routes_played import Play, plays
from tests.cast import Cast
from tests.services.accounting.ledger_on_stage import act, year
from tests.services.charges.loans_on_stage import facts as facts_of

L = "/api/v1/associations/{association_id}/loans"
ONE = L + "/{loan_id}"
CONTRACT = {"way": "annuity", "rate": "3.60", "instalments": 24}


async def _year(cast: Cast) -> None:
    found = await act(cast, periods.years)
    if not any(row.starts <= today() < row.next_starts and row.stands is Step.OPENED for row in found):
        await year(cast, date(today().year, 1, 1), date(today().year + 1, 1, 1))


async def _decided(cast: Cast) -> UUID:
    facts = {"funding": "loan", "words": "Façade", "decided_on": today(), "ceiling": Money(100_000)}
    return await act(cast, funding.enter_decision, **facts, at=now())


async def _entered(cast: Cast) -> UUID:
    await _year(cast)
    facts = {"decision_id": await _decided(cast), "lender": "Banque", "words": "Façade", "amount": Money(100_000)}
    loan = await act(cast, entering.enter_loan, **facts, at=now())
    wish = {"lots": [cast.lots["A2"]], "participates": False, "chosen_on": today()}
    await act(cast, entering.choose, loan, **wish, at=now())
    return loan


async def _drawn(cast: Cast) -> UUID:
    loan = await _entered(cast)
    terms = drawing.contract(way="annuity", rate=3_600, instalments=24, first_due=add_months(today(), 1))
    await act(cast, drawing.draw, loan, terms=terms, side=BankSide(day=today()), today=today(), at=now())
    return loan


async def _left(cast: Cast) -> tuple[UUID, UUID]:
    loan = await _drawn(cast)
    await act(cast, leaving.leave, loan, lot_id=cast.lots["A1"], called_on=today(), at=now())
    found = await facts_of(cast, loan)
    return loan, found.needed.leavings[0].id


def _here(cast: Cast, loan: UUID | None = None, **more):
    return {"association_id": cast.association_id, **({"loan_id": loan} if loan else {}), **more}


DAY = {"day": today().isoformat()}


@plays(f"GET {L}", alone=True)
async def read(cast: Cast) -> Play:
    await _drawn(cast)
    return Play("anna", _here(cast), writes=False)


@plays(f"POST {L}", alone=True)
async def enter(cast: Cast) -> Play:
    body = {"decision_id": str(await _decided(cast)), "lender": "Banque", "words": "Façade", "amount": "900.00"}
    return Play("accountant", _here(cast), json=body)


@plays(f"POST {L}/within-the-year", alone=True)
async def within(cast: Cast) -> Play:
    await _drawn(cast)
    return Play("accountant", _here(cast), json=DAY)


@plays(f"GET {ONE}", alone=True)
async def one(cast: Cast) -> Play:
    return Play("anna", _here(cast, await _drawn(cast)), writes=False)


@plays(f"GET {ONE}/bank-lines", alone=True)
async def fitting(cast: Cast) -> Play:
    return Play("accountant", _here(cast, await _entered(cast)), writes=False)


@plays(f"POST {ONE}/choices", alone=True)
async def choose(cast: Cast) -> Play:
    body = {"lots": [str(cast.lots["A3"])], "participates": False, "chosen_on": today().isoformat()}
    return Play("accountant", _here(cast, await _entered(cast)), json=body)


@plays(f"POST {ONE}/schedule", alone=True)
async def preview(cast: Cast) -> Play:
    body = CONTRACT | {"first_due": add_months(today(), 1).isoformat()}
    return Play("accountant", _here(cast, await _entered(cast)), json=body, writes=False)


@plays(f"POST {ONE}/drawing", alone=True)
async def draw(cast: Cast) -> Play:
    table = [{"day": add_months(today(), 1).isoformat(), "principal": "770.00", "interest": "3.00"}]
    body = DAY | {"contract": {"way": "table", "table": table}}
    return Play("accountant", _here(cast, await _entered(cast)), json=body)


@plays(f"POST {ONE}/calls/cash", alone=True)
async def cash(cast: Cast) -> Play:
    return Play("accountant", _here(cast, await _drawn(cast)), json={"called_on": today().isoformat()})


@plays(f"POST {ONE}/calls", alone=True)
async def call(cast: Cast) -> Play:
    return Play("accountant", _here(cast, await _drawn(cast)), json={"called_on": today().isoformat()})


@plays(f"POST {ONE}/instalments/{{number}}/repayment", alone=True)
async def repay(cast: Cast) -> Play:
    return Play("accountant", _here(cast, await _drawn(cast), number="1"), json=DAY)


@plays(f"POST {ONE}/repayments/{{entry_id}}/reversal", alone=True)
async def back(cast: Cast) -> Play:
    loan = await _drawn(cast)
    made = await act(cast, calling.call_instalment, loan, called_on=today(), at=now())
    await act(cast, calls.post_call, made, at=now())
    facts = {"number": 1, "side": BankSide(day=today()), "today": today(), "at": now()}
    entry = await act(cast, repaying.repay, loan, **facts)
    return Play("accountant", _here(cast, loan, entry_id=entry), json=DAY | {"why": "Twice"})


@plays(f"POST {ONE}/leavings", alone=True)
async def leave(cast: Cast) -> Play:
    body = {"lot_id": str(cast.lots["A1"]), "called_on": today().isoformat(), "fee": "12.50"}
    return Play("accountant", _here(cast, await _drawn(cast)), json=body)


@plays(f"POST {ONE}/leavings/{{leaving_id}}/repayment", alone=True)
async def repay_early(cast: Cast) -> Play:
    loan, leaving_id = await _left(cast)
    return Play("accountant", _here(cast, loan, leaving_id=leaving_id), json=DAY)
