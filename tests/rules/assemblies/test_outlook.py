"""Outlook: what an expected attendance lets pass, with the boundary on both sides."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.assemblies.majorities import THRESHOLDS, Majority, Tally, is_carried
from koprogo.rules.assemblies.outlook import Missing, OutlookLot, outlook
from koprogo.rules.assemblies.quorum import Session

ABSOLUTE, TWO_THIRDS, FOUR_FIFTHS, UNANIMITY = Majority
VOTERS, QUORUM, ABSENT, DESIGNATION, EXCLUDED = Missing
WHOLE = Fraction(1)


def building(*shares: int) -> list[OutlookLot]:
    return [OutlookLot(f"A{number}", f"owner {number}", each, each) for number, each in enumerate(shares)]


TEN = building(*[100] * 10)


@pytest.mark.parametrize(("majority", "attendance", "missing", "needed"), [
    (ABSOLUTE, WHOLE, (), 501),
    (TWO_THIRDS, Fraction(6, 10), (), 400),
    (FOUR_FIFTHS, Fraction(6, 10), (), 480),
    (ABSOLUTE, Fraction(5, 10), (QUORUM,), 251),  # half of the heads is not more than half
    (ABSOLUTE, Fraction(0), (QUORUM,), 1),
    (UNANIMITY, WHOLE, (), 1000),
    (UNANIMITY, Fraction(999, 1000), (ABSENT,), 1000),
    (UNANIMITY, Fraction(5, 10), (QUORUM, ABSENT), 1000),
])  # fmt: skip
def test_what_an_attendance_lets_pass(majority, attendance, missing, needed):
    found = outlook(TEN, majority, attendance)
    assert (found.missing, found.needed, found.can_pass) == (missing, needed, not missing)


def test_a_second_session_needs_no_quorum_but_somebody():
    assert outlook(TEN, ABSOLUTE, Fraction(1, 10), session=Session.SECOND).can_pass
    assert outlook(TEN, ABSOLUTE, Fraction(0), session=Session.SECOND).missing == (QUORUM,)


def test_a_retry_of_unanimity_needs_those_present():
    found = outlook(TEN, UNANIMITY, Fraction(7, 10), retry=True)
    assert (found.can_pass, found.needed, found.missing_votes) == (True, 700, 0)
    assert outlook(TEN, UNANIMITY, Fraction(7, 10)).missing_votes == 300


def test_a_suspended_lot_defeats_unanimity_and_nothing_else():
    lots = [*building(500, 300), OutlookLot("J", "joint", 200, 200, suspended=True)]
    assert outlook(lots, UNANIMITY, WHOLE).missing == (DESIGNATION,)
    assert outlook(lots, UNANIMITY, WHOLE).missing_votes == 200
    assert outlook(lots, FOUR_FIFTHS, WHOLE).can_pass


def test_an_excluded_lot_defeats_unanimity_and_counts_for_the_quorum():
    lots = [*building(400, 100), OutlookLot("S", "syndic", 500, 500, excluded=True)]
    assert outlook(lots, UNANIMITY, WHOLE).missing == (EXCLUDED,)
    found = outlook(lots, ABSOLUTE, WHOLE)
    assert (found.can_pass, found.all_votes, found.needed) == (True, 500, 251)


def test_nobody_may_vote():
    nobody = [OutlookLot("A", "Ann", 600, 0), OutlookLot("B", "Bart", 400, 400, excluded=True)]
    assert outlook(nobody, ABSOLUTE, WHOLE).missing == (VOTERS,)
    assert outlook(nobody, ABSOLUTE, WHOLE).blockers == ()


def test_too_few_votes_of_a_small_key():
    lots = [OutlookLot(f"A{number}", f"owner {number}", 100, int(number == 0)) for number in range(10)]
    assert outlook(lots, ABSOLUTE, Fraction(9, 10)).missing == (VOTERS,)
    assert outlook(lots, ABSOLUTE, WHOLE).can_pass


@pytest.mark.parametrize(("shares", "majority", "blockers"), [
    ((600, 400), ABSOLUTE, ("owner 0",)),  # 400 against 400: a tie
    ((400, 300, 300), ABSOLUTE, ()),
    ((334, 333, 333), TWO_THIRDS, ("owner 0",)),
    ((333, 333, 334), TWO_THIRDS, ("owner 2",)),
    ((333, 334, 332), TWO_THIRDS, ("owner 1",)),  # 333 of 999 against leaves exactly two thirds
    ((201, 200, 200, 200, 199), FOUR_FIFTHS, ("owner 0",)),
    ((200, 200, 200, 200, 200), FOUR_FIFTHS, ()),
    ((500, 500), UNANIMITY, ()),
    ((1000,), ABSOLUTE, ()),
])  # fmt: skip
def test_who_can_stop_it_alone(shares, majority, blockers):
    assert outlook(building(*shares), majority, WHOLE).blockers == blockers


def test_all_her_lots_are_one_owners():
    lots = [OutlookLot("A", "Ann", 250, 250), OutlookLot("B", "Ann", 250, 250), OutlookLot("C", "Bart", 500, 500)]
    found = outlook(lots, ABSOLUTE, WHOLE)
    assert found.blockers == ("Ann", "Bart")
    assert found.quorum.heads_needed == 2


@pytest.mark.parametrize("attendance", [Fraction(-1, 10), Fraction(11, 10)])
def test_an_attendance_is_a_part(attendance):
    with pytest.raises(ValueError, match="between 0 and 1"):
        outlook(TEN, ABSOLUTE, attendance)
    with pytest.raises(ValueError, match="from 0 upwards"):
        OutlookLot("A", "Ann", -1, 0)


shares_of_lots = st.lists(st.integers(1, 500), min_size=1, max_size=30)
parts = st.fractions(0, 1, max_denominator=100)


@given(shares_of_lots, parts, st.sampled_from(list(THRESHOLDS)))
def test_what_is_needed_is_the_smallest_number_that_carries(shares, attendance, majority):
    found = outlook(building(*shares), majority, attendance)
    if found.can_pass:
        assert is_carried(Tally(found.needed, found.present_votes - found.needed), majority)
        if found.needed > 1:
            assert not is_carried(Tally(found.needed - 1, found.present_votes - found.needed + 1), majority)


@given(shares_of_lots, parts, parts, st.sampled_from(list(Majority)))
def test_more_people_never_make_it_impossible(shares, one, other, majority):
    fewer, more = sorted((one, other))
    if outlook(building(*shares), majority, fewer).can_pass:
        assert outlook(building(*shares), majority, more).can_pass
