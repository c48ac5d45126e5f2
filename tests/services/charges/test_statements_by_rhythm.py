"""Statements of actual costs by month and by half-year, to the cent: booked, stated, posted; made by hand.

Shares 301, 299, 250 and 150; what a statement asks is the part of everything so far, less what earlier ones took:

    so far    A       B       C       D
    100.01    30.11   29.90   25.00   15.00
    150.02    45.16   44.86   37.50   22.50
    130.02    39.14   38.88   32.50   19.50
"""

from datetime import date

import pytest

from koprogo.core.money import Money
from koprogo.core.period import Period
from koprogo.rules.charges.actual_costs import Every, statement_periods
from koprogo.services.charges import rhythms, settlement_queries
from koprogo.services.charges.settlement_refusals import EarlierStatementMissing, NotItsDays
from tests.services.charges import books_of_the_year as made
from tests.services.charges.worked_year import AT, HOLDERS, LONG_AGO, STARTS, worked_year

FIRST = {"O1": 3_011, "O2": 2_990, "O3": 2_500, "O4": 1_500}


async def stated_by(every, sold):
    """Return the stage of an association that states its costs so often; lot C was sold on a day."""
    holders = [row for row in HOLDERS if row[0] != "C"] + [("C", "O3", LONG_AGO, sold), ("C", "O5", sold, None)]
    books = made.Books(await worked_year(holders))
    facts = {"since": STARTS, "rhythm": "actual_costs", "every": every.value, "source": "Art. 30", "at": AT}
    await books.stage.act(rhythms.set_rhythm, **facts)
    return books


async def bill(books, covers, cents):
    """Book cleaning for the days of a statement, on the 18th of its last month."""
    days = {"cost_from": covers.start, "cost_until": covers.end}
    await books.invoice((covers.last_day.month, 18), f"CLEANING-{covers.start}", "61050", cents, **days)


async def asked(books, settlement):
    """Return what a statement asks of each owner, in cents, by her name's first word."""
    found = await books.stage.act(settlement_queries.sheet, settlement)
    assert {(owner.actual, owner.called) for owner in found.owners} == {
        (owner.to_pay, Money(0)) for owner in found.owners
    }
    return {owner.people[0].split()[0]: owner.to_pay.cents for owner in found.owners}


async def owed(books):
    """Return what stands on the owners' accounts, in cents."""
    return {who: cents for who, cents in (await books.balances()).items() if who in made.LOT_OF}


async def test_statements_by_month_to_the_cent(database):
    """Lot C is sold on 11 February: ten and eighteen of its 28 days; in March a credit note is more than what was bought."""
    books = await stated_by(Every.MONTH, date(2025, 2, 11))
    january, february, march, *_ = months = statement_periods(made.YEAR, Every.MONTH)
    for month, cents in zip((january, february, march), (10_001, 5_001, -2_000), strict=True):
        await bill(books, month, cents)
    pending = await books.stage.act(settlement_queries.to_settle)
    assert [each.covers_from for each in pending if each.covers_from.year == 2025] == [
        each.start for each in reversed(months)
    ]
    with pytest.raises(EarlierStatementMissing):
        await books.issue(february)
    with pytest.raises(NotItsDays):
        await books.issue(Period(january.start, february.end))
    assert await asked(books, await books.issue(january)) == FIRST
    in_february = {"O1": 1_505, "O2": 1_496, "O3": 446, "O5": 804, "O4": 750}
    assert await asked(books, await books.issue(february)) == in_february
    assert await asked(books, await books.issue(march)) == {"O1": -602, "O2": -598, "O5": -500, "O4": -300}
    assert await owed(books) == {"O1": 3_914, "O2": 3_888, "O3": 2_946, "O5": 304, "O4": 1_950}


async def test_statements_by_half_year_to_the_cent(database):
    """Lot C is sold on 1 September: 62 and 122 of the 184 days of the second half-year."""
    books = await stated_by(Every.HALF_YEAR, date(2025, 9, 1))
    first, second = statement_periods(made.YEAR, Every.HALF_YEAR)
    await bill(books, first, 10_001)
    await bill(books, second, 5_001)
    assert await asked(books, await books.issue(first)) == FIRST
    assert await asked(books, await books.issue(second)) == {"O1": 1_505, "O2": 1_496, "O3": 421, "O5": 829, "O4": 750}
    assert await owed(books) == {"O1": 4_516, "O2": 4_486, "O3": 2_921, "O5": 829, "O4": 2_250}
