"""What became of the decisions: done, open since, overdue; what may still happen to a task."""

from datetime import date

import pytest

from koprogo.rules.assemblies.follow_up import (
    DecisionNow,
    FollowUp,
    LegalTask,
    TaskNow,
    follow_up,
    is_done,
    is_overdue,
    may_become,
    tasks_by_law,
)

DAY, TODAY = date(2026, 11, 1), date(2026, 12, 12)


@pytest.mark.parametrize(
    ("states", "done"),
    [((), False), (("planned",), False), (("done",), True), (("done", "cancelled"), True), (("done", "started"), False),
     (("cancelled",), False)],
)  # fmt: skip
def test_a_decision_is_done_when_something_was_done_and_nothing_is_left(states, done):
    assert is_done(DecisionNow(DAY, tuple(TaskNow(state) for state in states))) is done


@pytest.mark.parametrize(
    ("state", "due", "late"),
    [("planned", date(2026, 12, 11), True), ("planned", TODAY, False), ("started", DAY, True), ("done", DAY, False),
     ("cancelled", DAY, False), ("planned", None, False)],
)  # fmt: skip
def test_a_task_is_overdue_the_day_after_its_day(state, due, late):
    assert is_overdue(TaskNow(state, due), TODAY) is late


def test_the_oldest_open_decision_is_counted_in_days():
    old, new = DecisionNow(DAY), DecisionNow(date(2026, 12, 1), (TaskNow("done"),))
    assert follow_up([new, old], TODAY) == FollowUp(2, 1, 41, 0)
    assert follow_up([new], TODAY) == FollowUp(1, 1, 0, 0)
    assert follow_up([], TODAY) == FollowUp(0, 0, 0, 0)


@pytest.mark.parametrize(("over", "after"), [("done", ["planned", "started", "noted"]), ("cancelled", ["noted"])])
def test_what_was_done_too_soon_is_taken_up_again_and_what_was_cancelled_stays_so(over, after):
    steps = ("planned", "started", "done", "cancelled", "noted")
    assert [what for what in steps if may_become(over, what)] == after


def test_what_goes_on_may_be_planned_anew_but_not_started_twice():
    assert may_become("", "planned") and may_become("planned", "started") and may_become("started", "planned")
    assert not may_become("started", "started")


def test_a_demolition_before_the_judge_is_a_task_by_itself_and_nothing_else_is():
    assert tasks_by_law(judge_by=DAY) == ((LegalTask.ASK_THE_JUDGE, DAY),)
    assert tasks_by_law(judge_by=None) == ()
