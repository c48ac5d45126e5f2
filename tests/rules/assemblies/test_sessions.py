"""Meeting again: fifteen days for the second session, thirty for the retry of a unanimity."""

from datetime import date, timedelta

import pytest

from koprogo.rules.assemblies.sessions import earliest_second_day, second_session, unanimity_retry

FIRST = date(2026, 12, 10)


@pytest.mark.parametrize(("later", "allowed"), [(0, False), (14, False), (15, True), (16, True), (400, True)])
def test_a_second_session_waits_fifteen_days(later, allowed):
    again = second_session(FIRST, FIRST + timedelta(days=later))
    assert again.allowed is allowed
    assert again.earliest_day == earliest_second_day(FIRST) == date(2026, 12, 25)


@pytest.mark.parametrize(("later", "against", "abstained", "allowed"), [
    (29, 0, 0, False),
    (30, 0, 0, True),
    (30, 1, 0, False),
    (30, 0, 1, False),
    (300, 0, 0, True),
])  # fmt: skip
def test_a_retry_waits_thirty_days_and_absence_alone_had_defeated_it(later, against, abstained, allowed):
    again = unanimity_retry(FIRST, FIRST + timedelta(days=later), against=against, abstained=abstained)
    assert again.allowed is allowed
    assert again.earliest_day == date(2027, 1, 9)


def test_votes_are_not_negative():
    with pytest.raises(ValueError, match="from 0 upwards"):
        unanimity_retry(FIRST, FIRST, against=-1)
