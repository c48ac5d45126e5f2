"""Releasing a cost paid in advance over the days it is for: a yearly insurance by the quarter (accounts 490, then 6xx).

Running totals are rounded, half up, and each release is the difference of two of them: together they are the invoice.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from koprogo.core.money import Money
from koprogo.core.period import Period
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_15, CC_3_94_5


@cites(CC_3_89_5_15, CC_3_94_5)
def releases(amount: Money, service: Period, periods: Sequence[Period]) -> tuple[Money, ...]:
    """Return what of an amount belongs to each period, by days of its service; a credit mirrors the bill.

    Days of the service outside all the periods keep their part: it is released in another year.

    Raises:
        ValueError: the periods are not in order.

    >>> from koprogo.core.period import quarters
    >>> year = Period(date(2025, 1, 1), date(2026, 1, 1))
    >>> [str(part) for part in releases(Money(119_999), year, quarters(year))]
    ['295.89', '299.17', '302.47', '302.46']
    """
    if any(later.start < earlier.end for earlier, later in pairwise(periods)):
        raise ValueError("periods come in order and do not overlap")
    return tuple(used_up(amount, service, period.end) - used_up(amount, service, period.start) for period in periods)


@cites(CC_3_89_5_15)
def used_up(amount: Money, service: Period, day: date) -> Money:
    """Return what of an amount belongs to the days of its service before `day`, to the nearest cent, half up.

    >>> str(used_up(Money(119_999), Period(date(2025, 1, 1), date(2026, 1, 1)), date(2025, 4, 1)))
    '295.89'
    """
    days = (min(max(day, service.start), service.end) - service.start).days
    exact = Fraction(abs(amount.cents) * days, service.days)
    cents = int(exact + Fraction(1, 2))
    return Money(-cents if amount.cents < 0 else cents)


@cites(CC_3_89_5_15)
def to_move(amount: Money, service: Period, in_costs: Money, day: date) -> Money:
    """Return what has to come to the costs before `day` (to 490 when below nought), where `in_costs` of it stand already.

    What was moved before is in `in_costs`, so a second time nothing is left to move.

    >>> year = Period(date(2025, 1, 1), date(2026, 1, 1))
    >>> str(to_move(Money(119_999), year, Money(119_999), date(2025, 4, 1)))
    '-904.10'
    >>> str(to_move(Money(119_999), year, Money(29_589), date(2025, 7, 1)))
    '299.17'
    """
    return used_up(amount, service, day) - in_costs
