"""The check of histories against another way: try every order of the operations. Planted faults are named."""

import itertools
import random
from math import inf

import pytest

from koprogo.cli.torture.history import CAST, LOOK, Operation, faults


def cast(asked, answered, revision, value="for", lot="A1"):
    return Operation(CAST, lot, asked, answered, revision, value)


def look(asked, answered, revision, value="for", lot="A1"):
    return Operation(LOOK, lot, asked, answered, revision, value if revision else "")


def has_an_order(history):
    """Try every order that keeps real time; each cast writes the next revision, each look sees the last one."""
    return any(_keeps_time(order) and _makes_sense(order) for order in itertools.permutations(history))


def _keeps_time(order):
    return all(not later.answered < earlier.asked for earlier, later in itertools.combinations(order, 2))


def _makes_sense(order):
    revision, value = 0, ""
    for each in order:
        if each.what == CAST:
            if each.revision != revision + 1:
                return False
            revision, value = each.revision, each.value
        elif (each.revision, each.value) != (revision, value):
            return False
    return True


@pytest.mark.parametrize("seed", range(400))
def test_it_agrees_with_trying_every_order(seed):
    """Three casts and three looks at random moments, each look of a revision that may or may not be possible."""
    dice = random.Random(seed)
    values = [dice.choice(["for", "against"]) for _ in range(3)]
    history = []
    for revision in (1, 2, 3):
        asked = dice.random() * 3 + revision * dice.choice([0, 1, 2])
        history.append(cast(asked, asked + dice.random() * 3, revision, values[revision - 1]))
    for _ in range(3):
        asked, revision = dice.random() * 8, dice.randrange(4)
        history.append(look(asked, asked + dice.random() * 2, revision, values[revision - 1] if revision else ""))
    dice.shuffle(history)
    assert (faults(history) == []) == has_an_order(history), history


def test_the_random_histories_are_of_both_kinds():
    """Two casts one after the other, seen in the middle: right once, stale once."""
    assert faults([cast(0, 1, 1), look(1.5, 2, 1), cast(3, 4, 2, "against"), look(5, 6, 2, "against")]) == []
    assert faults([cast(0, 1, 1), cast(3, 4, 2, "against"), look(5, 6, 1)]) == [
        "look of lot A1, revision 1, for came after cast of lot A1, revision 2, against was answered, and is not newer"
    ]


@pytest.mark.parametrize(
    ("history", "named"),
    [
        ([cast(0, 1, 1), cast(2, 3, 1, "against")], "acknowledged twice"),
        ([cast(0, 1, 2), cast(2, 3, 1)], "is not newer"),
        ([cast(0, 1, 1), look(2, 3, 0)], "revision 0, nothing came after"),
        ([look(0, 1, 1), cast(2, 3, 1)], "is not newer"),
        ([cast(0, 1, 1), look(2, 3, 1, "against")], "says for"),
        ([cast(0, 1, 1), look(2, 3, 2)], "nobody cast that"),
        ([cast(0, 1, 1), look(2, 3, 2), look(4, 5, 1)], "is not newer"),
    ],
)
def test_what_breaks_it_is_named(history, named):
    assert any(named in fault for fault in faults(history)), faults(history)


def test_a_cast_never_answered_may_have_happened_or_not():
    lost = Operation(CAST, "A1", 1.0, inf, 0, "against")
    assert faults([cast(0, 0.5, 1), lost, look(2, 3, 2, "against")]) == []
    assert faults([cast(0, 0.5, 1), lost, look(2, 3, 1)]) == []
    assert faults([cast(0, 0.5, 1), lost, look(0.6, 0.9, 2, "against")]) != []


def test_lots_are_looked_at_one_by_one():
    assert faults([cast(0, 1, 1), cast(0, 1, 1, lot="A2"), look(2, 3, 1, lot="A2"), look(2, 3, 1)]) == []
