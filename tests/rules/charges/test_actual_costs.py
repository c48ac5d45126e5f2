"""Statements of actual costs: the worked year's quarters to the cent, cumulative, with the days of each statement."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.money import ZERO, Money, total
from koprogo.core.period import Period, quarters
from koprogo.rules.charges.accruals import releases, used_up
from koprogo.rules.charges.actual_costs import Every, statement, statement_periods, statements
from koprogo.rules.charges.apportion import apportion
from koprogo.rules.charges.cost_lines import ByKey, CostLine, Given, Holding
from koprogo.rules.charges.settlement import balances, by_owner, settle
from koprogo.rules.charges.who_bears import Budgeted, flags_of, ordinary_charges, recoverable
from tests.rules.charges import worked_year as year
from tests.rules.charges.test_settlement import in_order


@pytest.mark.parametrize("place", range(4))
def test_each_quarter_of_the_worked_year(place):
    found = statements(year.quarterly(), year.HOLDINGS)[place]
    assert in_order(by_owner(found.cells)) == year.STATED[place]


def test_the_worked_year_in_all():
    found = statements(year.quarterly(), year.HOLDINGS)
    cells = [cell for one in found for cell in one.cells]
    assert in_order(by_owner(cells)) == year.STATED_YEAR
    assert found[-1].so_far == {"shares": Money(416_881), "lift": Money(106_000)}
    assert total(cell.amount for cell in cells) == Money(527_381)


def test_a_cell_says_what_earlier_statements_took():
    second = statements(year.quarterly(), year.HOLDINGS)[1]
    cell = next(cell for cell in second.cells if (cell.line, cell.owner) == ("shares", "O1"))
    assert (cell.whole, cell.weight, cell.total) == (Money(200_851), 301, 1000)
    assert (cell.before, cell.of_lot, cell.amount) == (Money(32_247), Money(28_209), Money(28_209))


def test_a_sale_inside_a_quarter_goes_by_the_days_of_that_quarter():
    held = [Holding("C", "O3", year.LONG_AGO, date(2025, 2, 1)), Holding("C", "O5", date(2025, 2, 1))]
    line = CostLine("x", "61050", Money(9_000), ByKey("c", {"C": 1}), year.QUARTERS[0])
    found = statement([line], held, year.QUARTERS[0], {})
    assert by_owner(found.cells) == {"O3": Money(3_100), "O5": Money(5_900)}


def test_given_amounts_are_stated_as_they_are():
    line = CostLine("heat", "6122", Money(300), Given({"A": Money(100), "B": Money(200)}), year.QUARTERS[0])
    found = statement([line], year.HOLDINGS, year.QUARTERS[0], {"shares": Money(1)})
    assert by_owner(found.cells) == {"O1": Money(100), "O2": Money(200)}
    assert found.so_far == {"shares": Money(1)}


@given(st.lists(st.integers(-(10**7), 10**7), min_size=4, max_size=4))
def test_quarters_add_up_to_the_year_of_every_lot(cents):
    parts = [
        (period, [CostLine("x", "61050", Money(amount), year.SHARES, period)])
        for period, amount in zip(year.QUARTERS, cents, strict=True)
    ]
    found = statements(parts, [Holding(lot, lot, year.LONG_AGO) for lot in "ABCD"])
    for one, amount in zip(found, cents, strict=True):
        assert total(cell.amount for cell in one.cells) == Money(amount)
    whole = apportion(Money(sum(cents)), year.SHARES.weights)
    assert by_owner([cell for one in found for cell in one.cells]) == whole


@pytest.mark.parametrize(
    ("period", "every", "days"),
    [
        (year.YEAR, Every.QUARTER, [90, 91, 92, 92]),
        (year.YEAR, Every.HALF_YEAR, [181, 184]),
        (Period(date(2024, 1, 1), date(2024, 4, 1)), Every.MONTH, [31, 29, 31]),
        (Period(date(2025, 7, 1), date(2026, 9, 1)), Every.HALF_YEAR, [184, 181, 62]),
        (Period(date(2025, 10, 31), date(2026, 3, 1)), Every.MONTH, [30, 31, 31, 28, 1]),
    ],
)
def test_periods_of_statements(period, every, days):
    found = statement_periods(period, every)
    assert [piece.days for piece in found] == days
    assert (found[0].start, found[-1].end) == (period.start, period.end)


def test_the_insurance_is_released_by_days():
    parts = releases(Money(year.INSURANCE), year.YEAR, year.QUARTERS)
    assert [part.cents for part in parts] == [29_589, 29_917, 30_247, 30_246]
    assert releases(Money(-year.INSURANCE), year.YEAR, year.QUARTERS) == tuple(-part for part in parts)


def test_a_service_beyond_the_year_keeps_its_part_for_the_next():
    service = Period(date(2025, 7, 1), date(2026, 7, 1))
    parts = releases(Money(36_500), service, year.QUARTERS)
    assert [part.cents for part in parts] == [0, 0, 9_200, 9_200]
    assert used_up(Money(36_500), service, date(2030, 1, 1)) == Money(36_500)


def test_half_a_cent_goes_up_whatever_the_sign():
    service = Period(date(2025, 1, 1), date(2025, 1, 3))
    assert used_up(Money(1), service, date(2025, 1, 2)) == Money(1)
    assert used_up(Money(-1), service, date(2025, 1, 2)) == Money(-1)
    assert used_up(Money(5), service, date(2024, 1, 2)) == ZERO


@given(st.integers(-(10**9), 10**9), st.dates(date(2024, 1, 1), date(2025, 12, 31)), st.integers(1, 700))
def test_releases_add_up_to_the_invoice(cents, start, length):
    service = Period(start, date.fromordinal(start.toordinal() + length))
    years = [Period(date(y, 1, 1), date(y + 1, 1, 1)) for y in range(2024, 2029)]
    assert total(releases(Money(cents), service, [q for y in years for q in quarters(y)])) == Money(cents)


def test_periods_out_of_order_are_refused():
    with pytest.raises(ValueError, match="in order"):
        releases(Money(1), year.YEAR, (year.QUARTERS[1], year.QUARTERS[0]))


@pytest.mark.parametrize(
    ("account", "tenant", "ordinary"),
    [
        ("61011", True, True),
        ("61050", True, True),
        ("61210", True, True),
        ("61300", False, True),
        ("6140", False, True),
        ("61073", False, True),
        ("61101", False, False),
        ("6110", False, False),
        ("643", False, False),
        ("64301", False, False),
        ("6500", False, True),
        ("681", False, False),
        ("7420", False, False),
        ("750", False, False),
    ],
)
def test_flags_of_accounts(account, tenant, ordinary):
    found = flags_of(account)
    assert (found.tenant, found.ordinary) == (tenant, ordinary)


def test_only_costs_and_income_have_flags():
    with pytest.raises(ValueError, match="4400"):
        flags_of("4400")


def test_private_costs_and_income_are_in_neither_part():
    """Trap 6: 5 394.81 less the badge 45.00 and the antenna -120.00."""
    assert ordinary_charges(year.yearly()) == Money(539_481 - 4_500 + 12_000)
    assert [line.name for line in recoverable(year.yearly())] == ["61050", "61210", "61011"]
    roof = CostLine("roof", "61073", Money(121_000), year.SHARES, year.YEAR, from_reserve=Money(121_000))
    assert ordinary_charges([roof]) == ZERO


@pytest.mark.parametrize(
    ("ordinary", "extraordinary", "spent", "left_out"),
    [
        (None, 2_000, 5_000, 5_000),
        (None, -2_000, 5_000, 0),
        (4_000, 2_000, 4_000, 0),
        (4_000, 2_000, 4_001, 1),
        (4_000, 2_000, 6_000, 2_000),
        (4_000, 2_000, 6_001, 2_000),
        (4_000, 2_000, -50, 0),
    ],
)
def test_an_extraordinary_line_leaves_out_no_more_than_it_may(ordinary, extraordinary, spent, left_out):
    usual = None if ordinary is None else Money(ordinary)
    assert Budgeted(Money(extraordinary), usual).left_out(Money(spent)) == Money(left_out)


def test_provisions_are_the_sum_of_what_was_called():
    """Trap 8: a twelfth of 100.00 called twelve times is 99.96; the settlement reads the calls, never the budget."""
    monthly = Money(10_000 // 12)
    called = {"O1": total([monthly] * 12)}
    assert called["O1"] == Money(9_996)
    line = CostLine("x", "61050", Money(10_000), ByKey("a", {"A": 1}), year.YEAR)
    assert balances(settle([line], year.HOLDINGS, year.YEAR), called)["O1"].difference == Money(4)
