"""The yearly window: its days, the one that is next, and when proposals are on the agenda by right."""

from datetime import date

import pytest

from koprogo.core.calendar import is_working_day
from koprogo.rules.assemblies.window import (
    WINDOW_DAYS,
    by_right_in,
    meeting_day,
    next_window,
    proposals_close,
    window_near,
    window_of,
)


def test_a_window_lasts_fifteen_days():
    window = window_of(12, 20, 2026)
    assert (window.last - window.first).days + 1 == WINDOW_DAYS == 15
    assert window.last == date(2027, 1, 3)


def test_a_window_of_the_29th_of_february_begins_on_the_28th_in_a_common_year():
    assert window_of(2, 29, 2027).first == date(2027, 2, 28)
    assert window_of(2, 29, 2028).first == date(2028, 2, 29)


@pytest.mark.parametrize(("today", "first"), [
    (date(2027, 3, 14), date(2027, 3, 15)),
    (date(2027, 3, 29), date(2027, 3, 15)),
    (date(2027, 3, 30), date(2028, 3, 15)),
])  # fmt: skip
def test_the_window_that_goes_on_is_the_next_one_until_its_last_day(today, first):
    assert next_window(3, 15, today).first == first


def test_a_window_over_the_end_of_the_year_goes_on_in_january():
    assert next_window(12, 20, date(2027, 1, 2)).first == date(2026, 12, 20)


@pytest.mark.parametrize(("day", "first"), [
    (date(2027, 3, 1), date(2027, 3, 15)),
    (date(2027, 5, 1), date(2027, 3, 15)),
    (date(2026, 12, 31), date(2027, 3, 15)),
])  # fmt: skip
def test_an_early_or_late_assembly_belongs_to_the_nearest_window(day, first):
    assert window_near(3, 15, day).first == first


def test_three_weeks_before_the_first_day_is_in_time_and_a_day_later_is_not():
    assert proposals_close(window_of(3, 15, 2027)) == date(2027, 2, 22)
    assert by_right_in(3, 15, date(2027, 2, 22)).first.year == 2027
    assert by_right_in(3, 15, date(2027, 2, 23)).first.year == 2028


def test_a_window_in_january_closes_for_proposals_the_year_before():
    assert proposals_close(window_of(1, 10, 2027)) == date(2026, 12, 20)
    assert by_right_in(1, 10, date(2026, 12, 21)).first == date(2028, 1, 10)


def test_the_day_proposed_is_a_working_day_of_the_window():
    for month in range(1, 13):
        window = window_of(month, 1, 2027)
        assert window.first <= meeting_day(window) <= window.last and is_working_day(meeting_day(window))
