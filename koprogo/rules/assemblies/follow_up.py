"""What became of the decisions: the syndic carries them out (art. 3.89 §5, 1°), and every co-owner sees how far she is.

A decision is done when something was planned for it and nothing of that is left: each task is done or cancelled. Some
decisions are carried out by the vote itself: accounts approved, somebody elected or discharged. They ask for nothing more
unless a task is planned for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_88_1_2_H, CC_3_89_5_1

PLANNED, STARTED, DONE, CANCELLED, NOTED = "planned", "started", "done", "cancelled", "noted"
FINAL = frozenset({DONE, CANCELLED})
NEXT = {
    "": frozenset({PLANNED, STARTED, DONE, CANCELLED, NOTED}),
    PLANNED: frozenset({PLANNED, STARTED, DONE, CANCELLED, NOTED}),
    STARTED: frozenset({PLANNED, STARTED, DONE, CANCELLED, NOTED}) - {STARTED},
    DONE: frozenset({PLANNED, STARTED, NOTED}),
    CANCELLED: frozenset({NOTED}),
}
"""State of a task -> what may happen to it; a note changes no state. What was called done too soon is taken up again, what
was cancelled stays so."""
BY_ITSELF = frozenset(
    {
        "approve_annual_accounts",
        "approve_budgets",
        "discharge_syndic",
        "discharge_auditor",
        "discharge_council",
        "elect_bureau",
        "elect_council_member",
        "appoint_auditor",
        "create_council_20_lots_or_more",
        "create_council_under_20_lots",
        "delegate_mission_to_council",
        "note_contract_evaluation_report",
        "note_council_report",
        "amount_above_which_competition_is_mandatory",
    }
)
"""Kinds of decision that the vote itself carries out."""


class LegalTask(StrEnum):
    """What the law itself asks of a carried decision."""

    ASK_THE_JUDGE = "ask_the_judge"


@dataclass(frozen=True)
class TaskNow:
    """A task as it stands; `due` is the day of its last plan."""

    state: str
    due: date | None = None


@dataclass(frozen=True)
class DecisionNow:
    """A carried decision of a day, with its tasks; `by_itself` when the vote carried it out."""

    day: date
    tasks: tuple[TaskNow, ...] = ()
    by_itself: bool = False


@dataclass(frozen=True)
class FollowUp:
    """*12 decisions, 9 done, oldest open 41 days*: `oldest_days` is 0 when none is open."""

    decisions: int
    done: int
    oldest_days: int
    overdue: int
    """Tasks past their day."""


@cites(CC_3_89_5_1)
def follow_up(decisions: Sequence[DecisionNow], today: date) -> FollowUp:
    """Count what was carried out.

    >>> works = DecisionNow(date(2026, 11, 1), (TaskNow("started", date(2026, 11, 20)), TaskNow("done")))
    >>> follow_up([works, DecisionNow(date(2026, 11, 1), (TaskNow("done"),))], date(2026, 12, 12))
    FollowUp(decisions=2, done=1, oldest_days=41, overdue=1)
    """
    open_days = [decision.day for decision in decisions if not is_done(decision)]
    return FollowUp(
        decisions=len(decisions),
        done=len(decisions) - len(open_days),
        oldest_days=(today - min(open_days)).days if open_days else 0,
        overdue=sum(is_overdue(task, today) for decision in decisions for task in decision.tasks),
    )


@cites(CC_3_89_5_1)
def is_done(decision: DecisionNow) -> bool:
    """Say whether nothing is left to do; a decision for which nothing was planned is still to be carried out.

    Unless the vote itself carried it out.
    """
    states = {task.state for task in decision.tasks}
    return (decision.by_itself or DONE in states) and states <= FINAL


@cites(CC_3_89_5_1)
def is_by_itself(kind: str) -> bool:
    """Say whether a kind of decision asks for nothing more than the vote.

    >>> is_by_itself("elect_council_member"), is_by_itself("works_on_common_parts")
    (True, False)
    """
    return kind in BY_ITSELF


@cites(CC_3_89_5_1)
def is_overdue(task: TaskNow, today: date) -> bool:
    """Say whether the day of a task is past and it is neither done nor cancelled; on the day itself it is not."""
    return task.state not in FINAL and task.due is not None and task.due < today


@cites(CC_3_89_5_1)
def may_become(state: str, what: str) -> bool:
    """Say whether something may happen to a task in this state (empty: nothing happened yet)."""
    return what in NEXT[state]


@cites(CC_3_88_1_2_H)
def tasks_by_law(*, judge_by: date | None) -> tuple[tuple[LegalTask, date], ...]:
    """Return what a carried decision must be followed by, each with its last day.

    Args:
        judge_by: the last day on which a demolition that not all approved goes before the justice of the peace
            (`deadlines.demolition_deadline`); None for every other decision.

    >>> tasks_by_law(judge_by=date(2027, 4, 10))
    ((<LegalTask.ASK_THE_JUDGE: 'ask_the_judge'>, datetime.date(2027, 4, 10)),)
    """
    return ((LegalTask.ASK_THE_JUDGE, judge_by),) if judge_by is not None else ()
