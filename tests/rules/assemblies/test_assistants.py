"""Assistants: announced four working days before, one line per boundary (art. 3.87 §1)."""

from datetime import date, timedelta

import pytest

from koprogo.core.calendar import is_working_day
from koprogo.rules.assemblies.assistants import assistant_notice, last_day_to_announce


@pytest.mark.parametrize(
    ("meeting_day", "last_day"),
    [
        (date(2026, 12, 10), date(2026, 12, 4)),  # Thursday: Wednesday, Tuesday, Monday, Friday
        (date(2026, 12, 12), date(2026, 12, 8)),  # Saturday
        (date(2026, 12, 13), date(2026, 12, 8)),  # Sunday
        (date(2026, 12, 14), date(2026, 12, 8)),  # Monday
        (date(2026, 11, 13), date(2026, 11, 6)),  # 11 November does not count
        (date(2026, 12, 28), date(2026, 12, 21)),  # nor Christmas
    ],
)
def test_the_last_day_is_the_fourth_working_day_before(meeting_day, last_day):
    assert last_day_to_announce(meeting_day) == last_day
    assert assistant_notice(meeting_day, last_day).in_time
    assert not assistant_notice(meeting_day, last_day + timedelta(days=1)).in_time


def test_nobody_announced_is_not_in_time():
    assert not assistant_notice(date(2026, 12, 10), None).in_time


def test_four_working_days_lie_before_every_day_of_two_years():
    for number in range(730):
        meeting = date(2026, 1, 1) + timedelta(days=number)
        last = last_day_to_announce(meeting)
        between = [last + timedelta(days=each) for each in range((meeting - last).days)]
        assert sum(map(is_working_day, between)) == 4 and is_working_day(last)
