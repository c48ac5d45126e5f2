"""The day the bank pays out: shares, choices and the schedule are frozen with the entry, in one transaction.

The association owes the bank (1730), those who take part owe the association what is not called of them yet (416), and
what they so bring stands ready for the works on 12, as the cash of the others does when it is called (ADR 0066).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.money import Money
from koprogo.core.permissions import require
from koprogo.models.loans import LoanDrawing, LoanShare
from koprogo.rules.charges.loan_schedule import HIGHEST_RATE, MOST_INSTALMENTS, Due, Every, Terms, Way, held, schedule
from koprogo.services import audit
from koprogo.services.accounting.accounts import account_by_code
from koprogo.services.accounting.post_entry import NewLine
from koprogo.services.accounting.reserved import LOAN
from koprogo.services.charges.loans import at_the_bank
from koprogo.services.charges.loans.at_the_bank import BankSide
from koprogo.services.charges.loans.facts import Loan, load, lock_loans
from koprogo.services.charges.loans.refusals import AlreadyDrawn, NobodyTakesPart

BANK_LOAN, WITHIN_THE_YEAR, TO_BE_CALLED, WORKS, INTEREST, FROM_WORKS = "1730", "4230", "416", "12", "657", "681"
LAST_YEAR = 2999
"""Of a first instalment: its last one, 480 quarters on, still has a day."""
ADD = """
INSERT INTO loan_instalment (id, association_id, drawing_id, version, number, due_on, principal, interest)
SELECT i.id, :t, :d, :version, i.number, i.due_on, i.principal, i.interest
  FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS i(id uuid, number int, due_on date, principal bigint, interest bigint)
"""
BEFORE = "SELECT count(*) FROM loan_drawing WHERE association_id = :t AND loan_id = :l"


@dataclass(frozen=True)
class Contract:
    """How a loan is repaid: `terms` for what is worked out here, `table` for the bank's own. `every` says the rhythm."""

    way: Way
    every: Every
    terms: Terms | None = None
    table: tuple[Due, ...] = ()

    def dues(self, amount: Money) -> tuple[Due, ...]:
        """Return the schedule of an amount, from its first instalment on; raises as `schedule` and `held`."""
        if self.way is Way.TABLE:
            return held(amount, self.table)
        assert self.terms is not None, "contract() asked for them"
        return schedule(amount, self.terms, self.way)


def contract(
    *,
    way: str,
    every: str = Every.MONTH.value,
    rate: int = 0,
    instalments: int = 0,
    first_due: date | None = None,
    table: Sequence[Due] = (),
) -> Contract:
    """Return a contract as it was typed; `rate` in thousandths of a per cent a year. BadInput names everything wrong."""
    problems = []
    if way not in set(Way):
        problems.append(Problem("way", "Choose how the loan is repaid."))
    if every not in set(Every):
        problems.append(Problem("every", "Choose a month or a quarter."))
    problems += _table(table) if way == Way.TABLE else _terms(rate, instalments, first_due)
    if problems:
        raise BadInput(*problems)
    if way == Way.TABLE:
        return Contract(Way.TABLE, Every(every), None, tuple(table))
    assert first_due is not None
    return Contract(Way(way), Every(every), Terms(rate, Every(every), instalments, first_due))


def _table(table: Sequence[Due]) -> list[Problem]:
    if len(table) > MOST_INSTALMENTS:
        return [Problem("table", "Choose between 1 and {most} instalments.", {"most": MOST_INSTALMENTS})]
    return [] if table else [Problem("table", "Enter the bank’s table, a line for each instalment.")]


def _terms(rate: int, instalments: int, first_due: date | None) -> list[Problem]:
    problems = []
    if not 1 <= instalments <= MOST_INSTALMENTS:
        problems.append(Problem("instalments", "Choose between 1 and {most} instalments.", {"most": MOST_INSTALMENTS}))
    if not 0 <= rate <= HIGHEST_RATE:
        problems.append(Problem("rate", "Write a yearly rate between 0 and 25 per cent, such as 3.45."))
    if first_due is None or first_due.year > LAST_YEAR:
        problems.append(Problem("first_due", "Write the day of the first instalment."))
    return problems


async def preview_drawing(
    session: AsyncSession, actor: Actor, association_id: UUID, loan_id: UUID, *, terms: Contract
) -> tuple[Due, ...]:
    """Return the schedule of what is borrowed as things stand; nothing is written (syndic, accountant).

    Raises:
        NotFound, AlreadyDrawn, NobodyTakesPart, and what `held` raises.
    """
    require(actor, "books.write", association_id)
    return terms.dues(_borrowed(await load(session, association_id, loan_id)))


async def draw(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    loan_id: UUID,
    *,
    terms: Contract,
    side: BankSide,
    today: date,
    at: datetime,
) -> UUID:
    """Freeze who takes part and book what the bank paid out; return the drawing (syndic, accountant).

    Raises:
        NotFound, AlreadyDrawn, NobodyTakesPart: there is nothing to draw.
        BadInput: the first instalment is before the drawing, or the day is missing.
        NotTheLoan, NotInOrder: the bank's table is not one of this loan.
        and what `at_the_bank.move` raises.
    """
    require(actor, "books.write", association_id)
    await lock_loans(session, association_id)
    loan = await load(session, association_id, loan_id)
    amount = _borrowed(loan)
    dues = terms.dues(amount)
    if dues[0].day < await at_the_bank.day_of(session, association_id, side):
        raise BadInput(Problem("first_due", "The first instalment is due on the day of the drawing or after."))
    times = int(await session.scalar(text(BEFORE), {"t": association_id, "l": loan_id}) or 0)
    reference = f"{LOAN}{loan.row.number}" if not times else f"{LOAN}{loan.row.number}#{times + 1}"
    against = await _against(session, association_id, loan, amount)
    booked = await at_the_bank.move(
        session, actor, association_id, side, cents=amount.cents, against=against, reference=reference,
        words=f"{loan.row.lender}, {loan.row.words}", today=today, at=at,
    )  # fmt: skip
    row = LoanDrawing(
        id=uuid4(), association_id=association_id, loan_id=loan_id, day=booked.day, amount=amount.cents,
        way=terms.way.value, rate=terms.terms.rate if terms.terms else None, every=terms.every.value,
        instalments=len(dues), entry_id=booked.entry_id, at=at, by_id=actor.person_id, xid=0,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    session.add_all(_shares(association_id, row.id, loan))
    await session.flush()
    await add_schedule(session, association_id, row.id, dues, version=1)
    await audit.record(session, actor, association_id, "loan.drawn", loan_id, cents=amount.cents)
    return row.id


async def add_schedule(
    session: AsyncSession, association_id: UUID, drawing_id: UUID, dues: Sequence[Due], *, version: int
) -> None:
    """Write the instalments of a version."""
    rows = [
        {"id": uuid4(), "number": due.number, "due_on": due.day, "principal": due.principal.cents,
         "interest": due.interest.cents}
        for due in dues
    ]  # fmt: skip
    facts: dict[str, Any] = {"t": association_id, "d": drawing_id, "version": version}
    await session.execute(text(ADD), {**facts, "rows": orjson.dumps(rows).decode()})


def _borrowed(loan: Loan) -> Money:
    if loan.drawn is not None:
        raise AlreadyDrawn
    if not loan.split.loan:
        raise NobodyTakesPart
    return loan.split.loan


def _shares(association_id: UUID, drawing_id: UUID, loan: Loan) -> list[LoanShare]:
    split = loan.split
    parts = {**split.cash, **split.borrowed}
    return [
        LoanShare(
            association_id=association_id, drawing_id=drawing_id, lot_id=loan.lots[lot], place=place,
            weight=loan.weights[lot], of_weight=sum(loan.weights.values()), amount=parts[lot].cents,
            participates=lot in split.borrowed,
        )
        for place, lot in enumerate(sorted(parts), start=1)
    ]  # fmt: skip


async def _against(session: AsyncSession, association_id: UUID, loan: Loan, amount: Money) -> tuple[NewLine, ...]:
    source = ("loan", loan.row.id)
    account = {code: await account_by_code(session, association_id, code) for code in (BANK_LOAN, TO_BE_CALLED, WORKS)}
    of_weight = sum(loan.weights.values())
    return (
        NewLine(account[BANK_LOAN], -amount.cents, source=source),
        *(
            NewLine(
                account[TO_BE_CALLED], part.cents, lot_id=loan.lots[lot], key_id=loan.row.key_id,
                weight=loan.weights[lot], total=of_weight, source=source,
            )
            for lot, part in sorted(loan.split.borrowed.items())
        ),
        NewLine(account[WORKS], -amount.cents, source=source),
    )  # fmt: skip
