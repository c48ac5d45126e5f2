"""Days counted after an assembly, boundary on both sides."""

from datetime import date

import pytest

from koprogo.rules.assemblies.deadlines import (
    Urgency,
    contest_deadline,
    demolition_deadline,
    designation_due,
    minutes_deadline,
    minutes_due,
    must_ask_the_judge,
    urgency,
)

TODAY = date(2026, 11, 21)


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


@pytest.mark.parametrize(("today", "sent", "late", "overdue"), [
    (None, None, False, None),
    (None, date(2026, 11, 17), False, None),
    (None, date(2026, 11, 18), True, None),
    (date(2026, 11, 17), None, False, False),
    (date(2026, 11, 18), None, False, True),
    (date(2026, 11, 18), date(2026, 11, 18), True, False),
    (date(2026, 11, 18), date(2026, 11, 19), True, True),  # planned, not sent yet
])  # fmt: skip
def test_minutes_are_late_or_overdue(today, sent, late, overdue):
    found = minutes_deadline(date(2026, 10, 18), today=today, sent_day=sent)
    assert (found.send_by, found.late, found.overdue) == (date(2026, 11, 17), late, overdue)


def test_minutes_are_not_sent_before_the_assembly():
    with pytest.raises(ValueError, match="or later"):
        minutes_deadline(date(2026, 10, 18), sent_day=date(2026, 10, 17))


@pytest.mark.parametrize(("meeting", "last"), [
    (date(2026, 12, 10), date(2027, 4, 10)),
    (date(2026, 8, 31), date(2026, 12, 31)),
    (date(2026, 9, 1), date(2027, 1, 1)),
    (date(2026, 10, 31), date(2027, 2, 28)),
    (date(2027, 10, 30), date(2028, 2, 29)),
    (date(2027, 2, 28), date(2027, 6, 28)),
])  # fmt: skip
def test_four_months_end_on_the_same_day_or_the_last_of_the_month(meeting, last):
    assert contest_deadline(meeting) == last
    assert demolition_deadline(meeting) == last


@pytest.mark.parametrize(("carried", "in_favour", "ask"), [(True, 999, True), (True, 1000, False), (False, 700, False)])
def test_a_demolition_that_some_did_not_approve_goes_to_the_judge(carried, in_favour, ask):
    assert must_ask_the_judge(carried=carried, in_favour=in_favour, all_votes=1000) is ask


def test_demolitions_before_the_law_of_2020_are_not_judged():
    with pytest.raises(LookupError, match="2020"):
        demolition_deadline(date(2020, 3, 1))
