"""The opening judged again: on both sides of the quorum, and what follows in each of the four cases."""

from datetime import date

import pytest

from koprogo.rules.assemblies.quorum import Attendance, Session
from koprogo.rules.assemblies.quorum_again import Meaning, quorum_again

DAY = date(2026, 12, 10)


def there(heads: int, shares: int) -> Attendance:
    return Attendance(owners=10, owners_present=heads, shares=1000, shares_present=shares)


@pytest.mark.parametrize(
    ("before", "after", "meaning", "contest_by"),
    [
        (there(7, 600), there(6, 500), Meaning.STILL_REACHED, None),
        (there(6, 500), there(5, 500), Meaning.NOT_REACHED, date(2027, 4, 10)),  # half the heads is not more than half
        (there(6, 500), there(6, 499), Meaning.NOT_REACHED, date(2027, 4, 10)),
        (there(4, 751), there(4, 750), Meaning.NOT_REACHED, date(2027, 4, 10)),  # more than three quarters
        (there(5, 600), there(6, 600), Meaning.WAS_REACHED, None),
        (there(4, 300), there(3, 200), Meaning.STILL_MISSING, None),
    ],
)
def test_what_a_correction_makes_of_the_opening(before, after, meaning, contest_by):
    found = quorum_again(before, after, Session.FIRST, DAY)
    assert (found.meaning, found.contest_by) == (meaning, contest_by)
    assert found.would_change is (meaning in (Meaning.NOT_REACHED, Meaning.WAS_REACHED))


def test_a_second_session_needs_only_somebody():
    assert quorum_again(there(3, 300), there(1, 10), Session.SECOND, DAY).meaning is Meaning.STILL_REACHED
    assert quorum_again(there(1, 10), there(0, 0), Session.SECOND, DAY).meaning is Meaning.NOT_REACHED
