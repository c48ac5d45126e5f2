"""Counting: worked examples, and what holds for any room of people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.assemblies.majorities import THRESHOLDS, Majority, Tally, is_carried
from koprogo.rules.assemblies.reduction import Reduction
from koprogo.rules.assemblies.tally import Ballot, Choice, Count, count

FOR, AGAINST, ABSTAIN, BLANK = Choice
ABSOLUTE = Majority.ABSOLUTE

shares = st.integers(0, 10**6)
names = st.sampled_from(["Ann", "Bart", "Chloé", "Dirk", "Els"])
ballots = st.lists(st.builds(Ballot, names, shares, st.sampled_from(Choice)), max_size=12)
given_ballots = st.lists(
    st.builds(Ballot, names, shares, st.sampled_from(Choice), st.one_of(st.just(""), st.sampled_from(["Mia", "Noé"]))),
    max_size=12,
)
others = st.dictionaries(st.sampled_from(["Ann", "Bart", "Zoë"]), shares, max_size=3)
majorities = st.sampled_from(list(THRESHOLDS))


def sums(counted: Count) -> tuple[int, int, int, int]:
    return counted.in_favour, counted.against, counted.abstained, counted.blank


@pytest.mark.parametrize(
    ("cast", "present", "expected"),
    [
        ([("Ann", 300, FOR), ("Bart", 250, AGAINST), ("Chloé", 200, ABSTAIN)], {}, (300, 250, 200, 0)),
        ([("Ann", 600, FOR), ("Bart", 400, AGAINST)], {}, (400, 400, 0, 0)),
        ([("Ann", 300, FOR), ("Ann", 300, FOR), ("Bart", 400, AGAINST)], {}, (400, 400, 0, 0)),
        ([("Ann", 600, FOR), ("Bart", 150, AGAINST)], {"Chloé": 250}, (400, 150, 0, 0)),
        ([("Ann", 450, FOR), ("Bart", 400, AGAINST)], {"Ann": 150}, (400, 400, 0, 0)),
        ([("Ann", 300, FOR), ("Bart", 400, AGAINST)], {"Ann": 300}, (300, 400, 0, 0)),
        ([("Ann", 450, FOR), ("Ann", 150, AGAINST), ("Bart", 400, BLANK)], {}, (300, 100, 0, 400)),
        ([("Ann", 500, FOR), ("Ann", 200, AGAINST), ("Bart", 500, AGAINST)], {}, (357, 643, 0, 0)),
        ([("Ann", 300, FOR), ("Ann", 300, AGAINST), ("Bart", 401, ABSTAIN)], {}, (200, 201, 401, 0)),
        ([("Ann", 300, FOR), ("Ann", 300, BLANK), ("Bart", 401, ABSTAIN)], {}, (200, 0, 401, 201)),
        ([("Ann", 600, ABSTAIN), ("Bart", 400, FOR)], {}, (400, 0, 400, 0)),
        ([], {}, (0, 0, 0, 0)),
        ([], {"Ann": 400}, (0, 0, 0, 0)),
    ],
)
def test_count(
    cast: list[tuple[str, int, Choice]], present: dict[str, int], expected: tuple[int, int, int, int]
) -> None:
    counted = count([Ballot(*ballot) for ballot in cast], present, ABSOLUTE)
    assert sums(counted) == expected
    assert counted.carried is (expected[0] > expected[1])


def test_a_reduction_is_named_with_what_was_carried_and_what_counts() -> None:
    counted = count([Ballot("Ann", 600, FOR), Ballot("Bart", 400, AGAINST)], {}, ABSOLUTE)
    assert counted.reductions == (Reduction("Ann", 600, 400),)
    assert not counted.reductions[0].as_giver
    assert counted.counted == {"Ann": {FOR: 400}, "Bart": {AGAINST: 400}}
    assert counted.unreduced == Tally(600, 400)
    assert not counted.warning


def test_one_person_alone_votes_in_full_with_a_warning() -> None:
    counted = count([Ballot("Ann", 140, FOR), Ballot("Ann", 20, AGAINST)], {}, ABSOLUTE)
    assert sums(counted) == (140, 20, 0, 0)
    assert counted.warning
    assert counted.carried
    assert counted.reductions == ()


def test_votes_in_two_hands_are_still_one_persons_votes() -> None:
    """Mia owns 600 and the others 400 together, so each hand keeps 200 of her 300."""
    counted = count(
        [
            Ballot("Piet", 300, FOR, giver="Mia"),
            Ballot("Rosa", 300, FOR, giver="Mia"),
            Ballot("Piet", 50, AGAINST),
            Ballot("Rosa", 50, AGAINST),
            Ballot("Sam", 300, AGAINST),
        ],
        {},
        ABSOLUTE,
    )
    assert sums(counted) == (400, 400, 0, 0)
    assert counted.reductions == (Reduction("Mia", 600, 400, as_giver=True),)
    assert counted.unreduced == Tally(600, 400)


def test_own_votes_and_given_votes_are_one_persons_votes() -> None:
    """Mia votes for 300 herself and gives 300 away: 600 of hers against 400 of the others."""
    counted = count(
        [Ballot("Mia", 300, FOR), Ballot("Piet", 300, FOR, giver="Mia"), Ballot("Sam", 400, AGAINST)], {}, ABSOLUTE
    )
    assert sums(counted) == (400, 400, 0, 0)


def test_votes_in_one_hand_are_reduced_once() -> None:
    counted = count([Ballot("Piet", 600, FOR, giver="Mia"), Ballot("Sam", 400, AGAINST)], {}, ABSOLUTE)
    assert counted.reductions == (Reduction("Piet", 600, 400),)


def test_a_giver_and_her_holder_can_both_lose() -> None:
    """Mia's 600 shrink to 500 over two hands; Piet then still carries more than the others."""
    counted = count(
        [
            Ballot("Piet", 400, FOR, giver="Mia"),
            Ballot("Rosa", 200, AGAINST, giver="Mia"),
            Ballot("Piet", 300, FOR),
            Ballot("Sam", 200, AGAINST),
        ],
        {},
        ABSOLUTE,
    )
    assert counted.reductions == (
        Reduction("Mia", 600, 500, as_giver=True),  # 333 with Piet, 167 with Rosa
        Reduction("Piet", 633, 400),  # Rosa carries 200 and Sam 200
    )
    assert sums(counted) == (400, 367, 0, 0)


def test_when_all_votes_are_one_givers_they_count_with_a_warning() -> None:
    counted = count([Ballot("Piet", 300, FOR, "Mia"), Ballot("Rosa", 300, AGAINST, "Mia")], {}, ABSOLUTE)
    assert sums(counted) == (300, 300, 0, 0)
    assert counted.warning


def test_unanimity_is_judged_on_unreduced_shares() -> None:
    yes = [Ballot("Ann", 600, FOR), Ballot("Bart", 400, FOR)]
    assert count(yes, {}, Majority.UNANIMITY, unanimity_of=1000).carried
    assert count(yes, {}, Majority.UNANIMITY, unanimity_of=1000).in_favour == 800
    assert not count(yes, {}, Majority.UNANIMITY, unanimity_of=1001).carried
    blank = [Ballot("Ann", 600, FOR), Ballot("Bart", 400, BLANK)]
    assert not count(blank, {}, Majority.UNANIMITY, unanimity_of=1000).carried


def test_nobody_is_never_unanimous() -> None:
    assert not count([], {}, Majority.UNANIMITY, unanimity_of=0).carried


def test_unanimity_needs_its_base_and_nothing_else_has_one() -> None:
    with pytest.raises(ValueError, match="for unanimity, and for nothing else"):
        count([], {}, Majority.UNANIMITY)
    with pytest.raises(ValueError, match="for unanimity, and for nothing else"):
        count([], {}, ABSOLUTE, unanimity_of=1000)


def test_votes_are_never_negative() -> None:
    with pytest.raises(ValueError, match="from 0 upwards"):
        Ballot("Ann", -1, FOR)
    with pytest.raises(ValueError, match="from 0 upwards"):
        count([], {"Ann": -1}, ABSOLUTE)


@given(ballots, others, majorities)
def test_the_parts_add_up_and_the_majority_judges_them(
    cast: list[Ballot], present: dict[str, int], majority: Majority
) -> None:
    counted = count(cast, present, majority)
    by_choice = [sum(choices.get(choice, 0) for choices in counted.counted.values()) for choice in Choice]
    assert tuple(by_choice) == sums(counted)
    assert counted.carried is is_carried(Tally(counted.in_favour, counted.against), majority)


@given(given_ballots, others)
def test_reduction_never_raises_anyone(cast: list[Ballot], present: dict[str, int]) -> None:
    counted = count(cast, present, ABSOLUTE)
    for person, choices in counted.counted.items():
        for choice, votes in choices.items():
            assert votes <= sum(b.shares for b in cast if (b.person, b.choice) == (person, choice))


@given(given_ballots, others)
def test_nobody_counts_for_more_than_the_others_carry(cast: list[Ballot], present: dict[str, int]) -> None:
    counted = count(cast, present, ABSOLUTE)
    if counted.warning:
        return
    everyone = sum(ballot.shares for ballot in cast) + sum(present.values())
    for person, choices in counted.counted.items():
        hers = sum(ballot.shares for ballot in cast if ballot.person == person) + present.get(person, 0)
        assert sum(choices.values()) <= everyone - hers


@given(ballots, others)
def test_exactly_the_reduced_are_named(cast: list[Ballot], present: dict[str, int]) -> None:
    counted = count(cast, present, ABSOLUTE)
    lost = sum(ballot.shares for ballot in cast) - sum(sums(counted))
    assert lost == sum(reduction.carried - reduction.counted for reduction in counted.reductions)
    assert all(reduction.counted < reduction.carried for reduction in counted.reductions)


@given(given_ballots, others, st.randoms())
def test_order_is_irrelevant(cast: list[Ballot], present: dict[str, int], chance: object) -> None:
    shuffled = list(cast)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert count(shuffled, present, ABSOLUTE) == count(cast, present, ABSOLUTE)


@given(ballots, others, majorities)
def test_splitting_a_ballot_changes_nothing(cast: list[Ballot], present: dict[str, int], majority: Majority) -> None:
    """A person is the sum of her ballots, whether she holds one lot or three."""
    split = [
        piece
        for ballot in cast
        for piece in (
            Ballot(ballot.person, ballot.shares // 3, ballot.choice),
            Ballot(ballot.person, ballot.shares - ballot.shares // 3, ballot.choice),
        )
    ]
    assert sums(count(split, present, majority)) == sums(count(cast, present, majority))


@given(ballots, others, st.integers(1, 100), majorities)
def test_counting_in_other_shares_changes_nothing_when_nobody_votes_several_ways(
    cast: list[Ballot], present: dict[str, int], scale: int, majority: Majority
) -> None:
    one_way = list({ballot.person: ballot for ballot in cast}.values())
    larger = [Ballot(ballot.person, ballot.shares * scale, ballot.choice) for ballot in one_way]
    scaled = count(larger, {person: votes * scale for person, votes in present.items()}, majority)
    plain = count(one_way, present, majority)
    assert sums(scaled) == tuple(scale * votes for votes in sums(plain))
    assert scaled.carried is plain.carried


@given(ballots, others, majorities)
def test_another_yes_from_an_unreduced_room_never_rejects(
    cast: list[Ballot], present: dict[str, int], majority: Majority
) -> None:
    before = count(cast, present, majority)
    after = count([*cast, Ballot("Newcomer", 1, FOR)], present, majority)
    if before.carried and not before.warning and not before.reductions and not after.reductions:
        assert after.carried
