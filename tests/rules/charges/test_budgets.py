"""Budgets: proposed from last year, held against what was spent, projected; the least for the reserve fund."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.money import ZERO, Money
from koprogo.rules.charges.budget_proposal import propose, proposed
from koprogo.rules.charges.budget_variance import Pace, budget_variance, by_period, projection
from koprogo.rules.charges.reserve_fund import Due, is_waived, reserve_fund

amounts = st.integers(-(10**9), 10**9).map(Money)


@pytest.mark.parametrize(
    ("actual", "index", "amount"),
    [
        ("1199.99", 250, "1230.00"),  # 1229.98975
        ("1000.00", 0, "1000.00"),
        ("1000.49", 0, "1000.00"),
        ("1000.50", 0, "1001.00"),
        ("-120.50", 0, "-121.00"),
        ("100.00", -500, "95.00"),
        ("0.00", 250, "0.00"),
    ],
)
def test_a_line_is_raised_by_the_index_to_a_whole_euro(actual: str, index: int, amount: str) -> None:
    assert str(proposed(Money.parse(actual), index)) == amount


def test_lines_that_cost_nothing_are_left_out() -> None:
    assert propose({"6140": Money(119_999), "6500": ZERO}, 250) == {"6140": Money(123_000)}


def test_a_budget_does_not_double_unseen() -> None:
    with pytest.raises(ValueError, match="100 per cent"):
        proposed(Money(100), 10_001)


def test_up_to_each_quarter() -> None:
    quarters = by_period(Money(100_000), [Money(30_000), Money(20_000), Money(40_000), ZERO], elapsed=3)
    assert [(str(each.budget), str(each.actual), each.overrun) for each in quarters] == [
        ("250.00", "300.00", True),
        ("500.00", "500.00", False),
        ("750.00", "900.00", True),
    ]


@given(amounts, st.lists(amounts, min_size=12, max_size=12))
def test_the_months_of_a_year_end_at_its_budget(annual: Money, spent: list[Money]) -> None:
    assert by_period(annual, spent, elapsed=12)[-1] == budget_variance(annual, sum(spent, ZERO))


@pytest.mark.parametrize(
    ("actual", "elapsed", "pace", "ends"),
    [
        ("400.00", 4, Pace.EVEN, "1200.00"),
        ("100.00", 7, Pace.EVEN, "171.43"),  # 171.428…
        ("0.00", 0, Pace.EVEN, "1300.00"),
        ("1199.99", 1, Pace.ONCE, "1199.99"),
        ("0.00", 5, Pace.ONCE, "1300.00"),
        ("0.00", 12, Pace.ONCE, "0.00"),
        ("-100.00", 7, Pace.EVEN, "-171.43"),
    ],
)
def test_where_the_year_ends(actual: str, elapsed: int, pace: Pace, ends: str) -> None:
    found = projection(Money(130_000), Money.parse(actual), elapsed=elapsed, periods=12, pace=pace)
    assert str(found) == ends


def test_more_months_than_a_year_has_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot have elapsed"):
        by_period(Money(100), [ZERO] * 12, elapsed=13)
    with pytest.raises(ValueError, match="cannot have elapsed"):
        projection(Money(100), ZERO, elapsed=13, periods=12)
    with pytest.raises(ValueError, match="held against"):
        projection(Money(100), ZERO, elapsed=1, periods=12, pace=Pace.SEASON, last_year=[ZERO] * 4)


@given(st.lists(amounts, min_size=1, max_size=12), st.data())
def test_a_winter_like_the_last_one_costs_what_it_cost(months: list[Money], data: st.DataObject) -> None:
    elapsed = data.draw(st.integers(0, len(months)))
    so_far = sum(months[:elapsed], ZERO)
    ends = projection(Money(1), so_far, elapsed=elapsed, periods=len(months), pace=Pace.SEASON, last_year=months)
    assert ends == sum(months, ZERO)


@given(st.integers(0, 10**10), st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_the_least_is_a_twentieth_or_less_than_a_cent_more(cents: int, today: date) -> None:
    found = reserve_fund(Money(cents), date(1990, 1, 1), today)
    assert found.due is Due.YES
    assert 0 <= 20 * found.minimum.cents - cents < 20


def test_negative_charges_are_no_base() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        reserve_fund(Money(-1), None, date(2026, 1, 1))


JANUARY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("waiver", "voted", "lifts"),
    [
        (date(2025, 1, 1), None, False),  # the year before already had it
        (date(2025, 1, 2), None, True),
        (JANUARY, None, True),
        (date(2026, 1, 2), None, False),
        (date(2026, 1, 2), date(2025, 12, 12), False),
        (date(2026, 3, 20), date(2026, 3, 20), True),
        (date(2026, 3, 19), date(2026, 3, 20), True),
        (date(2026, 3, 21), date(2026, 3, 20), False),
        (date(2026, 12, 31), date(2027, 2, 1), True),
        (date(2027, 1, 1), date(2027, 2, 1), False),  # the year is over, it owed what it owed
    ],
)
def test_a_waiver_counts_for_the_year_before_which_or_in_whose_assembly_it_is_carried(
    waiver: date, voted: date | None, lifts: bool
) -> None:
    assert is_waived([waiver], JANUARY, voted=voted) is lifts
    assert is_waived([date(2019, 5, 5), waiver], JANUARY, voted=voted) is lifts


def test_without_a_waiver_nothing_is_waived() -> None:
    assert not is_waived([], JANUARY)
