"""Clear days and Belgian working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.calendar import clear_days, easter, is_working_day, public_holidays


@pytest.mark.parametrize(
    ("sent", "event", "days"),
    [
        (date(2026, 11, 1), date(2026, 11, 17), 15),
        (date(2026, 11, 2), date(2026, 11, 17), 14),
        (date(2026, 11, 17), date(2026, 11, 17), 0),
        (date(2026, 11, 16), date(2026, 11, 17), 0),
        (date(2026, 11, 18), date(2026, 11, 17), 0),
        (date(2028, 2, 28), date(2028, 3, 1), 1),
    ],
)
def test_clear_days_count_neither_end(sent: date, event: date, days: int) -> None:
    assert clear_days(sent, event) == days


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1818, date(1818, 3, 22)),
        (1943, date(1943, 4, 25)),
        (2000, date(2000, 4, 23)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter(year: int, day: date) -> None:
    assert easter(year) == day


@given(st.integers(1900, 2200))
def test_easter_is_a_sunday_between_its_first_and_last_possible_day(year: int) -> None:
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


def test_the_ten_public_holidays_of_2026() -> None:
    assert public_holidays(2026) == {
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 21),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    }


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 11, 11), False),
        (date(2026, 11, 12), True),
        (date(2026, 5, 25), False),
    ],
)
def test_working_days_leave_out_weekends_and_holidays(day: date, works: bool) -> None:
    assert is_working_day(day) is works


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_one_day_later_is_one_clear_day_more(sent: date, between: int) -> None:
    assert clear_days(sent, sent + timedelta(days=between + 1)) == between
