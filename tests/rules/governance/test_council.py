"""The council's threshold, its seats, and the offices that exclude each other: both sides of every line."""

from datetime import date
from itertools import product

import pytest

from koprogo.rules.governance.council import (
    INCOMPATIBLE,
    NOT_COUNTED,
    Office,
    Seat,
    council_required,
    council_seat,
    excludes,
    law_between,
    vacancies,
)
from koprogo.rules.ownership.kinds import ACCESSORIES, Kind

COUNCIL, SYNDIC, AUDITOR = Office.COUNCIL, Office.SYNDIC, Office.AUDITOR


@pytest.mark.parametrize(("apartments", "required"), [(0, False), (19, False), (20, True), (21, True), (400, True)])
def test_twenty_main_lots_and_not_one_less(apartments, required):
    assert council_required({Kind.APARTMENT: apartments, Kind.GARAGE: 99}).required is required


def test_only_the_three_kinds_of_the_article_are_left_out():
    assert {kind for kind in Kind if council_required({kind: 1}).counted == 0} == set(NOT_COUNTED) == set(ACCESSORIES)


def test_before_the_law_of_2010_there_is_no_threshold():
    assert council_required({"apartment": 20}, date(2010, 9, 1)).required
    with pytest.raises(LookupError):
        council_required({"apartment": 20}, date(2010, 8, 31))


def test_a_seat_is_for_who_holds_a_right_and_votes_and_is_nothing_else():
    eligible = [
        (right, vote, syndic, auditor)
        for right, vote, syndic, auditor in product((True, False), repeat=4)
        if council_seat(holds_right_in_lot=right, has_vote=vote, is_syndic=syndic, is_auditor=auditor) is Seat.ELIGIBLE
    ]
    assert eligible == [(True, True, False, False)]


@pytest.mark.parametrize("one", Office)
@pytest.mark.parametrize("other", Office)
def test_two_different_offices_exclude_each_other_both_ways(one, other):
    assert excludes(one, other) is excludes(other, one) is (one is not other)


def test_what_is_law_and_what_is_practice():
    assert {pair for pair, source in INCOMPATIBLE.items() if source is None} == {frozenset({COUNCIL, AUDITOR})}
    assert law_between(AUDITOR, SYNDIC).article == law_between(SYNDIC, COUNCIL).article == "3.89 §9"
    assert law_between(COUNCIL, AUDITOR) is law_between(COUNCIL, COUNCIL) is None


@pytest.mark.parametrize(
    ("ended", "begun", "vacant"),
    [
        ([], [1], 0),
        ([5], [1], 1),
        ([5], [5], 0),
        ([5], [4], 1),
        ([5, 9], [6], 1),
        ([5, 9], [9], 1),
        ([5, 9], [6, 9], 0),
        ([9, 5], [10, 11, 12], 0),
    ],
)
def test_a_seat_is_vacant_until_another_begins(ended, begun, vacant):
    days = [[date(2026, 3, each) for each in found] for found in (ended, begun)]
    assert vacancies(*days) == vacant
