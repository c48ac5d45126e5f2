"""What of the loans falls due within the year stands on 42, the rest on 17: moved in one entry on the last day of a year."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.money import Money, total
from koprogo.core.period import add_months
from koprogo.core.permissions import require
from koprogo.i18n.format import day
from koprogo.i18n.messages import message
from koprogo.rules.accounting.closing import Journal, takes
from koprogo.services.accounting.accounts import account_by_code, year_of
from koprogo.services.accounting.labels import language_of_books
from koprogo.services.accounting.post_entry import NewEntry, NewLine, Posted, post_entry
from koprogo.services.accounting.reserved import LOANS
from koprogo.services.charges.loans.at_the_bank import KIND
from koprogo.services.charges.loans.drawing import BANK_LOAN, WITHIN_THE_YEAR
from koprogo.services.charges.loans.facts import Drawn, load, lock_loans
from koprogo.services.charges.loans.repaying import within_the_year

IDS = "SELECT id FROM loan WHERE association_id = :t ORDER BY number"
BEFORE = "SELECT count(*) FROM entry WHERE association_id = :t AND kind = 'loan' AND reference LIKE :like"
YEAR = 12


async def show_what_falls_due(
    session: AsyncSession, actor: Actor, association_id: UUID, *, last_day: date
) -> Posted | None:
    """Book what of every loan falls due in the twelve months after a day; None when it stands so (syndic, accountant).

    What was due and not taken by that day counts too, whatever the bank took since. In a year whose accounts are drawn up
    it goes to the closing journal.

    Raises:
        NoYear: no fiscal year has this day.
        and what `post_entry` raises.
    """
    require(actor, "books.write", association_id)
    await lock_loans(session, association_id)
    year = await year_of(session, association_id, last_day)
    accounts = [await account_by_code(session, association_id, code) for code in (BANK_LOAN, WITHIN_THE_YEAR)]
    lines: list[NewLine] = []
    for loan_id in (await session.execute(text(IDS), {"t": association_id})).scalars().all():
        drawn = (await load(session, association_id, loan_id)).drawn
        if drawn is None or drawn.day > last_day:
            continue
        stands = await within_the_year(session, association_id, loan_id, WITHIN_THE_YEAR, day=last_day)
        move = (falls_due(drawn, last_day) - stands).cents
        if move:
            source = ("loan", loan_id)
            lines += [NewLine(accounts[0], move, source=source), NewLine(accounts[1], -move, source=source)]
    if not lines:
        return None
    like = f"{LOANS}{last_day.isoformat()}-"
    before = int(await session.scalar(text(BEFORE), {"t": association_id, "like": f"{like}%"}) or 0)
    language = await language_of_books(session, association_id)
    words = message("Loans due within a year of {day}", language, day=day(last_day, language))
    entry = NewEntry(
        journal=Journal.GENERAL if takes(year.stands, Journal.GENERAL) else Journal.CLOSING, day=last_day,
        reference=f"{like}{before + 1}", kind=KIND, text=words,
        lines=tuple(lines),
    )  # fmt: skip
    return await post_entry(session, actor, association_id, entry)


def falls_due(drawn: Drawn, last_day: date) -> Money:
    """Return the principal the bank takes in the twelve months after a day, and what it should have taken before."""
    until = add_months(last_day + timedelta(days=1), YEAR)
    taken = {number for number, row in drawn.repaid.items() if row.day <= last_day}
    coming = [step.due for step in drawn.steps if step.due.day < until and step.due.number not in taken]
    paid_early = {leaving for leaving, row in drawn.repaid_early.items() if row.day <= last_day}
    early = [each.principal for each in drawn.leavings if each.id not in paid_early]
    return total([*(due.principal for due in coming), *early])
