"""Half-open periods and months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.period import Period, add_months, fiscal_year, quarters

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
periods = st.builds(lambda start, length: Period(start, start + timedelta(days=length)), days, st.integers(1, 3000))


def test_the_first_day_is_in_and_the_end_is_out() -> None:
    year = Period(date(2026, 1, 1), date(2027, 1, 1))
    assert date(2026, 1, 1) in year
    assert date(2026, 12, 31) in year
    assert date(2027, 1, 1) not in year
    assert "2026-06-01" not in year
    assert year.last_day == date(2026, 12, 31)
    assert year.days == 365


@pytest.mark.parametrize("end", [date(2026, 1, 1), date(2025, 12, 31)])
def test_a_period_is_never_empty(end: date) -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Period(date(2026, 1, 1), end)


@given(periods, periods, days)
def test_a_day_is_in_the_overlap_when_it_is_in_both(one: Period, other: Period, day: date) -> None:
    both = one.overlap(other)
    assert (both is not None and day in both) is (day in one and day in other)
    assert both == other.overlap(one)


@given(periods)
def test_years_are_the_period_cut_at_each_first_of_january(period: Period) -> None:
    pieces = list(period.years())
    assert sum(piece.days for piece in pieces) == period.days
    assert (pieces[0].start, pieces[-1].end) == (period.start, period.end)
    assert all(piece.start.year == piece.last_day.year for piece in pieces)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 10, 31), 4, date(2027, 2, 28)),
        (date(2027, 10, 31), 4, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_add_months(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


def test_a_fiscal_year_has_four_quarters() -> None:
    year = fiscal_year(date(2026, 7, 1))
    assert year == Period(date(2026, 7, 1), date(2027, 7, 1))
    assert [quarter.start for quarter in quarters(year)] == [
        date(2026, 7, 1),
        date(2026, 10, 1),
        date(2027, 1, 1),
        date(2027, 4, 1),
    ]
    assert quarters(year)[-1].end == year.end


def test_other_periods_have_no_quarters() -> None:
    with pytest.raises(ValueError, match="twelve whole months"):
        quarters(Period(date(2026, 1, 1), date(2026, 12, 31)))
