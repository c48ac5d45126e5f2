"""Majorities and unanimity: the mark and one vote beside it; properties for any number of votes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.assemblies.majorities import (
    THRESHOLDS,
    Majority,
    Tally,
    is_carried,
    is_unanimous,
    needed,
    unanimity_base,
)

ABSOLUTE, TWO_THIRDS, FOUR_FIFTHS, UNANIMITY = Majority

votes = st.integers(0, 10**12)
of_votes_cast = st.sampled_from(list(THRESHOLDS))


@pytest.mark.parametrize(
    ("in_favour", "against", "majority", "carried"),
    [
        # art. 3.87 §8: more than half; a tie is a rejection
        (501, 500, ABSOLUTE, True),
        (500, 500, ABSOLUTE, False),
        (500, 501, ABSOLUTE, False),
        (1, 0, ABSOLUTE, True),
        (0, 1, ABSOLUTE, False),
        # art. 3.88 §1, 1°: two thirds is enough, to the last share
        (2, 1, TWO_THIRDS, True),
        (667, 333, TWO_THIRDS, True),
        (666, 334, TWO_THIRDS, False),
        (6666, 3333, TWO_THIRDS, True),
        (6665, 3334, TWO_THIRDS, False),
        # art. 3.88 §1, 2°: four fifths is enough, to the last share
        (8000, 2000, FOUR_FIFTHS, True),
        (7999, 2001, FOUR_FIFTHS, False),
        (4, 1, FOUR_FIFTHS, True),
        (3, 1, FOUR_FIFTHS, False),
        # where rounded fractions go wrong: 3 × (2·10^17 + 1) / 3·10^17
        (2 * 10**17, 10**17, TWO_THIRDS, True),
        (2 * 10**17 - 1, 10**17 + 1, TWO_THIRDS, False),
        # nobody voted
        (0, 0, ABSOLUTE, False),
        (0, 0, TWO_THIRDS, False),
        (0, 0, FOUR_FIFTHS, False),
    ],
)
def test_is_carried(in_favour: int, against: int, majority: Majority, carried: bool) -> None:
    assert is_carried(Tally(in_favour, against), majority) is carried


@pytest.mark.parametrize(
    ("cast", "majority", "votes_needed"),
    [
        (504, ABSOLUTE, 253),
        (505, ABSOLUTE, 253),
        (504, TWO_THIRDS, 336),
        (505, TWO_THIRDS, 337),
        (500, FOUR_FIFTHS, 400),
        (504, FOUR_FIFTHS, 404),
        (1, ABSOLUTE, 1),
        (1, FOUR_FIFTHS, 1),
        (0, ABSOLUTE, 1),
        (0, TWO_THIRDS, 1),
        (0, FOUR_FIFTHS, 1),
    ],
)
def test_needed(cast: int, majority: Majority, votes_needed: int) -> None:
    assert needed(cast, majority) == votes_needed


@given(votes, votes, of_votes_cast)
def test_reaching_what_is_needed_is_carrying(in_favour: int, against: int, majority: Majority) -> None:
    assert is_carried(Tally(in_favour, against), majority) is (in_favour >= needed(in_favour + against, majority))


@given(votes, votes, of_votes_cast)
def test_one_more_vote_in_favour_never_turns_adopted_into_rejected(
    in_favour: int, against: int, majority: Majority
) -> None:
    if is_carried(Tally(in_favour, against), majority):
        assert is_carried(Tally(in_favour + 1, against), majority)


@given(votes, votes, of_votes_cast)
def test_one_more_vote_against_never_turns_rejected_into_adopted(
    in_favour: int, against: int, majority: Majority
) -> None:
    if not is_carried(Tally(in_favour, against), majority):
        assert not is_carried(Tally(in_favour, against + 1), majority)


@given(votes, votes, votes, of_votes_cast)
def test_abstentions_change_nothing(in_favour: int, against: int, abstained: int, majority: Majority) -> None:
    assert is_carried(Tally(in_favour, against, abstained), majority) is is_carried(Tally(in_favour, against), majority)


@given(votes, votes, st.integers(1, 10_000), of_votes_cast)
def test_counting_in_other_shares_changes_nothing(in_favour: int, against: int, scale: int, majority: Majority) -> None:
    larger = Tally(in_favour * scale, against * scale)
    assert is_carried(larger, majority) is is_carried(Tally(in_favour, against), majority)


@given(votes, votes)
def test_a_harder_majority_implies_the_easier_ones(in_favour: int, against: int) -> None:
    tally = Tally(in_favour, against)
    assert is_carried(tally, FOUR_FIFTHS) <= is_carried(tally, TWO_THIRDS) <= is_carried(tally, ABSOLUTE)


def test_the_table_says_what_the_law_says() -> None:
    assert {majority: (row.share, row.strict) for majority, row in THRESHOLDS.items()} == {
        ABSOLUTE: (Fraction(1, 2), True),
        TWO_THIRDS: (Fraction(2, 3), False),
        FOUR_FIFTHS: (Fraction(4, 5), False),
    }


def test_unanimity_is_never_read_from_the_votes_cast() -> None:
    with pytest.raises(ValueError, match="all co-owners"):
        is_carried(Tally(1000, 0), UNANIMITY)
    with pytest.raises(ValueError, match="all co-owners"):
        needed(1000, UNANIMITY)


@pytest.mark.parametrize("tally", [(-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_votes_are_never_negative(tally: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="from 0 upwards"):
        Tally(*tally)
    with pytest.raises(ValueError, match="from 0 upwards"):
        is_unanimous(1000, *tally)
    with pytest.raises(ValueError, match="from 0 upwards"):
        needed(-1, ABSOLUTE)


@pytest.mark.parametrize(
    ("in_favour", "against", "abstained", "present", "carried"),
    [
        # art. 3.88 §3: every co-owner, absent ones included
        (1000, 0, 0, None, True),
        (999, 0, 0, None, False),
        (999, 1, 0, None, False),
        (999, 0, 1, None, False),
        (0, 0, 0, None, False),
        # art. 3.88 §4: everyone present or represented at the new meeting
        (640, 0, 0, 640, True),
        (639, 0, 0, 640, False),
        (639, 1, 0, 640, False),
        (639, 0, 1, 640, False),
        (1000, 0, 0, 1000, True),
        (0, 0, 0, 0, False),
    ],
)
def test_is_unanimous(in_favour: int, against: int, abstained: int, present: int | None, carried: bool) -> None:
    answer = is_unanimous(
        1000, in_favour, against, abstained, second_meeting=present is not None, present_shares=present
    )
    assert answer is carried


def test_what_is_not_said_is_nothing() -> None:
    assert Tally(3, 2).abstained == 0
    assert is_unanimous(1000, 1000)
    assert is_unanimous(1, 1)
    assert unanimity_base(1) == 1


def test_those_present_do_not_matter_at_the_first_meeting() -> None:
    assert not is_unanimous(1000, 640, present_shares=640)
    assert unanimity_base(1000, present_shares=640) == 1000
    assert unanimity_base(1000, second_meeting=True, present_shares=640) == 640


@pytest.mark.parametrize("present", [None, -1, 1001])
def test_the_second_meeting_needs_to_know_who_is_present(present: int | None) -> None:
    with pytest.raises(ValueError, match="present or represented"):
        unanimity_base(1000, second_meeting=True, present_shares=present)


def test_contradicting_shares_are_refused() -> None:
    with pytest.raises(ValueError, match="more shares voted than the 1000"):
        is_unanimous(1000, 1000, 1)
    with pytest.raises(ValueError, match="more shares voted than the 1000"):
        is_unanimous(1000, 999, 0, 2)
    with pytest.raises(ValueError, match="more shares voted than the 640"):
        is_unanimous(1000, 641, second_meeting=True, present_shares=640)
    with pytest.raises(ValueError, match="no shares"):
        is_unanimous(0, 0)
