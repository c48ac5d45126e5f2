"""The demo building borrows for its rear façade: voted 133 days ago, drawn since, two lots paying cash, a first instalment.

What the bank pays out and takes comes in with its statements; the accountant books those lines as the loan's.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters.coda_writer import Written
from koprogo.core.actor import Actor
from koprogo.core.money import Money, total
from koprogo.core.period import Period
from koprogo.services.buildings.demo_bank import Bank
from koprogo.services.buildings.demo_days import Days, morning, nobodys_iban
from koprogo.services.charges import calls
from koprogo.services.charges.loans import calling, drawing, entering, repaying
from koprogo.services.charges.loans.at_the_bank import BankSide

LENDER, WORDS, WORKS = "Banque de la Senne", "Façade arrière", Money(5_445_000)
RATE, INSTALMENTS = 3_850, 40
"""3.85 % a year, in forty quarters."""
PAY_CASH = ("A3.4", "C1")
ENTERED, DRAWN, CALLED, DUE, TAKEN = 122, 100, 62, 42, 30
"""Days ago: entered, paid out by the bank, called of owners and due, the first instalment taken."""
PAID_OUT, FIRST = "mise à disposition prêt 0457", "échéance prêt 0457"
LOTS = "SELECT id FROM lot WHERE association_id = :t AND number = ANY (:numbers)"


@dataclass
class Borrowing:
    """The loan on its way: entered, then drawn, called and repaid as the statements come in."""

    accountant: Actor
    association_id: UUID
    days: Days
    bank: Bank
    decision: UUID
    loan: UUID | None = None

    async def month(self, month: Period) -> None:
        """Do what falls into a month, before its statements are taken in."""
        if self.days.ago(ENTERED) in month:
            await self._enter()
        if self.days.ago(CALLED) in month:
            for call in (calling.call_cash, calling.call_instalment):
                await self.bank.expect(await self._call(call), is_special=True)

    async def _enter(self) -> None:
        """Enter the loan and who pays cash, and let the bank pay out and take what its contract says."""
        who, at = self.accountant, morning(self.days.ago(ENTERED))
        terms = self._terms()
        async with db.tenant_session(who, self.association_id) as session:
            here = (session, who, self.association_id)
            self.loan = await entering.enter_loan(
                *here, decision_id=self.decision, lender=LENDER, words=WORDS, amount=WORKS, at=at
            )
            facts = {"t": self.association_id, "numbers": list(PAY_CASH)}
            lots = list((await session.execute(text(LOTS), facts)).scalars())
            await entering.choose(
                *here, self.loan, lots=lots, participates=False, chosen_on=self.days.ago(ENTERED), at=at
            )
            dues = await drawing.preview_drawing(*here, self.loan, terms=terms)
        borrowed, lender = total(due.principal for due in dues), nobodys_iban(989)
        self.bank.comes(Written(borrowed.cents, self.days.ago(DRAWN), lender, LENDER, PAID_OUT))
        self.bank.comes(Written(-dues[0].total.cents, self.days.ago(TAKEN), lender, LENDER, FIRST))
        self.bank.told |= {PAID_OUT: self._drawn, FIRST: self._repaid}

    def _terms(self) -> drawing.Contract:
        first = self.days.ago(TAKEN)
        return drawing.contract(way="annuity", every="quarter", rate=RATE, instalments=INSTALMENTS, first_due=first)

    async def _drawn(self, session: AsyncSession, line: Any) -> None:
        assert self.loan is not None
        await drawing.draw(
            session, self.accountant, self.association_id, self.loan, terms=self._terms(), side=BankSide(line_id=line.id),
            today=line.day, at=morning(line.day + timedelta(days=2)),
        )  # fmt: skip

    async def _repaid(self, session: AsyncSession, line: Any) -> None:
        assert self.loan is not None
        await repaying.repay(
            session, self.accountant, self.association_id, self.loan, number=1, side=BankSide(line_id=line.id),
            today=line.day, at=morning(line.day + timedelta(days=2)),
        )  # fmt: skip

    async def _call(self, call: Any) -> UUID:
        at = morning(self.days.ago(CALLED))
        async with db.tenant_session(self.accountant, self.association_id) as session:
            here = (session, self.accountant, self.association_id)
            made = await call(
                *here, self.loan, called_on=self.days.ago(CALLED), due_on=self.days.ago(DUE), at=at
            )  # fmt: skip
            await calls.post_call(*here, made, at=at)
        return UUID(str(made))
