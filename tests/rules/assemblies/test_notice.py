"""Notice: fifteen days, the safe day, the post's day, and what urgency changes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.assemblies.notice import earliest_meeting_day, latest_day, notice, posting_day, safe_day

MEETING = date(2026, 12, 10)
days = st.dates(date(2011, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(("meeting", "latest"), [
    (MEETING, date(2026, 11, 25)),
    (date(2026, 12, 6), date(2026, 11, 21)),
    (date(2027, 1, 10), date(2026, 12, 26)),
    (date(2028, 3, 10), date(2028, 2, 24)),  # over 29 February
])  # fmt: skip
def test_a_convocation_leaves_fifteen_days_before(meeting, latest):
    assert latest_day(meeting) == latest
    assert (meeting - latest).days == 15


@pytest.mark.parametrize(("sent", "urgent", "in_time"), [
    (date(2026, 11, 24), False, True),
    (date(2026, 11, 25), False, True),
    (date(2026, 11, 26), False, False),
    (date(2026, 11, 26), True, True),
    (MEETING, True, True),
    (MEETING + timedelta(days=1), True, False),
])  # fmt: skip
def test_in_time(sent, urgent, in_time):
    assert notice(MEETING, sent, urgent=urgent).in_time is in_time


@given(days)
def test_the_safe_day_leaves_fifteen_full_days_and_the_post_three_more(meeting):
    assert (meeting - safe_day(meeting)).days - 1 == 15
    assert (meeting - posting_day(meeting)).days == 18
    assert posting_day(meeting) < safe_day(meeting) < latest_day(meeting)


@given(days)
def test_what_leaves_on_a_day_can_meet_on_the_earliest_day_and_not_before(sent):
    earliest = earliest_meeting_day(sent)
    assert notice(earliest, sent).in_time
    assert not notice(earliest - timedelta(days=1), sent).in_time


def test_before_the_law_of_2010_nothing_is_guessed():
    with pytest.raises(LookupError, match="2010"):
        latest_day(date(2010, 8, 31))
