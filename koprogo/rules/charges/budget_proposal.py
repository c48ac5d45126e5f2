"""A budget proposed from what was spent last year (art. 3.89 §5, 16°: the syndic prepares two budgets every year).

The Code says that they are made and voted, not how. Last year's actual costs, an index, whole euros: house practice.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

from koprogo.core.money import ZERO, Money
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_16

Line = TypeVar("Line")

LARGEST_INDEX = 10_000
"""In hundredths of a per cent: a budget does not double unseen."""
CENTS = 100


@cites(CC_3_89_5_16)
def proposed(actual: Money, index: int) -> Money:
    """Return last year's cost raised by `index` hundredths of a per cent, to the nearest euro, half away from zero.

    Raises:
        ValueError: the index is beyond a hundred per cent, up or down.

    >>> str(proposed(Money.parse("1199.99"), 250))
    '1230.00'
    """
    if abs(index) > LARGEST_INDEX:
        raise ValueError("an index lies between -100 and 100 per cent")
    sign = -1 if actual.cents < 0 else 1
    euros = Fraction(abs(actual.cents) * (LARGEST_INDEX + index), LARGEST_INDEX * CENTS)
    return Money(sign * int(euros + Fraction(1, 2)) * CENTS)


@cites(CC_3_89_5_16)
def propose(actuals: Mapping[Line, Money], index: int) -> dict[Line, Money]:
    """Return the proposed amount of every line that cost or brought in something last year, in the order given."""
    return {line: proposed(actual, index) for line, actual in actuals.items() if actual != ZERO}
