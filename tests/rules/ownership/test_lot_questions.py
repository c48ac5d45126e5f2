"""What a line leaves open about its lot."""

import pytest

from koprogo.rules.ownership.lot_questions import acts_for_holder, lot_answers
from koprogo.rules.ownership.organisations import Capacity
from koprogo.rules.ownership.rights import Right
from tests.rules.ownership.lists import judged, lot


def test_which_half_of_a_split_is_asked():
    found = judged(
        lot(2, "A1", owner="An", regime="usufruit / nue-propriété"),
        lot(3, "A2", owner="An / Jan", regime="usufruit / nue-propriété"),
        lot(4, "A3", owner="An (US) / Jan (NP)"),
    )
    open_ = lot_answers(found.lots, {})
    assert [question.id for question in open_.questions] == ["right:A1", "right:A2:1", "right:A2:2"]
    assert open_.rights["2.0"] is Right.USUFRUCT_OR_BARE
    answered = lot_answers(found.lots, {"right:A1": "usufruct", "right:A2:2": "bare_ownership", "right:A2:1": "full"})
    assert answered.rights == {
        "2.0": Right.USUFRUCT, "3.0": Right.USUFRUCT_OR_BARE, "3.1": Right.BARE_OWNERSHIP,
        "4.0": Right.USUFRUCT, "4.1": Right.BARE_OWNERSHIP,
    }  # fmt: skip
    assert [question.misfit for question in answered.questions] == [False, True, False]


@pytest.mark.parametrize(
    ("owner", "regime", "representative", "acts"),
    [
        ("SRL X Invest", "", "Jan Maes", True),
        ("An Claes", "", "Jan Maes", True),
        ("An Claes", "", "Claes An", False),
        ("An / Jan", "", "Jan Maes", False),
        ("An", "usufruit", "Jan Maes", False),
        ("SRL X Invest", "", "", False),
        ("", "", "Jan Maes", False),
    ],
)
def test_a_representative_acts_for_a_holder_only_where_one_holds_alone(owner, regime, representative, acts):
    (found,) = judged(lot(2, owner=owner, regime=regime, representative=representative)).lots
    assert acts_for_holder(found) is acts


def test_as_what_somebody_acts_is_read_or_asked():
    found = judged(
        lot(2, "A1", owner="SRL X Invest", representative="Jan Maes (gérant)"),
        lot(3, "A2", owner="SRL Y Invest", representative="Eva Wit"),
    )
    open_ = lot_answers(found.lots, {})
    assert open_.capacities == {2: Capacity.ORGAN}
    (question,) = open_.questions
    assert (
        question.message_id.format_map(dict(question.facts)) == "In which capacity does Eva Wit act for SRL Y Invest?"
    )
    assert lot_answers(found.lots, {question.id: "lawyer"}).capacities[3] is Capacity.LAWYER
