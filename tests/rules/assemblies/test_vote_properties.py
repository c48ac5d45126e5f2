"""What holds for any vote, reductions included: one more yes never rejects; order and scale of shares change nothing.

The one exception is written down here and in docs/law/readings/several-ways.md: somebody who is reduced and votes three
ways at once can lose a rounded vote from her abstentions to her votes against.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from koprogo.rules.assemblies.majorities import THRESHOLDS, Majority
from koprogo.rules.assemblies.tally import Ballot, Choice, Count, count

FOR, AGAINST, ABSTAIN, BLANK = Choice
ABSOLUTE = Majority.ABSOLUTE

names = st.sampled_from(["Ann", "Bart", "Chloé", "Dirk"])
votes = st.integers(0, 12) | st.integers(0, 10**6)
ballots = st.lists(st.builds(Ballot, names, votes, st.sampled_from(Choice)), max_size=9)
given_away = st.lists(
    st.builds(Ballot, names, votes, st.sampled_from(Choice), st.one_of(st.just(""), st.sampled_from(["Mia", "Bart"]))),
    max_size=9,
)
silent = st.dictionaries(names, votes, max_size=3)
majorities = st.sampled_from(list(THRESHOLDS))


def ways(cast: Sequence[Ballot]) -> int:
    """Return the most choices any one person makes."""
    return max((len({each.choice for each in cast if each.person == one.person}) for one in cast), default=0)


def never_rejects(before: Count, after: Count) -> bool:
    return after.carried or not before.carried


@given(ballots, silent, majorities, votes)
def test_somebody_new_who_says_yes_never_rejects(
    cast: list[Ballot], others: Mapping[str, int], majority: Majority, more: int
) -> None:
    assume(ways(cast) <= 2)
    after = count([*cast, Ballot("Newcomer", more, FOR)], others, majority)
    assert never_rejects(count(cast, others, majority), after)


@given(ballots, silent, majorities, st.data())
def test_a_silent_person_who_says_yes_never_rejects(
    cast: list[Ballot], others: dict[str, int], majority: Majority, data: st.DataObject
) -> None:
    assume(others)
    who = data.draw(st.sampled_from(sorted(others)))
    some = data.draw(st.integers(0, others[who]))
    voted = [*cast, Ballot(who, some, FOR)]
    assume(ways(voted) <= 2)
    rest = {**others, who: others[who] - some}
    assert never_rejects(count(cast, others, majority), count(voted, rest, majority))


@given(ballots, silent, majorities, st.data())
def test_who_turns_to_yes_never_rejects(
    cast: list[Ballot], others: dict[str, int], majority: Majority, data: st.DataObject
) -> None:
    assume(cast)
    place = data.draw(st.integers(0, len(cast) - 1))
    turned = [replace(each, choice=FOR) if n == place else each for n, each in enumerate(cast)]
    assume(max(ways(cast), ways(turned)) <= 2)
    assert never_rejects(count(cast, others, majority), count(turned, others, majority))


@given(ballots, st.integers(1, 10**6), st.data())
def test_one_more_yes_never_rejects_a_unanimity(cast: list[Ballot], absent: int, data: st.DataObject) -> None:
    total = sum(each.shares for each in cast) + absent
    before = count(cast, {}, Majority.UNANIMITY, unanimity_of=total)
    more = [*cast, Ballot("Newcomer", absent, FOR)]
    assert never_rejects(before, count(more, {}, Majority.UNANIMITY, unanimity_of=total))


def test_the_exception_three_ways_and_a_rounded_vote() -> None:
    """Ann's 4 votes count for 2, both abstaining; when she adds a yes, 2 × 1/5 against rounds up instead."""
    others = [Ballot("Bart", 1, FOR)]
    ann = [Ballot("Ann", 1, AGAINST), Ballot("Ann", 3, ABSTAIN)]
    before = count([*ann, *others], {"Ann": 1, "Chloé": 1}, ABSOLUTE)
    after = count([*ann, Ballot("Ann", 1, FOR), *others], {"Chloé": 1}, ABSOLUTE)
    assert (before.in_favour, before.against, before.carried) == (1, 0, True)
    assert (after.in_favour, after.against, after.carried) == (1, 1, False)


@given(given_away, silent, majorities, st.permutations(range(9)))
def test_the_order_of_ballots_is_irrelevant(
    cast: list[Ballot], others: Mapping[str, int], majority: Majority, order: list[int]
) -> None:
    shuffled = [cast[place] for place in order if place < len(cast)]
    assert count(shuffled, others, majority) == count(cast, others, majority)


@given(given_away, silent, majorities, st.integers(1, 10**4))
def test_the_scale_of_shares_moves_nobody_by_more_than_the_rounding(
    cast: list[Ballot], others: Mapping[str, int], majority: Majority, scale: int
) -> None:
    """Twice the shares are twice the votes, but for what a reduced person voting several ways rounds."""
    plain = count(cast, others, majority)
    larger = [replace(each, shares=each.shares * scale) for each in cast]
    scaled = count(larger, {person: each * scale for person, each in others.items()}, majority)
    assert scaled.warning is plain.warning
    rounded = scale * len(cast) * (len(plain.reductions) + 1) if plain.reductions else 0
    for choice in Choice:
        was = sum(hers.get(choice, 0) for hers in plain.counted.values())
        now = sum(hers.get(choice, 0) for hers in scaled.counted.values())
        assert abs(now - was * scale) <= rounded


@given(given_away, silent)
def test_a_reduction_raises_nobody_and_lowers_nobody_else(cast: list[Ballot], others: Mapping[str, int]) -> None:
    counted = count(cast, others, ABSOLUTE)
    reduced = {each.person for each in counted.reductions}
    givers = {each.person for each in counted.reductions if each.as_giver}
    for person, hers in counted.counted.items():
        cast_by_her = [each for each in cast if each.person == person]
        for choice, left in hers.items():
            whole = sum(each.shares for each in cast_by_her if each.choice is choice)
            assert left <= whole
            if person not in reduced and not any((each.giver or each.person) in givers for each in cast_by_her):
                assert left == whole
