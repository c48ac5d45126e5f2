"""What a syndic hands over, and until when: the law's four lines, and the thirtieth day."""

from datetime import date, timedelta

import pytest

from koprogo.rules.governance.handover import ITEMS, Said, handover_due, handover_is_shown, handover_runs, may_say

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


@pytest.mark.parametrize(("days", "runs"), [(-1, False), (0, False), (1, True), (30, True), (31, False)])
def test_who_hands_over_has_thirty_days_after_the_last_one(days, runs):
    assert handover_runs(END, END + timedelta(days=days)) is runs


@pytest.mark.parametrize(
    ("said", "gives", "receives"),
    [(Said.GIVEN, True, False), (Said.RECEIVED, False, True), (Said.MISSING, True, True)],
)
def test_who_gives_does_not_say_that_it_arrived(said, gives, receives):
    assert (may_say(said, hands_over=True), may_say(said, hands_over=False)) == (gives, receives)
