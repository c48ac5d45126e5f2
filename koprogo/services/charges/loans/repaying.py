"""What the bank takes: principal off its loan, interest a cost of those who take part, and of nobody else (ADR 0066).

The interest of each lot stands on 657 as an amount given to it; beside it, what was called for it comes from 12 against 681.
So the settlement shows it to whoever bears it, and shares nothing of it out.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.money import ZERO, Money
from koprogo.core.permissions import require
from koprogo.models.loans import LoanRepayment
from koprogo.services import audit
from koprogo.services.accounting.accounts import account_by_code, year_of
from koprogo.services.accounting.post_entry import NewLine, Posted, reverse
from koprogo.services.accounting.reserved import LOAN
from koprogo.services.charges.loans import at_the_bank
from koprogo.services.charges.loans.at_the_bank import BankSide, Booked
from koprogo.services.charges.loans.drawing import BANK_LOAN, FROM_WORKS, INTEREST, WITHIN_THE_YEAR, WORKS
from koprogo.services.charges.loans.facts import Loan, load, lock_loans
from koprogo.services.charges.loans.refusals import (
    AlreadyRepaid,
    ChooseTheBankLine,
    EarlierNotRepaid,
    EarlyAlreadyRepaid,
)

WITHIN = """
SELECT coalesce(-sum(l.amount), 0)::bigint FROM entry_line l
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
 WHERE l.association_id = :t AND a.code = :code AND l.source_kind = 'loan' AND l.source_id = :l AND l.day <= :day
"""
TIMES = """
SELECT count(*) FROM loan_repayment r JOIN loan_drawing d ON d.association_id = r.association_id AND d.id = r.drawing_id
 WHERE r.association_id = :t AND d.loan_id = :l
"""
"""Of every drawing: one that was taken back keeps its references."""
OF_A_LINE = "SELECT EXISTS (SELECT 1 FROM match WHERE association_id = :t AND entry_id = :e)"


async def repay(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    loan_id: UUID,
    *,
    number: int,
    side: BankSide,
    today: date,
    at: datetime,
) -> UUID:
    """Book an instalment as the bank took it and return the entry (syndic, accountant).

    Raises:
        NotFound, NotDrawn: no such loan or instalment, or nothing to repay yet.
        AlreadyRepaid, EarlierNotRepaid: it is not this instalment's turn.
        and what `at_the_bank.move` raises: the line moves another amount, for one.
    """
    require(actor, "books.write", association_id)
    await lock_loans(session, association_id)
    loan = await load(session, association_id, loan_id)
    drawn = loan.needed
    step = next((each for each in drawn.steps if each.due.number == number), None)
    if step is None:
        raise NotFound
    if number in drawn.repaid:
        raise AlreadyRepaid(number)
    earlier = min(each.due.number for each in drawn.steps if each.due.number not in drawn.repaid)
    if earlier < number:
        raise EarlierNotRepaid(earlier)
    shares = {share.key: share.lot_id for share in drawn.shares}
    interest = {shares[key]: part.interest for key, part in step.parts.items() if part.interest}
    source = ("loan_instalment", step.id)
    against = await _against(session, association_id, loan, side, step.due.principal, interest, source)
    booked = await _move(session, actor, association_id, loan, side, step.due.total, against, today=today, at=at)
    _note(session, actor, association_id, drawn.id, booked, step.due.principal, step.due.interest, at, number=number)
    await session.flush()
    await audit.record(session, actor, association_id, "loan.repaid", loan_id, number=number)
    return booked.entry_id


async def repay_early(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    loan_id: UUID,
    *,
    leaving_id: UUID,
    side: BankSide,
    today: date,
    at: datetime,
) -> UUID:
    """Book what the bank took for a lot that repaid early, with its fee, and return the entry (syndic, accountant).

    Raises:
        NotFound, NotDrawn: no such loan, or nobody repaid early so.
        EarlyAlreadyRepaid: it is in the books.
        and what `at_the_bank.move` raises.
    """
    require(actor, "books.write", association_id)
    await lock_loans(session, association_id)
    loan = await load(session, association_id, loan_id)
    drawn = loan.needed
    leaving = next((each for each in drawn.leavings if each.id == leaving_id), None)
    if leaving is None:
        raise NotFound
    if leaving.id in drawn.repaid_early:
        raise EarlyAlreadyRepaid
    fee = {leaving.lot_id: leaving.fee} if leaving.fee else {}
    source = ("loan_leaving", leaving.id)
    against = await _against(session, association_id, loan, side, leaving.principal, fee, source)
    amount = leaving.principal + leaving.fee
    booked = await _move(session, actor, association_id, loan, side, amount, against, today=today, at=at)
    _note(session, actor, association_id, drawn.id, booked, leaving.principal, leaving.fee, at, leaving_id=leaving.id)
    await session.flush()
    await audit.record(session, actor, association_id, "loan.repaid_early", loan_id)
    return booked.entry_id


async def take_back(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    loan_id: UUID,
    *,
    entry_id: UUID,
    day: date,
    why: str,
) -> Posted:
    """Take an instalment booked by hand back by a counter-entry; it is then open again (syndic, accountant).

    Raises:
        NotFound: no such repayment of this loan stands.
        ChooseTheBankLine: it was booked from a line of a statement, where it is undone.
        and what `reverse` raises.
    """
    require(actor, "books.write", association_id)
    await lock_loans(session, association_id)
    drawn = (await load(session, association_id, loan_id)).needed
    if entry_id not in {row.entry_id for row in (*drawn.repaid.values(), *drawn.repaid_early.values())}:
        raise NotFound
    if await session.scalar(text(OF_A_LINE), {"t": association_id, "e": entry_id}):
        raise ChooseTheBankLine
    posted = await reverse(session, actor, association_id, entry_id, day, f"{LOAN}BACK-{entry_id}", why)
    await audit.record(session, actor, association_id, "loan.taken_back", loan_id)
    return posted


async def within_the_year(
    session: AsyncSession, association_id: UUID, loan_id: UUID, code: str, *, day: date = date.max
) -> Money:
    """Return what the books say of a loan on one of its two accounts at the end of a day, above nought."""
    facts = {"t": association_id, "code": code, "l": loan_id, "day": day}
    return Money(int(await session.scalar(text(WITHIN), facts) or 0))


async def _against(
    session: AsyncSession,
    association_id: UUID,
    loan: Loan,
    side: BankSide,
    principal: Money,
    interest: Mapping[UUID, Money],
    source: tuple[str, UUID],
) -> tuple[NewLine, ...]:
    """Return what stands against the bank: principal first off what is due within the year, interest by lot."""
    account = {
        code: await account_by_code(session, association_id, code)
        for code in (BANK_LOAN, WITHIN_THE_YEAR, INTEREST, WORKS, FROM_WORKS)
    }
    short = min(max(await within_the_year(session, association_id, loan.row.id, WITHIN_THE_YEAR), ZERO), principal)
    year = await year_of(session, association_id, await at_the_bank.day_of(session, association_id, side))
    costs = sum(each.cents for each in interest.values())
    lines = [
        NewLine(account[WITHIN_THE_YEAR], short.cents, source=("loan", loan.row.id)),
        NewLine(account[BANK_LOAN], (principal - short).cents, source=("loan", loan.row.id)),
        *(
            NewLine(
                account[INTEREST], cents.cents, lot_id=lot, cost_from=year.starts, cost_until=year.next_starts,
                source=source,
            )
            for lot, cents in interest.items()
        ),
        NewLine(account[WORKS], costs, source=source),
        NewLine(account[FROM_WORKS], -costs, source=source),
    ]  # fmt: skip
    return tuple(line for line in lines if line.amount)


async def _move(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    loan: Loan,
    side: BankSide,
    amount: Money,
    against: tuple[NewLine, ...],
    *,
    today: date,
    at: datetime,
) -> Booked:
    times = int(await session.scalar(text(TIMES), {"t": association_id, "l": loan.row.id}) or 0)
    return await at_the_bank.move(
        session, actor, association_id, side, cents=-amount.cents, against=against,
        reference=f"{LOAN}{loan.row.number}-{times + 1:03d}", words=f"{loan.row.lender}, {loan.row.words}", today=today,
        at=at,
    )  # fmt: skip


def _note(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    drawing_id: UUID,
    booked: Booked,
    principal: Money,
    interest: Money,
    at: datetime,
    *,
    number: int | None = None,
    leaving_id: UUID | None = None,
) -> None:
    session.add(
        LoanRepayment(
            association_id=association_id, drawing_id=drawing_id, number=number, leaving_id=leaving_id, day=booked.day,
            principal=principal.cents, interest=interest.cents, entry_id=booked.entry_id, at=at, by_id=actor.person_id,
        )
    )  # fmt: skip
