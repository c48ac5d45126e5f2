"""What forms say, read as days."""

from datetime import date

import pytest

from koprogo.core.errors import BadInput
from koprogo.state.buildings.here import said_day


def test_a_day_is_read_as_it_is_chosen():
    assert said_day({"day": " 2026-11-22 "}, "day") == date(2026, 11, 22)


@pytest.mark.parametrize("said", ["", "tomorrow", "2026-02-30", "9999-12-31", "0001-01-01", 7])
def test_what_has_no_day_before_or_after_it_is_none(said):
    with pytest.raises(BadInput, match="day"):
        said_day({"day": said}, "day")
