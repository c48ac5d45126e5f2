"""Reported problems: every step from every state, who takes it, the days on both sides, who sees what."""

from datetime import date, timedelta

import pytest

from koprogo.i18n.ticket_words import WORDS
from koprogo.rules.works.tickets import (
    ANSWER_DAYS,
    NEXT,
    WHO,
    Category,
    Part,
    Place,
    Step,
    Urgency,
    answer_by,
    is_unanswered,
    keeps_contact,
    may_become,
    may_take,
    seen_by_all,
    steps_open_to,
)

DAY = date(2026, 11, 22)
# fmt: off
FOLLOWS = {
    Step.REPORTED:     {"acknowledged", "planned", "solved", "declined", "noted"},
    Step.ACKNOWLEDGED: {"planned", "solved", "declined", "noted"},
    Step.PLANNED:      {"planned", "solved", "declined", "noted"},
    Step.SOLVED:       {"confirmed", "reopened", "noted"},
    Step.DECLINED:     {"reopened", "noted"},
    Step.CONFIRMED:    {"reopened", "noted"},
    Step.REOPENED:     {"acknowledged", "planned", "solved", "declined", "noted"},
}
# fmt: on


@pytest.mark.parametrize("state", FOLLOWS, ids=str)
def test_what_may_follow_each_state_and_nothing_else(state):
    assert {step.value for step in Step if may_become(state, step)} == FOLLOWS[state]


def test_every_state_is_known_and_a_note_is_none():
    assert set(NEXT) == set(Step) - {Step.NOTED}
    assert set(WHO) == set(Step)
    assert set(ANSWER_DAYS) == set(Urgency)


@pytest.mark.parametrize(
    ("step", "parts"),
    [
        (Step.REPORTED, {"syndic", "council", "reporter"}), (Step.ACKNOWLEDGED, {"syndic"}), (Step.PLANNED, {"syndic"}),
        (Step.SOLVED, {"syndic"}), (Step.DECLINED, {"syndic"}), (Step.CONFIRMED, {"reporter"}),
        (Step.REOPENED, {"reporter"}), (Step.NOTED, {"syndic", "council", "reporter"}),
    ],
)  # fmt: skip
def test_the_syndic_acts_the_reporter_confirms_the_council_watches(step, parts):
    assert {part.value for part in Part if may_take(step, frozenset({part}))} == parts
    assert not may_take(step, frozenset())


def test_what_is_offered_is_what_is_open_and_hers():
    assert steps_open_to(Step.REPORTED, frozenset({Part.COUNCIL})) == (Step.NOTED,)
    assert steps_open_to(Step.SOLVED, frozenset({Part.SYNDIC})) == (Step.NOTED,)
    assert steps_open_to(Step.SOLVED, frozenset()) == ()
    both = steps_open_to(Step.SOLVED, frozenset({Part.SYNDIC, Part.REPORTER}))
    assert both == (Step.CONFIRMED, Step.REOPENED, Step.NOTED)


@pytest.mark.parametrize(("place", "everybody"), [(each, each is not Place.LOT) for each in Place])
def test_what_is_inside_a_lot_few_see(place, everybody):
    assert seen_by_all(place) is everybody


@pytest.mark.parametrize(("urgency", "days"), [(Urgency.DANGER, 1), (Urgency.SOON, 3), (Urgency.NORMAL, 7)])
def test_an_answer_is_late_the_day_after(urgency, days):
    last = DAY + timedelta(days=days)
    assert answer_by(urgency, DAY) == last
    for state in (Step.REPORTED, Step.REOPENED):
        assert not is_unanswered(state, urgency, DAY, last)
        assert is_unanswered(state, urgency, DAY, last + timedelta(days=1))
    assert not is_unanswered(Step.ACKNOWLEDGED, urgency, DAY, last + timedelta(days=300))


def test_how_an_occupant_is_reached_is_kept_a_year_after_the_end():
    assert keeps_contact(None, DAY + timedelta(days=5000))
    assert keeps_contact(DAY, DAY + timedelta(days=365))
    assert not keeps_contact(DAY, DAY + timedelta(days=366))


def test_every_code_word_is_said():
    assert set(WORDS) == {each.value for kind in (Category, Place, Urgency, Step) for each in kind}
