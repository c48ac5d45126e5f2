"""The ceiling on ballots of any kind of choice; the figures of yes and no are in `test_tally.py`."""

from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.assemblies.choice import OptionBallot
from koprogo.rules.assemblies.reduction import Reduction, reduced

WAYS = ["option_1", "option_2", "abstain"]
names = st.sampled_from(["Ann", "Bart", "Chloé", "Dirk"])
givers = st.one_of(st.just(""), st.sampled_from(["Mia", "Ann"]))
ballots = st.lists(st.builds(OptionBallot, names, st.integers(0, 1000), st.sampled_from(WAYS), givers), max_size=10)
others = st.dictionaries(names, st.integers(0, 1000), max_size=2)


def test_the_loss_is_spread_over_whatever_was_chosen() -> None:
    left = reduced(
        [
            OptionBallot("Ann", 500, "option_1"),
            OptionBallot("Ann", 200, "option_2"),
            OptionBallot("Bart", 500, "abstain"),
        ],
        {},
    )
    assert left.counted["Ann"] == {"option_1": 357, "option_2": 143}
    assert left.reductions == (Reduction("Ann", 700, 500),)
    assert left.unreduced == {"option_1": 500, "option_2": 200, "abstain": 500}
    assert (left.votes("option_1"), left.votes("option_9")) == (357, 0)


@given(ballots, others)
def test_nobody_counts_for_more_than_she_cast_or_the_others_carry(
    cast: list[OptionBallot], present: dict[str, int]
) -> None:
    left = reduced(cast, present)
    everyone = sum(each.shares for each in cast) + sum(present.values())
    for person, choices in left.counted.items():
        hers = sum(each.shares for each in cast if each.person == person)
        assert sum(choices.values()) <= hers
        if not left.warning:
            assert sum(choices.values()) <= everyone - hers - present.get(person, 0)


@given(ballots, others)
def test_no_giver_counts_for_more_than_the_others_own(cast: list[OptionBallot], present: dict[str, int]) -> None:
    """Whoever gives votes away keeps at most, over all hands, what everyone else has."""
    left = reduced(cast, present)
    if left.warning:
        return
    owned: dict[str, int] = dict(present)
    for each in cast:
        owned[each.giver or each.person] = owned.get(each.giver or each.person, 0) + each.shares
    for reduction in left.reductions:
        if reduction.as_giver:
            assert reduction.counted == sum(owned.values()) - owned[reduction.person]
