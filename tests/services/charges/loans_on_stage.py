"""Loans on stage: works of 54 450.00 on six lots, Bram pays cash, the others borrow. For services, screens, routes."""

from datetime import date
from typing import Any
from uuid import UUID

from koprogo.core.clock import now
from koprogo.core.money import Money
from koprogo.services.charges import calls
from koprogo.services.charges.invoices import funding
from koprogo.services.charges.loans import calling, drawing, entering, repaying
from koprogo.services.charges.loans.at_the_bank import BankSide
from koprogo.services.charges.loans.facts import Loan, load
from tests.cast import Cast
from tests.services.accounting.ledger_on_stage import act, year

DECIDED, DRAWN, FIRST = date(2026, 1, 15), date(2026, 2, 2), date(2026, 3, 2)
WORKS = Money(5_445_000)


async def decided(cast: Cast, ceiling: Money = WORKS) -> UUID:
    """Let the assembly allow a loan."""
    facts = {"words": "Façade, point 4", "decided_on": DECIDED, "ceiling": ceiling}
    return await act(cast, funding.enter_decision, funding="loan", **facts, at=now())


async def entered(cast: Cast, amount: Money = WORKS, **more: Any) -> UUID:
    """Enter a loan for what was decided."""
    wish = {"decision_id": await decided(cast), "lender": "Banque du Parc", "words": "Façade", "amount": amount, **more}
    return await act(cast, entering.enter_loan, **wish, at=now())


async def chosen(cast: Cast, loan: UUID, *lots: str, participates: bool = False, **more: Any) -> None:
    """Record what was said for lots."""
    wish = {"lots": [cast.lots[lot] for lot in lots], "participates": participates, "chosen_on": DECIDED, **more}
    await act(cast, entering.choose, loan, **wish, at=now())


def terms(**more: Any) -> drawing.Contract:
    """Return a contract: twelve months, constant instalments, 3.6 % a year."""
    wish = {"way": "annuity", "rate": 3_600, "instalments": 12, "first_due": FIRST, **more}
    return drawing.contract(**wish)


async def drawn(cast: Cast, loan: UUID, contract: drawing.Contract | None = None, **more: Any) -> UUID:
    """Draw a loan by hand."""
    wish = {"side": BankSide(day=DRAWN), "today": DRAWN, **more}
    return await act(cast, drawing.draw, loan, terms=contract or terms(), **wish, at=now())


async def called(cast: Cast, loan: UUID, day: date, **more: Any) -> UUID:
    """Call the next instalment and post it."""
    made = await act(cast, calling.call_instalment, loan, called_on=day, **more, at=now())
    await act(cast, calls.post_call, made, at=now())
    return made


async def repaid(cast: Cast, loan: UUID, number: int, day: date) -> UUID:
    """Book an instalment by hand."""
    return await act(cast, repaying.repay, loan, number=number, side=BankSide(day=day), today=day, at=now())


async def going(cast: Cast, contract: drawing.Contract | None = None) -> UUID:
    """Return a loan that is drawn, with Bram's cash called, in an open year 2026."""
    await year(cast)
    loan = await entered(cast)
    await chosen(cast, loan, "A2")
    await drawn(cast, loan, contract)
    cash = await act(cast, calling.call_cash, loan, called_on=DRAWN, at=now())
    await act(cast, calls.post_call, cash, at=now())
    return loan


async def facts(cast: Cast, loan: UUID) -> Loan:
    """Return everything that follows from a loan's rows."""

    async def read(session: Any, _: Any, association_id: UUID) -> Loan:
        return await load(session, association_id, loan)

    return await act(cast, read)
