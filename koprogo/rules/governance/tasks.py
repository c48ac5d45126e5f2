"""The board of tasks: three columns over what happened to each task, and who moves which.

The syndic carries out what the assembly decided (art. 3.89 §5, 1°), so what a decision asks for is hers to move. Everything
else on the board the council shares with her: it watches over her work and has tasks of its own (art. 3.90).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from koprogo.core.sources import cites
from koprogo.rules.assemblies.follow_up import CANCELLED, DONE, PLANNED, STARTED
from koprogo.rules.texts import CC_3_89_5_1, CC_3_90_1


class Column(StrEnum):
    """Where a task hangs."""

    TODO = "todo"
    IN_PROGRESS = "in_progress"
    DONE = "done"


STEPS: Mapping[Column, str] = MappingProxyType({
    Column.TODO: PLANNED,
    Column.IN_PROGRESS: STARTED,
    Column.DONE: DONE,
})  # fmt: skip
"""Column -> what is written down when a task comes into it."""


@cites(CC_3_89_5_1)
def column_of(state: str) -> Column | None:
    """Return where a task hangs by the last thing that happened to it (empty: nothing yet); None once cancelled.

    >>> column_of("started"), column_of("cancelled")
    (<Column.IN_PROGRESS: 'in_progress'>, None)
    """
    if state == CANCELLED:
        return None
    return next((column for column, step in STEPS.items() if step == state), Column.TODO)


@cites(CC_3_89_5_1, CC_3_90_1)
def may_move(*, carries_out_a_decision: bool, is_syndic: bool, in_council: bool, is_assignee: bool) -> bool:
    """Say whether somebody may move or plan a task of the board.

    >>> may_move(carries_out_a_decision=True, is_syndic=False, in_council=True, is_assignee=False)
    False
    """
    if is_syndic:
        return True
    return in_council and (is_assignee or not carries_out_a_decision)
