"""A correction after a result: what falls out, what the ceilings become, whether the result stands."""

import pytest

from koprogo.rules.assemblies.majorities import Majority
from koprogo.rules.assemblies.review import BaseLot, falls_out, review
from koprogo.rules.assemblies.tally import Choice

FOR, AGAINST = Choice.FOR, Choice.AGAINST
ABSOLUTE, UNANIMITY = Majority.ABSOLUTE, Majority.UNANIMITY

ROOM = [
    BaseLot("A", 300, "Ann", "Ann", FOR),
    BaseLot("B", 250, "Bart", "Bart", AGAINST),
    BaseLot("C", 100, "Cis", "Dirk", FOR),
    BaseLot("D", 150, "Dirk", "Dirk", AGAINST),
    BaseLot("E", 200, "Els"),
]
AS_IT_WAS = {"A": "Ann", "B": "Bart", "C": "Dirk", "D": "Dirk"}


def test_nothing_corrected_changes_nothing() -> None:
    found = review(ROOM, AS_IT_WAS, ABSOLUTE)
    assert found.before == found.after
    assert (found.would_change, found.counts_differ, found.fell_out, found.came_in) == (False, False, (), ())
    assert (found.before.in_favour, found.before.against, found.before.carried) == (400, 400, False)


def test_who_was_not_there_did_not_vote() -> None:
    found = review(ROOM, {"A": "Ann", "C": "Dirk", "D": "Dirk"}, ABSOLUTE)
    assert found.fell_out == ("B",)
    assert (found.after.in_favour, found.after.against) == (250 + 100, 150)  # Ann's ceiling is now 250
    assert (found.before.carried, found.after.carried, found.would_change) == (False, True, True)


def test_a_giver_who_was_there_takes_her_votes_out_of_the_holders_hand() -> None:
    found = review(ROOM, {**AS_IT_WAS, "C": "Cis"}, ABSOLUTE)
    assert found.fell_out == ("C",)
    assert found.came_in == ()
    assert (found.after.in_favour, found.after.against) == (300, 400)
    assert found.counts_differ
    assert not found.would_change


def test_who_was_there_unseen_raises_the_ceilings_and_did_not_vote() -> None:
    small = [BaseLot("A", 600, "Ann", "Ann", FOR), BaseLot("B", 400, "Bart", "Bart", AGAINST), BaseLot("E", 100, "Els")]
    found = review(small, {"A": "Ann", "B": "Bart", "E": "Els"}, ABSOLUTE)
    assert found.came_in == ("E",)
    assert (found.before.in_favour, found.after.in_favour) == (400, 500)
    assert found.would_change


def test_a_silent_lot_in_another_hand_moves_the_ceilings_only() -> None:
    room = [*ROOM[:4], BaseLot("E", 200, "Els", "Bart")]
    found = review(room, {**AS_IT_WAS, "E": "Ann"}, ABSOLUTE)
    assert (found.fell_out, found.came_in) == ((), ())
    assert not found.counts_differ


def test_unanimity_of_those_present_follows_the_correction() -> None:
    lots = [BaseLot("A", 600, "Ann", "Ann", FOR), BaseLot("B", 400, "Bart", "Bart")]
    found = review(lots, {"A": "Ann"}, UNANIMITY, unanimity_of=1000, unanimity_of_corrected=600)
    assert (found.before.carried, found.after.carried, found.would_change) == (False, True, True)
    assert not review(lots, {"A": "Ann"}, UNANIMITY, unanimity_of=1000).would_change


@pytest.mark.parametrize(("caster", "before", "after", "falls"), [
    ("Ann", {"Ann"}, {"Ann"}, False),
    ("Ann", {"Ann"}, set(), True),
    ("Piet", {"Piet"}, {"Mia"}, True),  # the giver was there
    ("Piet", {"Piet", "Mia"}, {"Piet", "Mia"}, False),  # she came while it was open: his ballot stands
    ("desk", {"Ann"}, {"Ann"}, False),
    ("desk", {"Ann"}, set(), True),
])  # fmt: skip
def test_a_ballot_falls_when_who_cast_it_had_no_power(
    caster: str, before: set[str], after: set[str], falls: bool
) -> None:
    assert falls_out(caster, before, after) is falls


def test_facts_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="Z may not vote"):
        review(ROOM, {"Z": "Zoë"}, ABSOLUTE)
    with pytest.raises(ValueError, match="so somebody carried it"):
        BaseLot("A", 1, "Ann", "", FOR)
