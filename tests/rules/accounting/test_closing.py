"""Fiscal years: forwards only, what is still booked at each step, and a closing that comes out at nil."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.accounting.closing import Journal, ResultLeft, Step, closing_lines, may_follow, takes

OPENED, PROVISIONAL, AUDITED, VOTED, FINAL = Step


@pytest.mark.parametrize(
    ("stands", "next_ones"),
    [
        (OPENED, {PROVISIONAL, AUDITED, VOTED}),
        (PROVISIONAL, {AUDITED, VOTED}),
        (AUDITED, {VOTED}),
        (VOTED, {FINAL}),
        (FINAL, set()),
    ],
)
def test_a_year_goes_forwards_and_is_final_only_after_the_vote(stands, next_ones):
    assert {step for step in Step if may_follow(stands, step)} == next_ones


@pytest.mark.parametrize("stands", Step)
def test_what_is_still_booked(stands):
    all_of_them, closing = set(Journal), {Journal.CLOSING}
    expected = {OPENED: all_of_them, FINAL: set()}.get(stands, closing)
    assert {journal for journal in Journal if takes(stands, journal)} == expected


def test_costs_and_income_are_brought_to_nil_in_order():
    balances = {"701": -5000, "61050": 3000, "61210": 2000, "551": 12, "4101.1": -12, "643": 0}
    assert list(closing_lines(balances).items()) == [("61050", -3000), ("61210", -2000), ("701", 5000)]


def test_what_the_settlement_left_is_named():
    with pytest.raises(ResultLeft) as left:
        closing_lines({"61050": 3000, "701": -2999})
    assert left.value.cents == 1


def test_a_year_without_costs_needs_no_closing_entry():
    assert closing_lines({"551": 5, "160": -5}) == {}


@given(st.dictionaries(st.sampled_from(["61050", "6500", "701", "7420", "551", "160"]), st.integers(-(10**9), 10**9)))
def test_a_closing_balances_or_is_refused(balances):
    result = sum(cents for code, cents in balances.items() if code[0] in "67")
    try:
        lines = closing_lines(balances)
    except ResultLeft as left:
        assert left.cents == result != 0
    else:
        assert result == sum(lines.values()) == 0
        assert all(balances[code] + cents == 0 for code, cents in lines.items())
