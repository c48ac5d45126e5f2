"""Choosing between options: worked examples, boundaries, and what holds for any room."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from koprogo.rules.assemblies.choice import ABSTAIN, BLANK, OPTIONS, ChoiceCount, ChoiceOutcome, OptionBallot, choose

ONE, TWO, THREE, FOUR = OPTIONS[:4]
CHOSEN, RUN_OFF, TIE_FOR_RUN_OFF, TIE, NO_VOTE = ChoiceOutcome

names = st.sampled_from(["Ann", "Bart", "Chloé", "Dirk", "Els"])
ballots = st.lists(
    st.builds(OptionBallot, names, st.integers(0, 10**6), st.sampled_from([*OPTIONS[:4], ABSTAIN, BLANK])), max_size=12
)
others = st.dictionaries(st.sampled_from(["Ann", "Zoë"]), st.integers(0, 10**6), max_size=2)


def room(*votes: int) -> list[OptionBallot]:
    """Return one person per hundred votes or part of it, so that nobody meets the ceiling in rooms like these."""
    return [
        OptionBallot(f"{option}/{start}", min(100, many - start), option)
        for option, many in zip(OPTIONS, votes, strict=False)
        for start in range(0, many, 100)
    ]


@pytest.mark.parametrize(("votes", "outcome", "named"), [
    ((501, 300, 200), CHOSEN, (ONE,)),
    ((500, 300, 200), RUN_OFF, (ONE, TWO)),
    ((300, 200, 499), RUN_OFF, (THREE, ONE)),
    ((400, 300, 300), TIE_FOR_RUN_OFF, (TWO, THREE)),
    ((400, 301, 300), RUN_OFF, (ONE, TWO)),
    ((400, 400, 200), RUN_OFF, (ONE, TWO)),
    ((300, 300, 300, 0), TIE_FOR_RUN_OFF, (ONE, TWO, THREE)),
    ((300, 300, 300, 300), TIE_FOR_RUN_OFF, (ONE, TWO, THREE, FOUR)),
    ((300, 300), TIE, (ONE, TWO)),
    ((300, 301), CHOSEN, (TWO,)),
    ((0, 0, 0), NO_VOTE, ()),
])  # fmt: skip
def test_choose(votes: tuple[int, ...], outcome: ChoiceOutcome, named: tuple[str, ...]) -> None:
    found = choose(room(*votes), {}, OPTIONS[: len(votes)])
    assert found.reductions == ()
    assert found.outcome is outcome
    assert (found.chosen,) * bool(found.chosen) + found.run_off + found.tied == named
    assert tuple(found.votes.values()) == votes


def test_abstentions_and_blank_ballots_choose_nothing() -> None:
    found = choose(
        [OptionBallot("Ann", 3, ABSTAIN), OptionBallot("Bart", 2, BLANK), OptionBallot("Cis", 1, TWO)], {}, [ONE, TWO]
    )
    assert (found.outcome, found.chosen, found.abstained, found.blank) == (CHOSEN, TWO, 3, 2)
    assert (found.cast, found.needed) == (1, 1)


@pytest.mark.parametrize("options", [[], [ONE], [ONE, ONE], [ONE, "option_10"], [*OPTIONS, "option_10"]])
def test_options_are_two_to_nine_each_once(options: list[str]) -> None:
    with pytest.raises(ValueError, match="two to nine options"):
        choose([], {}, options)


def test_a_ballot_names_what_is_put() -> None:
    with pytest.raises(ValueError, match="option_3 is not put"):
        choose([OptionBallot("Ann", 1, THREE)], {}, [ONE, TWO])
    with pytest.raises(ValueError, match="from 0 upwards"):
        OptionBallot("Ann", -1, ONE)


def figures(found: ChoiceCount) -> tuple[object, ...]:
    return found.outcome, found.chosen, found.run_off, found.tied, dict(found.votes)


@given(ballots, others, st.randoms())
def test_order_is_irrelevant(cast: list[OptionBallot], present: dict[str, int], chance: object) -> None:
    shuffled = list(cast)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert choose(shuffled, present, OPTIONS[:4]) == choose(cast, present, OPTIONS[:4])


@given(ballots, others, st.integers(1, 1000))
def test_the_scale_of_shares_is_irrelevant_when_nobody_votes_several_ways(
    cast: list[OptionBallot], present: dict[str, int], scale: int
) -> None:
    one_way = list({each.person: each for each in cast}.values())
    larger = [OptionBallot(each.person, each.shares * scale, each.choice) for each in one_way]
    plain = choose(one_way, present, OPTIONS[:4])
    scaled = choose(larger, {person: votes * scale for person, votes in present.items()}, OPTIONS[:4])
    assert figures(scaled)[:4] == figures(plain)[:4]
    assert dict(scaled.votes) == {option: votes * scale for option, votes in plain.votes.items()}


@given(ballots, others)
def test_reduction_never_raises_an_option_or_a_person(cast: list[OptionBallot], present: dict[str, int]) -> None:
    found = choose(cast, present, OPTIONS[:4])
    for person, choices in found.counted.items():
        for choice, votes in choices.items():
            assert votes <= sum(each.shares for each in cast if (each.person, each.choice) == (person, choice))


@given(st.lists(st.integers(0, 500), min_size=2, max_size=6))
def test_one_more_vote_never_takes_the_choice_away(votes: list[int]) -> None:
    """In a room where nobody meets the ceiling, for the option chosen, or one of the two of a run-off."""
    options = OPTIONS[: len(votes)]
    before = choose(room(*votes), {}, options)
    assume(not before.reductions and not before.warning)
    for option in (before.chosen, *before.run_off):
        if option:
            after = choose([*room(*votes), OptionBallot("Newcomer", 1, option)], {}, options)
            assume(not after.reductions)
            assert option in (after.chosen, *after.run_off)
            assert after.chosen == option or not before.chosen


@given(ballots, others)
def test_exactly_one_thing_follows(cast: list[OptionBallot], present: dict[str, int]) -> None:
    found = choose(cast, present, OPTIONS[:4])
    assert bool(found.chosen) is (found.outcome is CHOSEN)
    assert (len(found.run_off) == 2) is (found.outcome is RUN_OFF)
    assert (len(found.tied) >= 2) is (found.outcome in (TIE, TIE_FOR_RUN_OFF))
    if found.chosen:
        assert 2 * found.votes[found.chosen] > found.cast
        assert found.votes[found.chosen] >= found.needed
    else:
        assert all(2 * votes <= found.cast for votes in found.votes.values())
