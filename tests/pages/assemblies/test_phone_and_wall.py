"""What the phone's page and the wall are made of, without a browser: the promises that a picture does not show."""

import re

import pytest

from koprogo.components.voting import CHOICES, ballot
from koprogo.pages.assemblies.proof import receipt
from koprogo.pages.assemblies.room import projector
from koprogo.pages.assemblies.voting import ballot as phone
from koprogo.state.assemblies.proof.receipt import ReceiptState
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.assemblies.voting.ballot import BallotState


def drawn(component) -> str:
    """Return the whole tree as text, every branch of every condition included."""
    return str(component.render())


def short(state) -> str:
    """Return a state's name as it stands in compiled pages."""
    return state.get_full_name().replace(".", "__")


WALL = (projector.screen, projector.entrance)


@pytest.mark.parametrize("page", WALL)
def test_the_wall_knows_nothing_personal(page):
    text = drawn(page())
    assert short(LiveState) in text
    for state in (BallotState, ReceiptState):
        assert short(state) not in text


@pytest.mark.parametrize("page", WALL)
def test_the_wall_has_nothing_to_press(page):
    text = drawn(page())
    assert not re.search(r"'name': '\"(button|a|input|select|textarea)\"'", text)


def test_the_phone_answers_presses_through_the_ballot_box_alone():
    """Reflex runs no event without a connection: a button with an event of its own would be lost or sent late."""
    text = drawn(phone.ballot_page())
    assert text.count("'name': 'BallotBox'") >= 2
    buttons = re.findall(r"'name': '\"button\"', 'props': (\[.*?\]), 'children'", text)
    ballots = [props for props in buttons if "data-choice" in props]
    assert len(ballots) >= len(CHOICES)
    assert not any("onClick" in props for props in ballots)


def test_the_three_choices_differ_in_nothing_but_their_word_and_pattern():
    text = drawn(ballot(shares=27, of=1000))
    buttons = re.findall(r"'props': (\[[^\]]*data-choice[^\]]*\])", text)
    assert len(buttons) == len(CHOICES)
    assert len({re.sub("for|against|abstain", "*", props) for props in buttons}) == 1


def test_a_printed_receipt_hides_nothing_behind_a_press():
    assert "details" not in drawn(receipt.receipt_page())
