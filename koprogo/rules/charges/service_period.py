"""A cost over the time it serves: a yearly insurance paid in January is not January's alone.

By days, half-open, the running total rounded: so the parts are the whole to the cent, and a longer period never gets less.
"""

from collections.abc import Sequence
from datetime import date

from koprogo.core.money import Money
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_15


@cites(CC_3_89_5_15)
def over_time(amount: Money, begins: date, ends: date, until: Sequence[date]) -> tuple[Money, ...]:
    """Return the part of `amount` for the days before each of `until`, in order and exclusive, from `begins` on.

    Days after `ends` (exclusive) bear nothing; the last part is what is left when its day reaches `ends`.

    Raises:
        ValueError: the period has no day, or the days are not in order.

    >>> quarters = (date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1))
    >>> [str(part) for part in over_time(Money(119_999), date(2025, 1, 1), date(2026, 1, 1), quarters)]
    ['295.89', '299.17', '302.47', '302.46']
    """
    days = (ends - begins).days
    if days <= 0 or list(until) != sorted(until):
        raise ValueError("a period of service has at least one day, and its parts follow each other")
    parts, before = [], 0
    for end in until:
        passed = max(0, min(days, (end - begins).days))
        running = _rounded(amount.cents * passed, days)
        parts.append(Money(running - before))
        before = running
    return tuple(parts)


def _rounded(numerator: int, whole: int) -> int:
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + whole) // (2 * whole))
