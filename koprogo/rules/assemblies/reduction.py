"""The ceiling of art. 3.87 §7 on real ballots: what each person's votes count for, whatever the question put.

Worked through with figures in docs/algorithms/vote-counting.md. Whoever gave her votes to several proxy-holders is still
one person, so the ceiling is applied to her first, spread over hands and choices; then to each person who carries votes,
spread over her choices. Nobody else is recalculated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from koprogo.core.shares import largest_remainder
from koprogo.core.sources import cites
from koprogo.rules.assemblies.voting_power import ceiling, is_sole_attendee
from koprogo.rules.texts import CC_3_87_7


class Ballot(Protocol):
    """What a ballot has, whatever the choices: who carries how many votes, what they say, whose they are (`giver`)."""

    @property
    def person(self) -> str: ...
    @property
    def shares(self) -> int: ...
    @property
    def choice(self) -> str: ...
    @property
    def giver(self) -> str: ...


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
class Reduced:
    """Ballots after the ceiling.

    Attributes:
        counted: person -> choice -> votes that count; choices she did not make are absent.
        unreduced: choice -> votes before the ceiling.
        warning: one person alone was let vote (docs/law/readings/sole-attendee.md).
    """

    counted: Mapping[str, Mapping[str, int]]
    unreduced: Mapping[str, int]
    reductions: tuple[Reduction, ...]
    warning: bool

    def votes(self, choice: str) -> int:
        """Return the votes that count for one choice."""
        return sum(choices.get(choice, 0) for choices in self.counted.values())


@dataclass(frozen=True)
class _Piece:
    person: str
    shares: int
    choice: str
    giver: str


@cites(CC_3_87_7)
def reduced(ballots: Sequence[Ballot], others_present: Mapping[str, int]) -> Reduced:
    """Apply the ceiling to the ballots of one vote.

    Args:
        ballots: one per lot, of those who may vote; a person may appear several times.
        others_present: votes present that cast no ballot, by person; they raise the others' ceiling and count for
            nothing.
    """
    present, owned = _present(ballots, others_present), _present(ballots, others_present, by_giver=True)
    pieces = [_Piece(each.person, each.shares, str(each.choice), each.giver) for each in ballots]
    warning = is_sole_attendee(present) or is_sole_attendee(owned)
    left, reductions = (pieces, []) if warning else _reduce_givers(pieces, owned)
    cast = _by_person(left)
    everyone = sum(present.values())
    counted = cast if warning else {name: _within(cast[name], ceiling(everyone, present[name])) for name in cast}
    reductions += [
        Reduction(person, sum(cast[person].values()), sum(counted[person].values()))
        for person in sorted(cast)
        if counted[person] != cast[person]
    ]
    return Reduced(counted, _by_choice(pieces), tuple(reductions), warning)


def _by_person(pieces: Sequence[_Piece]) -> dict[str, dict[str, int]]:
    """Add up each person's ballots, choice by choice."""
    cast: dict[str, dict[str, int]] = {}
    for piece in pieces:
        choices = cast.setdefault(piece.person, {})
        choices[piece.choice] = choices.get(piece.choice, 0) + piece.shares
    return cast


def _by_choice(pieces: Sequence[_Piece]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for piece in pieces:
        sums[piece.choice] = sums.get(piece.choice, 0) + piece.shares
    return sums


def _present(ballots: Sequence[Ballot], others_present: Mapping[str, int], *, by_giver: bool = False) -> dict[str, int]:
    """Return all votes in the room, cast or not, by who carries them or by whose they are."""
    if any(shares < 0 for shares in others_present.values()):
        raise ValueError("votes are counted from 0 upwards")
    present = dict(others_present)
    for ballot in ballots:
        person = (by_giver and ballot.giver) or ballot.person
        present[person] = present.get(person, 0) + ballot.shares
    return present


def _reduce_givers(pieces: Sequence[_Piece], owned: Mapping[str, int]) -> tuple[list[_Piece], list[Reduction]]:
    """Apply the ceiling to each person whose votes are in several hands, spread in proportion over hands and choices.

    In one hand they need nothing of their own: that hand's ceiling is at most the giver's.
    """
    hands: dict[str, dict[tuple[str, str], int]] = {}
    for piece in pieces:
        hers = hands.setdefault(piece.giver or piece.person, {})
        hand = (piece.person, piece.choice)
        hers[hand] = hers.get(hand, 0) + piece.shares
    left: list[_Piece] = []
    reductions: list[Reduction] = []
    everyone = sum(owned.values())
    for giver, hers in sorted(hands.items()):
        carried, most = sum(hers.values()), ceiling(everyone, owned[giver])
        too_many = carried > most and len({person for person, _ in hers}) > 1
        if too_many:
            reductions.append(Reduction(giver, carried, most, as_giver=True))
        kept = largest_remainder(most, hers) if too_many else hers
        left += [_Piece(person, shares, choice, giver) for (person, choice), shares in kept.items()]
    return left, reductions


def _within(choices: Mapping[str, int], most: int) -> dict[str, int]:
    """Spread the loss over a person's choices in proportion, by largest remainder.

    Equal remainders go by the name of the choice (abstain, against, blank, for), so a tie never adds a vote in favour.
    """
    if sum(choices.values()) <= most:
        return dict(choices)
    return largest_remainder(most, choices)
