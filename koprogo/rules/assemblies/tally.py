"""Counting one item: ballots in, votes counted and result out (art. 3.87 §§7–8).

Worked through with figures in docs/algorithms/vote-counting.md. In order: add up each person's ballots, apply the
ceiling to the person, spread her loss over her choices in proportion, add up the choices, judge the majority. Whoever
gave her votes to several proxy-holders is still one person, so the ceiling is applied to her first.
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
    """One ballot that counts: the person who carries the votes, how many, and what they say.

    `giver` names whose votes they are when carried by proxy; empty when they are the person's own.
    """

    person: str
    shares: int
    choice: Choice
    giver: str = ""

    def __post_init__(self) -> None:
        if self.shares < 0:
            raise ValueError("votes are counted from 0 upwards")


@dataclass(frozen=True)
class Reduction:
    """What the ceiling took from one person: votes on her ballots, and those that count.

    `as_giver` when it took them from someone whose votes were in several hands; `carried` of those hands is what was
    left.
    """

    person: str
    carried: int
    counted: int
    as_giver: bool = False


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
    present, owned = _present(ballots, others_present), _present(ballots, others_present, by_giver=True)
    warning = is_sole_attendee(present) or is_sole_attendee(owned)
    left, reductions = (ballots, []) if warning else _reduce_givers(ballots, owned)
    cast = _by_person(left)
    everyone = sum(present.values())
    counted = cast if warning else {name: _within(cast[name], ceiling(everyone, present[name])) for name in cast}
    reductions += [
        Reduction(person, sum(cast[person].values()), sum(counted[person].values()))
        for person in sorted(cast)
        if counted[person] != cast[person]
    ]
    sums, unreduced = _sums(counted), _sums(_by_person(ballots))
    return Count(
        in_favour=sums[Choice.FOR],
        against=sums[Choice.AGAINST],
        abstained=sums[Choice.ABSTAIN],
        blank=sums[Choice.BLANK],
        carried=_judge(sums, unreduced, majority, unanimity_of),
        reductions=tuple(reductions),
        counted=counted,
        unreduced=_tally(unreduced),
        warning=warning,
    )


def _judge(
    sums: Mapping[Choice, int], unreduced: Mapping[Choice, int], majority: Majority, unanimity_of: int | None
) -> bool:
    if unanimity_of is None:
        return is_carried(_tally(sums), majority)
    return is_unanimous(unanimity_of, unreduced[Choice.FOR], unreduced[Choice.AGAINST], unreduced[Choice.ABSTAIN])


def _by_person(ballots: Sequence[Ballot]) -> dict[str, dict[Choice, int]]:
    """Add up each person's ballots, choice by choice."""
    cast: dict[str, dict[Choice, int]] = {}
    for ballot in ballots:
        choices = cast.setdefault(ballot.person, {})
        choices[ballot.choice] = choices.get(ballot.choice, 0) + ballot.shares
    return cast


def _present(ballots: Sequence[Ballot], others_present: Mapping[str, int], *, by_giver: bool = False) -> dict[str, int]:
    """Return all votes in the room, cast or not, by who carries them or by whose they are."""
    if any(shares < 0 for shares in others_present.values()):
        raise ValueError("votes are counted from 0 upwards")
    present = dict(others_present)
    for ballot in ballots:
        person = (by_giver and ballot.giver) or ballot.person
        present[person] = present.get(person, 0) + ballot.shares
    return present


def _reduce_givers(ballots: Sequence[Ballot], owned: Mapping[str, int]) -> tuple[list[Ballot], list[Reduction]]:
    """Apply the ceiling to each person whose votes are in several hands, spread in proportion over hands and choices.

    In one hand they need nothing of their own: that hand's ceiling is at most the giver's.
    """
    hands: dict[str, dict[tuple[str, str], int]] = {}
    for ballot in ballots:
        pieces = hands.setdefault(ballot.giver or ballot.person, {})
        hand = (ballot.person, str(ballot.choice))
        pieces[hand] = pieces.get(hand, 0) + ballot.shares
    left: list[Ballot] = []
    reductions: list[Reduction] = []
    everyone = sum(owned.values())
    for giver, pieces in sorted(hands.items()):
        carried, most = sum(pieces.values()), ceiling(everyone, owned[giver])
        too_many = carried > most and len({person for person, _ in pieces}) > 1
        if too_many:
            reductions.append(Reduction(giver, carried, most, as_giver=True))
        kept = largest_remainder(most, pieces) if too_many else pieces
        left += [Ballot(person, shares, Choice(choice), giver) for (person, choice), shares in kept.items()]
    return left, reductions


def _within(choices: Mapping[Choice, int], most: int) -> dict[Choice, int]:
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
