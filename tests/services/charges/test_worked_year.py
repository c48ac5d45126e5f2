"""The worked year through the books, in both rhythms: every owner to the cent, the trial balance after the close."""

from datetime import date

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.rules.accounting.closing import Journal
from koprogo.services.accounting import periods
from koprogo.services.accounting.refusals import YearClosed
from koprogo.services.charges.settlement_refusals import EarlierStatementMissing, LaterStatementThere, NothingChanged
from tests.rules.charges import worked_year as table
from tests.services.charges import books_of_the_year as made

RHYTHM_1 = {
    "551": 244_163, "550": 401_500, "4100": 30_000, "O1": 3_314, "O2": 38_481, "O3": -11_296, "O4": -18_118, "O5": -67,
    "4400": -78_977, "100": -200_000, "160": -409_000,
}  # fmt: skip
RHYTHM_2 = {
    "551": 190_574, "550": 401_500, "4100": 30_000, "O1": 26_479, "O2": 26_305, "O3": -23_945, "O4": 13_196, "O5": 23_868,
    "4400": -78_977, "100": -200_000, "160": -409_000,
}  # fmt: skip
OWNERS = """
SELECT p.name, o.actual, o.called, o.to_pay, o.posted FROM settlement_owner o
  JOIN debtor_person d ON d.debtor_id = o.debtor_id JOIN person p ON p.id = d.person_id
 WHERE o.association_id = :t AND o.settlement_id = :s
"""
OWNER_SIDE = """
SELECT (SELECT coalesce(sum(i.amount), 0) FROM owner_item i WHERE i.association_id = :t AND i.debtor_id = a.debtor_id
           AND i.part = a.part) - (SELECT coalesce(sum(l.amount), 0) FROM entry_line l WHERE l.association_id = :t
           AND l.account_id = a.id) AS differs
  FROM ledger_account a WHERE a.association_id = :t AND a.debtor_id IS NOT NULL
"""


async def owners(books, settlement):
    async with db.association_session(books.stage.association_id) as session:
        rows = await session.execute(text(OWNERS), {"t": books.stage.association_id, "s": settlement})
        return {row.name.split()[0]: row for row in rows}


async def column(books, settlement, name):
    found = await owners(books, settlement)
    return tuple(getattr(found[who], name) if who in found else 0 for who in table.OWNERS)


async def owners_and_books_agree(books):
    async with db.association_session(books.stage.association_id) as session:
        rows = await session.execute(text(OWNER_SIDE), {"t": books.stage.association_id})
        return {row.differs for row in rows} == {0}


async def to(books, step):
    [year] = [each for each in await books.stage.act(periods.years) if each.starts == made.STARTS]
    await books.stage.act(periods.advance, year.id, step=step)


async def test_the_year_of_provisions(database):
    books = await made.year_of_provisions()
    await to(books, periods.Step.PROVISIONAL)
    first = await books.issue(made.YEAR)
    assert await column(books, first, "actual") == table.ACTUAL
    assert await column(books, first, "called") == tuple(table.PROVISIONS[who].cents for who in table.OWNERS)
    assert await column(books, first, "to_pay") == table.TO_PAY
    await to(books, periods.Step.AUDITED)
    await books.reject_the_fee()
    second = await books.issue(made.YEAR, 2, why="The assembly rejected the extra fee")
    assert await column(books, second, "posted") == table.REJECTED
    with pytest.raises(NothingChanged):
        await books.issue(made.YEAR, 3, why="Again")
    closed = await made.close(books)
    assert await books.balances() == RHYTHM_1
    assert await books.entries() == 62
    assert await owners_and_books_agree(books)
    again = await made.close_again(books)
    assert (again.hash, again.again) == (closed.hash, True)
    assert await books.entries() == 62
    with pytest.raises(YearClosed):
        await books.issue(made.YEAR, 3, why="Too late")
    with pytest.raises(YearClosed):
        await books.book(Journal.GENERAL, (12, 31), "LATE", {"6140": 1, "4400": -1})


async def test_the_year_of_actual_costs(database):
    books = await made.year_of_actual_costs()
    with pytest.raises(EarlierStatementMissing, match="2025-01-01 to 2025-03-31"):
        await books.issue(made.QUARTERS[1])
    for place in range(3):
        stated = await books.issue(made.QUARTERS[place])
        assert await column(books, stated, "posted") == table.STATED[place]
    await to(books, periods.Step.PROVISIONAL)
    await books.reject_the_fee()
    stated = await books.issue(made.QUARTERS[3])
    assert await column(books, stated, "actual") == table.STATED[3]
    with pytest.raises(LaterStatementThere):
        await books.issue(made.QUARTERS[0], 2, why="Too early")
    closed = await made.close(books)
    assert await books.balances() == RHYTHM_2
    assert await books.entries() == 67
    assert await owners_and_books_agree(books)
    assert (await made.close_again(books)).hash == closed.hash


async def test_a_stated_fee_that_is_rejected_later_goes_back_in_the_last_statement(database):
    books = await made.year_of_actual_costs()
    for quarter in made.QUARTERS:
        await books.issue(quarter)
    await to(books, periods.Step.PROVISIONAL)
    await books.reject_the_fee()
    second = await books.issue(made.QUARTERS[3], 2, why="The assembly rejected the extra fee")
    assert await column(books, second, "actual") == table.STATED[3]
    assert sum(await column(books, second, "posted")) == -12_100
    await made.close(books)
    assert await books.balances() == RHYTHM_2


async def test_the_same_version_twice_is_one(database):
    books = await made.year_of_provisions()
    first = await books.issue(made.YEAR)
    count = await books.entries()
    assert await books.issue(made.YEAR) == first
    assert await books.entries() == count


async def test_a_late_invoice_for_the_closed_year_goes_by_who_held_the_lot_then(database):
    """Trap 11: booked by reference in the open year, with its own days."""
    books = await made.year_of_provisions()
    await books.issue(made.YEAR)
    await made.close(books)
    days = {"cost_from": date(2025, 1, 1), "cost_until": date(2025, 7, 1)}
    await books.invoice((12, 1), "LATE-2025", "61050", 100_000, year=2026, **days)
    next_year = made.Period(date(2026, 1, 1), date(2027, 1, 1))
    found = await owners(books, await books.issue(next_year))
    assert {who: row.actual for who, row in found.items()} == {"O1": 30_100, "O2": 29_900, "O3": 25_000, "O4": 15_000}
