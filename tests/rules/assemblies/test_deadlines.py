"""Days counted before and after an assembly, boundary on both sides."""

from datetime import date

import pytest

from koprogo.rules.assemblies.deadlines import Urgency, convocation_due, designation_due, minutes_due, urgency

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(("assembly", "latest"), [
    (date(2026, 12, 10), date(2026, 11, 25)),
    (date(2026, 12, 6), TODAY),
    (date(2027, 1, 10), date(2026, 12, 26)),
    (date(2028, 3, 10), date(2028, 2, 24)),  # over 29 February
])  # fmt: skip
def test_a_convocation_leaves_fifteen_days_before(assembly, latest):
    assert convocation_due(assembly) == latest
    assert (assembly - latest).days == 15


@pytest.mark.parametrize(("assembly", "latest"), [
    (date(2026, 10, 18), date(2026, 11, 17)),
    (date(2026, 12, 15), date(2027, 1, 14)),
    (date(2027, 2, 1), date(2027, 3, 3)),
])  # fmt: skip
def test_the_minutes_are_sent_within_thirty_days(assembly, latest):
    assert minutes_due(assembly) == latest


def test_a_representative_can_still_be_designated_on_the_day_itself():
    assert designation_due(TODAY) == TODAY


@pytest.mark.parametrize(("due", "group"), [
    (date(2026, 11, 20), Urgency.LATE),
    (TODAY, Urgency.SOON),
    (date(2026, 11, 28), Urgency.SOON),
    (date(2026, 11, 29), Urgency.NEAR),
    (date(2026, 12, 21), Urgency.NEAR),
    (date(2026, 12, 22), Urgency.LATER),
])  # fmt: skip
def test_deadlines_are_grouped_by_the_days_left(due, group):
    assert urgency(due, TODAY) is group
