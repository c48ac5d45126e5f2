"""A question with several answers sends the answer that was chosen.

Reflex replaces what a form says under a name by the value of the control that has this name as its id. A radio button's
value is there whether it is chosen or not: with an id on it, the first answer would be sent whatever was pressed.
"""

import pytest
import reflex as rx

from koprogo.components.forms import form
from koprogo.components.inputs import choices

OPTIONS = (("card", "Card"), ("known", "Known", "with a hint"))


def inputs(component):
    if component.tag == "input":
        yield component
    for child in component.children:
        yield from inputs(child)


@pytest.mark.parametrize("several", [False, True])
def test_no_answer_of_a_question_has_an_id(several):
    group = choices("check", "How?", OPTIONS, value="known", several=several)
    assert [each.id for each in inputs(group)] == [None, None]
    assert str(group.id) in ("check", '"check"')  # the summary of errors leads to the group


def test_a_form_takes_the_answer_from_its_buttons():
    drawn = form(choices("check", "How?", OPTIONS), on_submit=lambda answers: rx.noop(), act="Go on")
    assert "check" not in drawn._get_form_refs()
