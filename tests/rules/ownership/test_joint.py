"""A joint or usufruct lot votes through one representative, or not at all (art. 3.87 §1, al. 2)."""

from itertools import combinations_with_replacement

import pytest

from koprogo.core.sources import sources_of
from koprogo.rules.ownership.joint import HeldLot, Suspended, needs_representative, suspended
from koprogo.rules.ownership.rights import Right


@pytest.mark.parametrize("right", Right)
def test_only_full_ownership_by_one_votes_by_itself(right: Right):
    assert needs_representative([right]) is (right is not Right.FULL)


@pytest.mark.parametrize("rights", combinations_with_replacement(Right, 2))
def test_two_holders_always_need_one_representative(rights: tuple[Right, ...]):
    assert needs_representative(rights)


def test_the_votes_lost_are_those_of_joint_lots_without_representative():
    alone = HeldLot("A1", 100, (Right.FULL,), has_representative=False)
    joint = HeldLot("A2", 200, (Right.UNDIVIDED,) * 2, has_representative=False)
    represented = HeldLot("A3", 400, (Right.UNDIVIDED,) * 2, has_representative=True)
    split = HeldLot("A4", 800, (Right.USUFRUCT_OR_BARE,), has_representative=False)
    assert suspended([alone, joint, represented, split]) == Suspended((joint, split), 1_000)
    assert suspended([alone, represented]) == Suspended((), 0)


@pytest.mark.parametrize("rule", [needs_representative, suspended])
def test_the_article(rule):
    assert [source.article for source in sources_of(rule)] == ["3.87 §1"]
