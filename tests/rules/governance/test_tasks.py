"""The board of tasks: which column a step means, and who moves which card."""

from itertools import product

import pytest

from koprogo.rules.assemblies.follow_up import may_become
from koprogo.rules.governance.tasks import STEPS, Column, column_of, may_move


@pytest.mark.parametrize(
    ("state", "column"),
    [("", Column.TODO), ("planned", Column.TODO), ("started", Column.IN_PROGRESS), ("done", Column.DONE),
     ("cancelled", None)],
)  # fmt: skip
def test_where_a_task_hangs(state, column):
    assert column_of(state) is column


def test_a_card_moves_between_any_two_columns_and_a_cancelled_one_nowhere():
    for here, there in product(Column, Column):
        assert here is there or may_become(STEPS[here], STEPS[there]), (here, there)
    assert not any(may_become("cancelled", step) for step in STEPS.values())


@pytest.mark.parametrize(
    ("decision", "syndic", "council", "assignee", "moves"),
    [
        (True, True, False, False, True),
        (True, False, True, False, False),  # the council watches what the syndic carries out
        (True, False, True, True, True),  # unless the assembly's decision fell to that member
        (True, False, False, True, False),  # somebody outside the council has no board
        (False, False, True, False, True),
        (False, False, False, True, False),
        (False, True, False, False, True),
    ],
)
def test_who_moves_a_card(decision, syndic, council, assignee, moves):
    found = may_move(carries_out_a_decision=decision, is_syndic=syndic, in_council=council, is_assignee=assignee)
    assert found is moves
