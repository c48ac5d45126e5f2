"""Counting one item: ballots in, votes counted and result out (art. 3.87 §§7–8).

Worked through with figures in docs/algorithms/vote-counting.md. In order: add up each person's ballots, apply the
ceiling to the person, spread her loss over her choices in proportion, add up the choices, judge the majority.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from koprogo.core.shares import largest_remainder
from koprogo.core.sources import cites
from koprogo.rules.assemblies.majorities import Majority, Tally, is_carried, is_unanimous
from koprogo.rules.assemblies.voting_power import ceiling, is_sole_attendee
from koprogo.rules.texts import CC_3_87_7, CC_3_87_8, CC_3_88_3, CC_3_88_4


class Choice(StrEnum):
    """What a ballot says. Abstaining and blank are not votes cast; only abstaining is named in the minutes."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    BLANK = "blank"


@dataclass(frozen=True)
class Ballot:
    """One ballot that counts: the person who carries the votes, how many, and what they say."""

    person: str
    shares: int
    choice: Choice

    def __post_init__(self) -> None:
        if self.shares < 0:
            raise ValueError("votes are counted from 0 upwards")


@dataclass(frozen=True)
class Reduction:
    """What the ceiling took from one person: votes on her ballots, and those that count."""

    person: str
    carried: int
    counted: int


@dataclass(frozen=True)
class Count:
    """The votes that count, by choice and by person, and whether they carry the resolution.

    Attributes:
        blank: blank ballots, after the ceiling; like abstentions they are not votes cast, but nobody abstained.
        counted: person -> choice -> votes that count, for the names in the minutes; choices she did not make are
            absent.
        unreduced: the same sums before the ceiling; unanimity is judged on these.
        warning: one person alone was let vote (docs/law/readings/sole-attendee.md).
    """

    in_favour: int
    against: int
    abstained: int
    blank: int
    carried: bool
    reductions: tuple[Reduction, ...]
    counted: Mapping[str, Mapping[Choice, int]]
    unreduced: Tally
    warning: bool


@cites(CC_3_87_7, CC_3_87_8, CC_3_88_3, CC_3_88_4)
def count(
    ballots: Sequence[Ballot],
    others_present: Mapping[str, int],
    majority: Majority,
    *,
    unanimity_of: int | None = None,
) -> Count:
    """Count the ballots of one item.

    Args:
        ballots: one per lot, of those who may vote on the item; a person may appear several times.
        others_present: shares present that cast no ballot, by person; they raise the others' ceiling and count for
            nothing.
        unanimity_of: for unanimity only, the shares that must all say yes (see `majorities.unanimity_base`).

    Raises:
        ValueError: unanimity without its base, or a base with another majority.
    """
    if (majority is Majority.UNANIMITY) != (unanimity_of is not None):
        raise ValueError("give the shares that must all say yes for unanimity, and for nothing else")
    cast = _by_person(ballots)
    present = _present(cast, others_present)
    counted = {person: _within_ceiling(choices, ceiling(present, person)) for person, choices in cast.items()}
    if warning := is_sole_attendee(present):
        counted = cast
    sums, before = _sums(counted), _sums(cast)
    if unanimity_of is None:
        carried = is_carried(_tally(sums), majority)
    else:
        carried = is_unanimous(unanimity_of, before[Choice.FOR], before[Choice.AGAINST], before[Choice.ABSTAIN])
    return Count(
        in_favour=sums[Choice.FOR],
        against=sums[Choice.AGAINST],
        abstained=sums[Choice.ABSTAIN],
        blank=sums[Choice.BLANK],
        carried=carried,
        reductions=tuple(
            Reduction(person, sum(cast[person].values()), sum(counted[person].values()))
            for person in sorted(cast)
            if counted[person] != cast[person]
        ),
        counted=counted,
        unreduced=_tally(before),
        warning=warning,
    )


def _by_person(ballots: Sequence[Ballot]) -> dict[str, dict[Choice, int]]:
    """Add up each person's ballots, choice by choice."""
    cast: dict[str, dict[Choice, int]] = {}
    for ballot in ballots:
        choices = cast.setdefault(ballot.person, {})
        choices[ballot.choice] = choices.get(ballot.choice, 0) + ballot.shares
    return cast


def _present(cast: Mapping[str, Mapping[Choice, int]], others_present: Mapping[str, int]) -> dict[str, int]:
    """Return what everyone in the room carries, whether it was cast or not."""
    if any(shares < 0 for shares in others_present.values()):
        raise ValueError("votes are counted from 0 upwards")
    present = {person: sum(choices.values()) for person, choices in cast.items()}
    for person, shares in others_present.items():
        present[person] = present.get(person, 0) + shares
    return present


def _within_ceiling(choices: Mapping[Choice, int], most: int) -> dict[Choice, int]:
    """Spread the loss over a person's choices in proportion, by largest remainder.

    Equal remainders go by the name of the choice (abstain, against, blank, for), so a tie never adds a vote in favour.
    """
    if sum(choices.values()) <= most:
        return dict(choices)
    parts = largest_remainder(most, {str(choice): votes for choice, votes in choices.items()})
    return {Choice(choice): votes for choice, votes in parts.items()}


def _sums(counted: Mapping[str, Mapping[Choice, int]]) -> dict[Choice, int]:
    return {choice: sum(choices.get(choice, 0) for choices in counted.values()) for choice in Choice}


def _tally(sums: Mapping[Choice, int]) -> Tally:
    return Tally(sums[Choice.FOR], sums[Choice.AGAINST], sums[Choice.ABSTAIN])
