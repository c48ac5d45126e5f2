"""Decisions in writing: everyone who has a vote, or nothing."""

import pytest

from koprogo.rules.assemblies.decision_kinds import KINDS
from koprogo.rules.assemblies.written import AUTHENTIC_DEED, Answer, AskedLot, WrittenOutcome, may_be_written, written

FOR, AGAINST, NONE = Answer
WORKS = "works_on_common_parts"
NEEDS_ASSEMBLY, NEEDS_DESIGNATION, OPEN, CARRIED, REJECTED = WrittenOutcome


@pytest.mark.parametrize(("answers", "over", "outcome"), [
    ([FOR, FOR], False, CARRIED),
    ([FOR, FOR], True, CARRIED),
    ([FOR, NONE], False, OPEN),
    ([FOR, NONE], True, REJECTED),
    ([FOR, AGAINST], False, REJECTED),
    ([NONE, AGAINST], False, REJECTED),
    ([], False, REJECTED),
])  # fmt: skip
def test_everyone_says_yes(answers, over, outcome):
    lots = [AskedLot(f"A{number}", 500, answer) for number, answer in enumerate(answers)]
    assert written(lots, WORKS, over=over).outcome is outcome


def test_a_suspended_lot_designates_first_and_is_named():
    found = written([AskedLot("A", 500, FOR), AskedLot("B", 300, suspended=True), AskedLot("C", 200)], WORKS)
    assert (found.outcome, found.suspended, found.waiting) == (NEEDS_DESIGNATION, ("B",), ("C",))
    assert (found.in_favour, found.total) == (500, 1000)


def test_one_no_ends_it_whatever_is_still_to_come():
    lots = [AskedLot("A", 500, AGAINST), AskedLot("B", 300, suspended=True), AskedLot("C", 200)]
    assert written(lots, WORKS).outcome is REJECTED
    assert written(lots, WORKS).against == ("A",)


def test_a_lot_without_a_share_is_not_asked():
    assert written([AskedLot("A", 1, FOR), AskedLot("cellar", 0)], WORKS).outcome is CARRIED
    assert written([AskedLot("cellar", 0)], WORKS).outcome is REJECTED


@pytest.mark.parametrize("kind", sorted(AUTHENTIC_DEED))
def test_what_needs_a_deed_needs_an_assembly(kind):
    assert kind in KINDS
    assert not may_be_written(kind)
    assert written([AskedLot("A", 1, FOR)], kind).outcome is NEEDS_ASSEMBLY


def test_facts_that_cannot_be():
    with pytest.raises(ValueError, match="nobody answers for a suspended lot"):
        written([AskedLot("A", 1, FOR, suspended=True)], WORKS)
    with pytest.raises(ValueError, match="from 0 upwards"):
        written([AskedLot("A", -1)], WORKS)
    with pytest.raises(ValueError, match="is not a kind"):
        written([AskedLot("A", 1)], "nothing_we_know")
