"""What a syndic hands over, and until when: the law's four lines, and the thirtieth day."""

from datetime import date, timedelta

import pytest

from koprogo.rules.governance.handover import ITEMS, handover_due, handover_is_shown

END = date(2026, 12, 31)


def test_the_law_names_four_things_of_the_file():
    assert [item for item, law in ITEMS.items() if law] == ["accounts", "assets", "claims", "sums_used"]
    assert {law.article for law in ITEMS.values() if law} == {"3.89 §5, 7°"}


def test_thirty_days_from_the_last_day():
    assert handover_due(END) == date(2027, 1, 30)
    with pytest.raises(LookupError):
        handover_due(date(2010, 8, 31))


@pytest.mark.parametrize(
    ("days", "warned", "shown"),
    [
        (-30, False, False),
        (-30, True, True),
        (0, False, False),
        (1, False, True),
        (365, False, True),
        (366, False, False),
    ],
)
def test_it_is_shown_from_the_warning_on_and_for_a_year(days, warned, shown):
    assert handover_is_shown(END, END + timedelta(days=days), warned=warned) is shown
