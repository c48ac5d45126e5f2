"""Proxies: three, or a tenth of all lots; never the syndic, never oneself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.assemblies.proxies import ProxyReason, accept, still_accepted
from koprogo.rules.texts import CC_3_87_7

WITHIN_NUMBER, WITHIN_TENTH, HOLDER_IS_SYNDIC, HOLDER_IS_GIVER, TOO_MANY = ProxyReason

votes = st.integers(0, 1000)


@pytest.mark.parametrize(
    ("building", "own", "held", "offered", "reason"),
    [
        # art. 3.87 §7: three at most, whatever they weigh
        (1000, 100, [], 300, WITHIN_NUMBER),
        (1000, 100, [300], 300, WITHIN_NUMBER),
        (1000, 100, [300, 300], 300, WITHIN_NUMBER),
        (1000, 100, [300, 300, 100], 1, TOO_MANY),
        # … unless own and carried votes are at most a tenth of all lots
        (1000, 10, [20, 30, 20], 20, WITHIN_TENTH),
        (1000, 10, [20, 30, 20], 21, TOO_MANY),
        (1000, 31, [20, 20, 20], 9, WITHIN_TENTH),
        (1000, 31, [20, 20, 20], 10, TOO_MANY),
        (1009, 10, [20, 30, 20], 20, WITHIN_TENTH),
        (1009, 10, [20, 30, 20], 21, TOO_MANY),
        (1010, 10, [20, 30, 20], 21, WITHIN_TENTH),
        (1000, 0, [0, 0, 0], 0, WITHIN_TENTH),
    ],
)
def test_accept(building: int, own: int, held: list[int], offered: int, reason: ProxyReason) -> None:
    answer = accept(building_shares=building, holder_own=own, held=held, offered=offered)
    assert answer.reason is reason
    assert answer.accepted is (reason in (WITHIN_NUMBER, WITHIN_TENTH))
    assert answer.number == len(held) + 1
    assert answer.together == own + sum(held) + offered
    assert answer.most_together == building // 10
    assert answer.source is CC_3_87_7


def test_the_syndic_is_refused_before_anything_is_counted() -> None:
    answer = accept(building_shares=1000, holder_own=10, held=[], offered=5, holder_is_syndic=True)
    assert (answer.accepted, answer.reason) == (False, HOLDER_IS_SYNDIC)


def test_nobody_is_her_own_proxy_holder() -> None:
    answer = accept(building_shares=1000, holder_own=10, held=[], offered=10, holder_is_giver=True)
    assert (answer.accepted, answer.reason) == (False, HOLDER_IS_GIVER)


@given(votes, st.lists(votes, max_size=6), votes, st.integers(1, 100))
def test_a_smaller_bundle_is_accepted_whenever_a_larger_one_is(
    own: int, held: list[int], offered: int, less: int
) -> None:
    larger = accept(building_shares=10_000, holder_own=own, held=held, offered=offered)
    smaller = accept(building_shares=10_000, holder_own=own, held=held, offered=max(offered - less, 0))
    assert larger.accepted <= smaller.accepted
    if held:
        assert (
            larger.accepted <= accept(building_shares=10_000, holder_own=own, held=held[1:], offered=offered).accepted
        )


@given(votes, st.permutations([5, 20, 30, 40]), votes)
def test_order_of_proxies_is_irrelevant(own: int, held: list[int], offered: int) -> None:
    answer = accept(building_shares=10_000, holder_own=own, held=held, offered=offered)
    assert answer == accept(building_shares=10_000, holder_own=own, held=sorted(held), offered=offered)


@pytest.mark.parametrize(
    ("building", "own", "held", "offered"), [(0, 0, [], 0), (1000, -1, [], 5), (1000, 0, [-1], 5), (1000, 0, [], -5)]
)
def test_votes_are_never_negative(building: int, own: int, held: list[int], offered: int) -> None:
    with pytest.raises(ValueError, match="from 0 upwards"):
        accept(building_shares=building, holder_own=own, held=held, offered=offered)


def test_nobody_carries_more_than_the_building() -> None:
    with pytest.raises(ValueError, match="nobody carries 1001 of 1000 votes"):
        accept(building_shares=1000, holder_own=500, held=[300], offered=201)
    assert accept(building_shares=1000, holder_own=500, held=[300], offered=200).accepted
    assert accept(building_shares=1, holder_own=0, held=[], offered=1).accepted


@pytest.mark.parametrize(
    ("own", "given", "kept"),
    [
        # art. 3.87 §7 judged again at use: the fourth falls once own votes grew past the tenth
        (10, [20, 30, 20, 20], [True] * 4),
        (11, [20, 30, 20, 20], [True, True, True, False]),
        # what falls leaves its room: the fifth fits where the fourth did not
        (11, [20, 30, 20, 20, 19], [True, True, True, False, True]),
        (0, [], []),
    ],
)
def test_proxies_are_judged_again_in_the_order_in_which_they_were_given(own, given, kept):
    answers = still_accepted(building_shares=1000, holder_own=own, given=given)
    assert [each.accepted for each in answers] == kept


def test_the_syndic_keeps_none_of_them():
    assert [
        each.accepted
        for each in still_accepted(building_shares=1000, holder_own=0, given=[1, 2], holder_is_syndic=True)
    ] == [False, False]


def test_a_large_owner_who_names_herself_is_refused_not_miscounted():
    """Her votes would be there twice, which is no sum to check."""
    answer = accept(building_shares=1000, holder_own=600, held=[], offered=600, holder_is_giver=True)
    assert (answer.accepted, answer.reason) == (False, ProxyReason.HOLDER_IS_GIVER)
