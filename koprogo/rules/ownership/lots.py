"""The shares of a building add up: the sum of all lots is the base deed's denominator (art. 3.85 §1).

The law names no denominator; the base deed does (1 000, 10 000, any whole number). A person types it; a file never
decides it. The total line of a file is a second check and nothing more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from koprogo.core.sources import cites
from koprogo.rules.ownership.kinds import ACCESSORIES, Kind
from koprogo.rules.texts import CC_3_85_1


class SumVerdict(StrEnum):
    """What the sum of the lots says."""

    RIGHT = "right"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class SumOfShares:
    """The sum of the lots beside the base deed's denominator."""

    shares: int
    denominator: int

    @property
    def difference(self) -> int:
        """Shares too many; negative when some are missing."""
        return self.shares - self.denominator

    @property
    def verdict(self) -> SumVerdict:
        """Return whether it is right, and on which side it errs."""
        if self.difference == 0:
            return SumVerdict.RIGHT
        return SumVerdict.TOO_SMALL if self.difference < 0 else SumVerdict.TOO_LARGE


@cites(CC_3_85_1)
def sum_of_shares(shares: Iterable[int], denominator: int) -> SumOfShares:
    """Add up the lots and hold the sum beside the denominator; a building has at least one share.

    >>> sum_of_shares([476, 9203], 10_000).difference
    -321
    """
    if denominator < 1:
        raise ValueError("a base deed counts at least one share")
    return SumOfShares(sum(shares), denominator)


@cites(CC_3_85_1)
def may_have_no_share(kind: Kind, sum_is_right: bool) -> bool:
    """Say whether a lot of zero shares can be what the base deed says.

    A lot is a private part with a share in the common parts. Some deeds round a cellar or a parking place down to
    nothing: that is believed only of such a lot, and only when the others make the whole without it.
    """
    return kind in ACCESSORIES and sum_is_right


@cites(CC_3_85_1)
def total_line_is_wrong(total: int, sums: SumOfShares) -> bool:
    """Say whether the total line of a file is a fault of its own.

    When it equals the denominator, the lots are what is wrong; when it equals the lots, the denominator typed is
    wrong, or the list is of another building: either is said once, about the sum.

    >>> total_line_is_wrong(9_999, SumOfShares(10_000, 10_000)), total_line_is_wrong(10_000, SumOfShares(9_679, 10_000))
    (True, False)
    """
    return total not in (sums.shares, sums.denominator)
