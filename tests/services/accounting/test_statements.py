"""Balance sheet and income statement: equal sides on any day, and the year's costs as they were booked in it."""

from datetime import date

import pytest

from koprogo.core.errors import NotFound
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


async def test_both_sides_are_equal_and_owners_are_not_set_against_each_other(cast):
    sheet = await act(cast, balance_sheet, day=date(2026, 3, 15))
    assert [(row.code, row.balance) for row in sheet.assets] == [("4101.1", 40000), ("551", 5000)]
    assert [(row.code, row.balance) for row in sheet.liabilities] == [("4101.2", -5000), ("4400", -36300)]
    assert (sheet.unsettled, sheet.total) == (36300 - 40000, 45000)
    assert sheet.total == -sum(row.balance for row in sheet.liabilities) + max(-sheet.unsettled, 0)
    before = await act(cast, balance_sheet, day=date(2026, 3, 14), who="anna")
    assert (before.assets, before.total) == ((), 0)


async def test_costs_and_income_of_a_year(cast):
    found = await act(cast, income_statement, starts=STARTS, until=ENDS, who="anna")
    assert [(row.code, cents) for row, cents in found.costs] == [("61050", 36300)]
    assert [(row.code, cents) for row, cents in found.income] == [("701", 40000)]
    assert found.result == 3700
    with pytest.raises(NotFound):
        await act(cast, income_statement, starts=STARTS, until=ENDS, who="stranger")
