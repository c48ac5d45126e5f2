"""Splitting an amount over lots, to the cent (art. 3.81: by value, by use, or both, as the by-laws lay down).

Worked tables: docs/algorithms/apportioning.md.
"""

from collections.abc import Mapping

from koprogo.core.money import Money
from koprogo.core.shares import largest_remainder
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_81


@cites(CC_3_81)
def apportion(amount: Money, shares: Mapping[str, int]) -> dict[str, Money]:
    """Split `amount` over lots in proportion to `shares`, losing nothing; a credit mirrors the bill of the same size.

    Largest remainder: every lot first gets its rounded-down part, then the cents left over go to the largest
    remainders. Equal remainders go by lot number, in plain string order, so the same input gives the same bill.

    Raises:
        NoShares: no lot takes part.
        ValueError: a share is negative.

    >>> parts = apportion(Money(10_000), {"A1": 1, "A2": 1, "A3": 1})
    >>> [str(part) for part in parts.values()]
    ['33.34', '33.33', '33.33']
    """
    sign = -1 if amount.cents < 0 else 1
    parts = largest_remainder(abs(amount.cents), shares)
    return {lot: Money(sign * cents) for lot, cents in parts.items()}
