"""Majorities: how many of the votes cast a resolution needs, and when all must agree (art. 3.87 §8, 3.88).

Votes are whole shares, or whole weights of a distribution key. Abstentions, blank and void votes are not votes cast.
Thresholds are compared as fractions: exactly two thirds is two thirds, exactly one half is not a majority.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from koprogo.core.sources import Source, cites
from koprogo.rules.texts import CC_3_87_8, CC_3_88_1_1, CC_3_88_1_2, CC_3_88_3, CC_3_88_4


class Majority(StrEnum):
    """What a decision needs. Unanimity is of all co-owners, so it is never read from the votes cast."""

    ABSOLUTE = "absolute"
    TWO_THIRDS = "two_thirds"
    FOUR_FIFTHS = "four_fifths"
    UNANIMITY = "unanimity"


@dataclass(frozen=True)
class Threshold:
    """A part of the votes cast; `strict` when reaching it exactly is not enough."""

    share: Fraction
    strict: bool
    source: Source


# fmt: off
THRESHOLDS = MappingProxyType({
    Majority.ABSOLUTE:    Threshold(Fraction(1, 2), strict=True,  source=CC_3_87_8),
    Majority.TWO_THIRDS:  Threshold(Fraction(2, 3), strict=False, source=CC_3_88_1_1),
    Majority.FOUR_FIFTHS: Threshold(Fraction(4, 5), strict=False, source=CC_3_88_1_2),
})
# fmt: on


@dataclass(frozen=True)
class Tally:
    """Votes on one resolution, after the ceiling of art. 3.87 §7; whole and never negative."""

    in_favour: int
    against: int
    abstained: int = 0

    def __post_init__(self) -> None:
        if min(self.in_favour, self.against, self.abstained) < 0:
            raise ValueError("votes are counted from 0 upwards")

    @property
    def cast(self) -> int:
        """Votes cast: for and against only (art. 3.87 §8)."""
        return self.in_favour + self.against


@cites(CC_3_87_8, CC_3_88_1_1, CC_3_88_1_2)
def is_carried(tally: Tally, majority: Majority) -> bool:
    """Say whether the votes cast carry the resolution; without any vote cast they never do.

    Raises:
        ValueError: unanimity, which is not a part of the votes cast; ask `is_unanimous`.

    >>> is_carried(Tally(in_favour=8000, against=2000), Majority.FOUR_FIFTHS)
    True
    >>> is_carried(Tally(in_favour=500, against=500), Majority.ABSOLUTE)
    False
    """
    rule = threshold(majority)
    if tally.cast == 0:
        return False
    share = Fraction(tally.in_favour, tally.cast)
    return share > rule.share if rule.strict else share >= rule.share


@cites(CC_3_87_8, CC_3_88_1_1, CC_3_88_1_2)
def needed(cast: int, majority: Majority) -> int:
    """Return the smallest whole number of votes in favour that carries it, of `cast` votes cast.

    Always at least 1, so that nothing is carried by nobody: of 0 votes cast, 1 is needed. For a fixed number of votes
    cast, `is_carried` is the same as `in_favour >= needed(cast, majority)`.

    Raises:
        ValueError: unanimity (ask `unanimity_base`), or fewer than 0 votes cast.

    >>> [needed(504, majority) for majority in THRESHOLDS]
    [253, 336, 404]
    """
    if cast < 0:
        raise ValueError("votes are counted from 0 upwards")
    rule = threshold(majority)
    mark = rule.share * cast
    whole = mark.numerator // mark.denominator
    reached = whole == mark and not rule.strict
    return max(whole if reached else whole + 1, 1)


def threshold(majority: Majority) -> Threshold:
    """Return the part of the votes cast; unanimity has none and is refused with ValueError."""
    if majority not in THRESHOLDS:
        raise ValueError("unanimity is judged over all co-owners, not over the votes cast")
    return THRESHOLDS[majority]


@cites(CC_3_88_3, CC_3_88_4)
def is_unanimous(
    total_shares: int,
    in_favour: int,
    against: int = 0,
    abstained: int = 0,
    *,
    second_meeting: bool = False,
    present_shares: int | None = None,
) -> bool:
    """Say whether everyone whose consent counts said yes, judged on unreduced shares.

    At first that is every co-owner, absent ones included. At a new meeting at least thirty days later, held because
    only absence had defeated it, it is everyone present or represented. One share against, abstaining or silent
    defeats it.

    Raises:
        ValueError: the shares contradict each other, or `present_shares` is missing at the second meeting.
    """
    if min(in_favour, against, abstained) < 0:
        raise ValueError("votes are counted from 0 upwards")
    base = unanimity_base(total_shares, second_meeting=second_meeting, present_shares=present_shares)
    if in_favour + against + abstained > base:
        raise ValueError(f"more shares voted than the {base} that may")
    return in_favour == base > 0


@cites(CC_3_88_3, CC_3_88_4)
def unanimity_base(total_shares: int, *, second_meeting: bool = False, present_shares: int | None = None) -> int:
    """Return the whole number of shares that must say yes: all, or at the second meeting all present or represented."""
    if total_shares <= 0:
        raise ValueError("the building has no shares")
    if not second_meeting:
        return total_shares
    if present_shares is None or not 0 <= present_shares <= total_shares:
        raise ValueError("the second meeting needs the shares present or represented, at most all shares")
    return present_shares
