"""The ceiling on votes: nobody votes for more than the others together, and nobody gains by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.assemblies.voting_power import ceiling, is_sole_attendee, voting_power

people = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 10**9), max_size=8)


@pytest.mark.parametrize(
    ("carried", "counted"),
    [
        ({"Ann": 600, "Bart": 150, "Chloé": 250}, {"Ann": 400, "Bart": 150, "Chloé": 250}),
        ({"Ann": 400, "Bart": 150, "Chloé": 250}, {"Ann": 400, "Bart": 150, "Chloé": 250}),
        ({"Ann": 401, "Bart": 150, "Chloé": 250}, {"Ann": 400, "Bart": 150, "Chloé": 250}),
        ({"Ann": 300, "Bart": 100}, {"Ann": 100, "Bart": 100}),
        ({"Ann": 500, "Bart": 500}, {"Ann": 500, "Bart": 500}),
        ({"Ann": 0, "Bart": 0}, {"Ann": 0, "Bart": 0}),
        ({}, {}),
    ],
)
def test_voting_power(carried: dict[str, int], counted: dict[str, int]) -> None:
    power = voting_power(carried)
    assert power.counted == counted
    assert power.warning is False


@pytest.mark.parametrize("carried", [{"Ann": 140}, {"Ann": 140, "Bart": 0}])
def test_one_person_alone_counts_in_full_with_a_warning(carried: dict[str, int]) -> None:
    power = voting_power(carried)
    assert power.counted == carried
    assert power.warning is True


def test_votes_are_never_negative() -> None:
    with pytest.raises(ValueError, match="from 0 upwards"):
        voting_power({"Ann": -1})


@given(people)
def test_nobody_counts_for_more_than_she_carries_or_the_others_carry(carried: dict[str, int]) -> None:
    power = voting_power(carried)
    for person, votes in power.counted.items():
        assert votes <= carried[person]
        assert power.warning or votes <= sum(carried.values()) - carried[person] == ceiling(
            sum(carried.values()), carried[person]
        )


@given(people)
def test_at_most_one_person_is_reduced(carried: dict[str, int]) -> None:
    """Two people cannot each carry more than all others together."""
    counted = voting_power(carried).counted
    assert sum(counted[person] < votes for person, votes in carried.items()) <= 1


@given(people, st.randoms())
def test_order_is_irrelevant(carried: dict[str, int], chance: object) -> None:
    names = list(carried)
    chance.shuffle(names)  # type: ignore[attr-defined]
    assert voting_power({name: carried[name] for name in names}) == voting_power(carried)


@given(people, st.integers(1, 1000))
def test_counting_in_other_shares_changes_nothing(carried: dict[str, int], scale: int) -> None:
    larger = voting_power({name: votes * scale for name, votes in carried.items()})
    assert larger.counted == {name: votes * scale for name, votes in voting_power(carried).counted.items()}


@given(people, st.sampled_from("ABCDEFGH"), st.integers(1, 10**6))
def test_one_more_arrival_never_lowers_anyone_else(carried: dict[str, int], arrival: str, votes: int) -> None:
    """Except the sole attendee, who counted in full by way of exception until somebody came."""
    if arrival in carried or is_sole_attendee(carried):
        return
    before, after = voting_power(carried).counted, voting_power({**carried, arrival: votes}).counted
    assert all(after[person] >= before[person] for person in carried)
