"""How long a syndic may be appointed, and when its end is near."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.governance.syndic_mandate import ends_soon, syndic_mandate


@pytest.mark.parametrize(
    ("start", "latest"),
    [
        (date(2026, 1, 1), date(2028, 12, 31)),
        (date(2025, 3, 1), date(2028, 2, 29)),
        (date(2024, 2, 29), date(2027, 2, 27)),
        (date(2010, 9, 1), date(2013, 8, 31)),
        (date(2010, 8, 31), date(2015, 8, 30)),
    ],
)
def test_the_latest_end_is_the_day_before_the_same_day(start, latest):
    assert syndic_mandate(start, latest).latest_end == latest
    assert syndic_mandate(start, latest).allowed
    assert not syndic_mandate(start, latest + timedelta(days=1)).allowed


def test_before_the_law_of_1994_nothing_is_known():
    with pytest.raises(LookupError):
        syndic_mandate(date(1995, 7, 31), date(1996, 1, 1))


@given(st.dates(date(2010, 9, 1), date(2090, 1, 1)), st.integers(-400, 1500))
def test_never_more_than_three_years_and_never_backwards(start, days):
    term = syndic_mandate(start, start + timedelta(days=days))
    assert term.allowed is (0 <= days <= (term.latest_end - start).days)
    assert 1093 <= (term.latest_end - start).days <= 1095


@pytest.mark.parametrize(("days", "soon"), [(-1, False), (0, True), (91, True), (92, False)])
def test_the_last_three_months_are_soon(days, soon):
    assert ends_soon(date(2026, 11, 22) + timedelta(days=days), date(2026, 11, 22)) is soon
