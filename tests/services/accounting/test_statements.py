"""Balance sheet and income statement: equal sides on any day, and the year's costs as they were booked in it."""

from datetime import date

import pytest

from koprogo.core.errors import NotFound
from koprogo.rules.accounting.balance_sheet import UNSETTLED
from koprogo.services.accounting.statements import balance_sheet, income_statement
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import ENDS, STARTS, act, bill, call, receive, year


@pytest.fixture
async def cast(database):
    """A bill, a larger call to Anna, and Bram in credit."""
    found = await put_on_stage()
    await year(found)
    await bill(found)
    await call(found, "A1", 40000, "CALL-1")
    await receive(found, "A2", 5000, "B-1")
    return found


def side(found):
    return {line.code: (line.opening, line.closing, line.owners) for each in found.sections for line in each.lines}


async def test_both_sides_are_equal_and_owners_are_not_set_against_each_other(cast):
    sheet = await act(cast, balance_sheet, day=date(2026, 3, 15), starts=STARTS)
    assert side(sheet.assets) == {"4101": (0, 40000, 1), "551": (0, 5000, 0)}
    assert side(sheet.liabilities) == {"4101": (0, 5000, 1), "4400": (0, 36300, 0), UNSETTLED: (0, 40000 - 36300, 0)}
    assert sheet.total == sheet.liabilities.closing == 45000
    assert (sheet.accounts["4101"].id, sheet.accounts["551"].names["en"][:4]) == (None, "Bank")
    before = await act(cast, balance_sheet, day=date(2026, 3, 14), who="anna")
    assert (before.assets.sections, before.total) == ((), 0)


async def test_costs_and_income_of_a_year(cast):
    found = await act(cast, income_statement, starts=STARTS, until=ENDS, who="anna")
    costs, income = found.figures.costs, found.figures.income
    assert [(line.code, line.cents, line.before) for each in costs for line in each.lines] == [("61050", 36300, 0)]
    assert [(line.code, line.cents, line.before) for each in income for line in each.lines] == [("701", 40000, 0)]
    assert found.result == 3700
    with pytest.raises(NotFound):
        await act(cast, income_statement, starts=STARTS, until=ENDS, who="stranger")
    with pytest.raises(NotFound):
        await act(cast, balance_sheet, day=STARTS, who="stranger")
