"""Instalments: the worked year to the cent, and rows and columns that add up whatever the figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.money import ZERO, Money, total
from koprogo.core.shares import NoShares
from koprogo.rules.charges.instalments import instalments, instalments_by_lot, next_instalment, running_totals

SHARES = {"A": 301, "B": 299, "C": 250, "D": 150}
LIFT = {"A": 1, "B": 1, "C": 1}
WORKED_YEAR = (
    {"A": ("384.42", "22.58"), "B": ("382.40", "22.42"), "C": ("333.39", "18.75"), "D": ("150.04", "11.25")},
    {"A": ("384.40", "22.57"), "B": ("382.42", "22.43"), "C": ("333.40", "18.75"), "D": ("150.03", "11.25")},
    {"A": ("384.41", "22.58"), "B": ("382.40", "22.42"), "C": ("333.40", "18.75"), "D": ("150.04", "11.25")},
    {"A": ("384.41", "22.57"), "B": ("382.41", "22.43"), "C": ("333.39", "18.75"), "D": ("150.04", "11.25")},
)
"""Budget 5 001.00, of which 1 000.00 for the lift of A, B and C, and 300.00 for the reserve: provision, reserve part."""

annuals = st.integers(-(10**9), 10**9).map(Money)
periods = st.integers(1, 12)
weights = st.dictionaries(
    st.text("ABCDE123", min_size=1, max_size=3), st.integers(0, 1000), min_size=1, max_size=12
).filter(lambda found: sum(found.values()) > 0)


@pytest.mark.parametrize("quarter", range(4))
def test_the_calls_of_the_worked_year(quarter: int) -> None:
    general, lift, reserve = (
        instalments_by_lot(Money(cents), 4, by)[quarter]
        for cents, by in ((400_100, SHARES), (100_000, LIFT), (30_000, SHARES))
    )
    called = {lot: (str(general[lot] + lift.get(lot, ZERO)), str(reserve[lot])) for lot in SHARES}
    assert called == WORKED_YEAR[quarter]


def test_the_provisions_of_the_worked_year() -> None:
    year = [
        instalments_by_lot(Money(400_100), 4, SHARES),
        instalments_by_lot(Money(100_000), 4, LIFT),
    ]
    sums = {lot: str(total(call.get(lot, ZERO) for plan in year for call in plan)) for lot in SHARES}
    assert sums == {"A": "1537.64", "B": "1529.63", "C": "1333.58", "D": "600.15"}


@given(annuals, periods)
def test_instalments_add_up_and_differ_by_a_cent(annual: Money, count: int) -> None:
    parts = instalments(annual, count)
    assert total(parts) == annual == running_totals(annual, count)[-1]
    assert max(parts).cents - min(parts).cents <= 1


@given(annuals, periods, weights)
def test_rows_and_columns_add_up_and_nothing_is_taken_back(annual: Money, count: int, by: dict[str, int]) -> None:
    plan = instalments_by_lot(annual, count, by)
    assert total(part for call in plan for part in call.values()) == annual
    columns = [total(call.values()) for call in plan]
    assert columns in ([*instalments(annual, count)], [annual, *[ZERO] * (count - 1)])
    sign = -1 if annual.cents < 0 else 1
    assert all(sign * part.cents >= 0 for call in plan for part in call.values())


@given(st.integers(0, 40), periods, weights)
def test_small_sums_are_never_taken_back_either(cents: int, count: int, by: dict[str, int]) -> None:
    assert all(part.cents >= 0 for call in instalments_by_lot(Money(cents), count, by) for part in call.values())


@given(annuals, annuals, periods, weights, weights, st.data())
def test_after_a_change_of_budget_the_year_still_adds_up(
    old: Money, new: Money, count: int, old_by: dict[str, int], new_by: dict[str, int], data: st.DataObject
) -> None:
    """The old budget is called up to some instalment, the new one from there on: the year is the new budget."""
    changed = data.draw(st.integers(1, count))
    called: dict[str, Money] = {}
    for number in range(1, count + 1):
        annual, by = (old, old_by) if number < changed else (new, new_by)
        for lot, part in next_instalment(annual, count, number, by, called).items():
            called[lot] = called.get(lot, ZERO) + part.regular + part.caught_up
    final = instalments_by_lot(new, count, new_by)
    assert {lot: cents for lot, cents in called.items() if cents} == {
        lot: cents for lot in new_by if (cents := total(call[lot] for call in final))
    }


@pytest.mark.parametrize("number", [0, 5])
def test_there_is_no_such_instalment(number: int) -> None:
    with pytest.raises(ValueError, match="no instalment"):
        next_instalment(Money(100), 4, number, SHARES, {})


def test_an_amount_without_lots_is_refused() -> None:
    with pytest.raises(NoShares):
        next_instalment(Money(100), 4, 1, {}, {})


def test_less_than_one_instalment_is_refused() -> None:
    with pytest.raises(ValueError, match="one instalment or more"):
        instalments(Money(100), 0)
