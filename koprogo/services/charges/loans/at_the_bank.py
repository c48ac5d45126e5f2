"""A movement of a loan on the bank's side: booked from the line of a statement, or by hand where no statements are read."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.rules.accounting.match_messages import MatchMessage
from koprogo.services.accounting.accounts import account_by_code
from koprogo.services.accounting.bank.booking import Decision
from koprogo.services.accounting.bank.deciding import book_as
from koprogo.services.accounting.post_entry import Journal, NewEntry, NewLine, post_entry
from koprogo.services.charges.loans.refusals import ChooseTheBankLine

KIND = "loan"
BANK = "551"
READ_HERE = """
SELECT EXISTS (SELECT 1 FROM bank_statement s
  JOIN bank_account b ON b.association_id = s.association_id AND b.id = s.bank_account_id
 WHERE s.association_id = :t AND b.account_id = :a)
"""
BY_MATCH = """
SELECT e.id, e.day FROM match m JOIN entry e ON e.association_id = m.association_id AND e.id = m.entry_id
 WHERE m.association_id = :t AND m.id = :m
"""
LINE_DAY = "SELECT day FROM bank_line WHERE association_id = :t AND id = :l"


@dataclass(frozen=True)
class BankSide:
    """Where a movement is seen: on a line of a statement, else on a day on the current account."""

    line_id: UUID | None = None
    day: date | None = None


@dataclass(frozen=True)
class Booked:
    """The entry it became, and its day."""

    entry_id: UUID
    day: date


async def day_of(session: AsyncSession, association_id: UUID, side: BankSide) -> date:
    """Return the day of a movement; BadInput names what is missing."""
    if (side.line_id is None) == (side.day is None):
        raise BadInput(Problem("day", "Choose the line of the statement, or write the day."))
    if side.day is not None:
        return side.day
    found: date | None = await session.scalar(text(LINE_DAY), {"t": association_id, "l": side.line_id})
    if found is None:
        raise BadInput(Problem("line", "This line is none of this association’s bank. Choose another one."))
    return found


async def move(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    side: BankSide,
    *,
    cents: int,
    against: tuple[NewLine, ...],
    reference: str,
    words: str,
    today: date,
    at: datetime,
) -> Booked:
    """Book what the bank's account moves by (signed cents) against other lines.

    Raises:
        ChooseTheBankLine: by hand, though statements of this account are read here.
        and what `book_as` or `post_entry` raises.
    """
    if side.line_id is not None:
        decision = Decision(
            target="account", reason=MatchMessage.BY_PERSON, facts={}, kind=KIND, account_id=against[0].account_id,
            lines=against, by_person=True,
        )  # fmt: skip
        match = await book_as(session, actor, association_id, side.line_id, decision, cents=cents, today=today, at=at)
        row = (await session.execute(text(BY_MATCH), {"t": association_id, "m": match})).one()
        return Booked(row.id, row.day)
    account = await account_by_code(session, association_id, BANK)
    if await session.scalar(text(READ_HERE), {"t": association_id, "a": account}):
        raise ChooseTheBankLine
    assert side.day is not None, "day_of asked for one of the two"
    posted = await post_entry(
        session,
        actor,
        association_id,
        NewEntry(Journal.BANK, side.day, reference, KIND, words, (NewLine(account, cents), *against)),
    )
    return Booked(posted.id, side.day)
