"""A loan before it is drawn: what the decision lets the association borrow, and what was said for each lot.

Who says nothing takes part, because the assembly chose the loan; who pays cash says so, and both is kept with its day.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Conflict, NotFound, Problem
from koprogo.core.money import ZERO, Money
from koprogo.core.permissions import require
from koprogo.models.loans import Loan, LoanChoice
from koprogo.rules.charges.funding import Funding
from koprogo.services import audit
from koprogo.services.charges.call_plan import weights_by_lot
from koprogo.services.charges.invoices.funding import decision_of
from koprogo.services.charges.loans.facts import load, lock_loans
from koprogo.services.charges.loans.refusals import AlreadyDrawn, BeyondTheDecision

LONGEST = 120
NEXT = "SELECT coalesce(max(number), 0) + 1 FROM loan WHERE association_id = :t"
TWICE = "SELECT 1 FROM loan WHERE association_id = :t AND decision_id = :d"
NEXT_CHOICE = (
    "SELECT coalesce(max(seq), 0) + 1 FROM loan_choice WHERE association_id = :t AND loan_id = :l AND lot_id = :o"
)


async def enter_loan(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    decision_id: UUID,
    lender: str,
    words: str,
    amount: Money,
    at: datetime,
    key_id: UUID | None = None,
) -> UUID:
    """Enter what a decision lets the association borrow for works of an amount, and return its id (syndic, accountant).

    `amount` is what the works cost in all, shared by `key_id`, without one by the shares.

    Raises:
        BadInput: everything missing.
        NotFound: no such decision on a loan, or no such key here.
        BeyondTheDecision: the assembly allowed less.
        Conflict: this decision has its loan already.
    """
    require(actor, "books.write", association_id)
    _hold(lender, words, amount)
    await lock_loans(session, association_id)
    decision = await decision_of(session, association_id, decision_id)
    if decision.funding is not Funding.LOAN:
        raise NotFound
    if amount > decision.ceiling:
        raise BeyondTheDecision(decision.ceiling.cents, amount.cents)
    if await session.scalar(text(TWICE), {"t": association_id, "d": decision_id}):
        raise Conflict
    await weights_by_lot(session, association_id, key_id)
    number = await session.scalar(text(NEXT), {"t": association_id})
    row = Loan(
        id=uuid4(), association_id=association_id, number=number, decision_id=decision_id, lender=_said(lender),
        words=_said(words), key_id=key_id, amount=amount.cents, at=at, by_id=actor.person_id,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await audit.record(session, actor, association_id, "loan.entered", row.id, cents=amount.cents)
    return row.id


async def choose(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    loan_id: UUID,
    *,
    lots: Sequence[UUID],
    participates: bool,
    chosen_on: date,
    at: datetime,
) -> None:
    """Record for lots whether they take part or pay cash, as their owners said on a day (syndic, accountant).

    Raises:
        BadInput: no lot, or a day to come.
        NotFound: no such loan, or a lot that bears nothing of it.
        AlreadyDrawn: the bank has paid out.
    """
    require(actor, "books.write", association_id)
    problems = []
    if not lots:
        problems.append(Problem("lots", "Choose at least one lot."))
    if chosen_on > legal_day(at):
        problems.append(Problem("chosen_on", "Choose today or a day before."))
    if problems:
        raise BadInput(*problems)
    await lock_loans(session, association_id)
    loan = await load(session, association_id, loan_id)
    if loan.drawn is not None:
        raise AlreadyDrawn
    if not set(lots) <= {loan.lots[number] for number, weight in loan.weights.items() if weight}:
        raise NotFound
    for lot in dict.fromkeys(lots):
        seq = await session.scalar(text(NEXT_CHOICE), {"t": association_id, "l": loan_id, "o": lot})
        session.add(
            LoanChoice(
                association_id=association_id, loan_id=loan_id, lot_id=lot, seq=seq, participates=participates,
                chosen_on=chosen_on, at=at, by_id=actor.person_id,
            )
        )  # fmt: skip
    await session.flush()
    await audit.record(
        session, actor, association_id, "loan.chosen", loan_id, lots=len(lots), participates=participates
    )


def _said(words: str) -> str:
    return " ".join(words.split())


def _hold(lender: str, words: str, amount: Money) -> None:
    problems = [
        Problem(name, "Write it in at most {most} characters.", {"most": LONGEST})
        for name, value in (("lender", lender), ("words", words))
        if not 0 < len(_said(value)) <= LONGEST
    ]
    if amount <= ZERO:
        problems.append(Problem("amount", "Write an amount above 0."))
    if problems:
        raise BadInput(*problems)
