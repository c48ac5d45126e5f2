"""Joint lots and usufruct: one representative votes, or nobody does (art. 3.87 §1, al. 2).

Where a lot is held in indivision (spouses and cohabitants included), in usufruct and bare ownership, in emphyteusis,
superficies, use or habitation, the right to take part in the deliberations is suspended until those concerned have
designated, in writing to the syndic, the one person who exercises it. One lot never splits its votes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from koprogo.core.sources import cites
from koprogo.rules.ownership.rights import Right
from koprogo.rules.texts import CC_3_87_1


@dataclass(frozen=True)
class HeldLot:
    """A lot, the rights of its holders, and whether a representative was designated."""

    number: str
    shares: int
    rights: tuple[Right, ...]
    has_representative: bool


@dataclass(frozen=True)
class Suspended:
    """The lots nobody can vote for now, and the votes lost by it."""

    lots: tuple[HeldLot, ...]
    votes_lost: int


@cites(CC_3_87_1)
def needs_representative(rights: Sequence[Right]) -> bool:
    """Say whether a lot votes only through a designated representative.

    >>> needs_representative([Right.FULL]), needs_representative([Right.UNDIVIDED, Right.UNDIVIDED])
    (False, True)
    """
    return len(rights) > 1 or any(right is not Right.FULL for right in rights)


@cites(CC_3_87_1)
def suspended(lots: Iterable[HeldLot]) -> Suspended:
    """Return the lots whose vote is suspended, in the order given, and the sum of their shares."""
    found = tuple(lot for lot in lots if needs_representative(lot.rights) and not lot.has_representative)
    return Suspended(found, sum(lot.shares for lot in found))
