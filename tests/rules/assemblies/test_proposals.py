"""Proposals by right: three weeks before the window, to the day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.assemblies.proposals import last_day_by_right, must_be_added
from koprogo.rules.assemblies.window import by_right_in, window_of


@pytest.mark.parametrize(("received", "added"), [
    (date(2027, 2, 28), True), (date(2027, 3, 1), True), (date(2027, 3, 2), False), (date(2027, 3, 25), False),
])  # fmt: skip
def test_three_weeks_before_the_window_is_by_right(received, added):
    assert must_be_added(date(2027, 3, 22), received) is added
    assert last_day_by_right(date(2027, 3, 22)) == date(2027, 3, 1)


@given(st.integers(1, 12), st.integers(1, 31), st.dates(date(2012, 1, 1), date(2099, 12, 31)))
def test_a_proposal_is_by_right_at_the_first_window_that_takes_it(month, day, received):
    window = by_right_in(month, day, received)
    assert must_be_added(window.first, received)
    assert not must_be_added(window_of(month, day, window.first.year - 1).first, received)
