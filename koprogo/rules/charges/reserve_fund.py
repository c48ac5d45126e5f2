"""The reserve fund: from when a yearly contribution is due, and how much at least (art. 3.86 §3).

At the latest five years after the provisional acceptance of the common parts, five per cent of last year's ordinary
charges or more, unless the assembly waives it by four fifths. Not of the budget; extraordinary costs, private costs and
income are no part of the base.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil

from koprogo.core.money import ZERO, Money
from koprogo.core.period import add_months
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_86_3

PART = Fraction(5, 100)
YEARS = 5


class Due(StrEnum):
    """Whether a contribution is due; without the day of acceptance nobody knows, which exempts nobody."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Contribution:
    """What the law asks of this year: `minimum` is 0 only when nothing is due; `since` None when unknown."""

    due: Due
    minimum: Money
    since: date | None


@cites(CC_3_86_3)
def reserve_fund(
    ordinary_charges_last_year: Money, provisional_acceptance: date | None, today: date, *, waived: bool = False
) -> Contribution:
    """Return whether a contribution to the reserve fund is due today, and its minimum, in the whole cents that reach it.

    A part of a cent counts for a whole one: the article says five per cent or more, so less than that is not enough. On
    the fifth anniversary itself it is due. A waiver is the assembly's, by four fifths; `is_waived` says for which years.

    Args:
        today: the day it is judged on: of a year its last, so that five years which pass within it make it owe the whole
            contribution (docs/law/readings/reserve-first-year.md).

    Raises:
        ValueError: last year's charges are negative.

    >>> str(reserve_fund(Money(480_000), date(2010, 6, 1), date(2026, 1, 1)).minimum)
    '240.00'
    """
    if ordinary_charges_last_year.cents < 0:
        raise ValueError("last year's ordinary charges are 0 or more")
    since = None if provisional_acceptance is None else add_months(provisional_acceptance, 12 * YEARS)
    if waived or (since is not None and today < since):
        return Contribution(Due.NO, ZERO, since)
    least = Money(ceil(ordinary_charges_last_year.cents * PART))
    return Contribution(Due.UNKNOWN if since is None else Due.YES, least, since)


@cites(CC_3_86_3)
def is_waived(waivers: Iterable[date], starts: date, *, voted: date | None = None) -> bool:
    """Say whether one of these waivers, by the days of their assemblies, lifts the contribution of a year.

    A waiver lifts it from its day on and never reaches back: what an earlier year owed stays owed. It counts for the year
    whose twelve months before it was carried in, its first day included, or whose budget was voted with it or after it
    while that year ran. How long it holds is not said, so it is asked again each year (docs/law/readings/reserve-waiver.md).

    Args:
        voted: the assembly that votes the year's budget; None when it is not known or is not after the first day.

    >>> is_waived([date(2026, 3, 20)], date(2026, 1, 1)), is_waived([date(2026, 3, 20)], date(2027, 1, 1))
    (False, True)
    >>> is_waived([date(2026, 3, 20)], date(2026, 1, 1), voted=date(2026, 3, 20))
    True
    """
    last_day = add_months(starts, 12) - timedelta(days=1)
    latest = min(max(voted or starts, starts), last_day)
    return any(add_months(starts, -12) < day <= latest for day in waivers)
