"""The syndic's mandate (art. 3.89 §1): three years at most, renewed only by an express decision of the assembly."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from koprogo.core.dated import Dated, Since
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_1, LAW_OF_1994, LAW_OF_2010

# fmt: off
MOST_YEARS = Dated((
    Since(LAW_OF_1994, 5, CC_3_89_1),
    Since(LAW_OF_2010, 3, CC_3_89_1),
))
"""Years a mandate may last, by the day on which it starts; the five years before 2010 are from memory."""
WARN_DAYS = 91
"""Practice: three months before a mandate ends, its end is on the list of what is to be done."""
# fmt: on


@dataclass(frozen=True)
class MandateTerm:
    """Whether a mandate may be given, and the last day it may have; `latest_end` is inclusive."""

    allowed: bool
    latest_end: date


@cites(CC_3_89_1)
def syndic_mandate(start: date, end: date) -> MandateTerm:
    """Judge a mandate from its first day to its last, both included.

    The latest end is the day before the same day three years on; a mandate that starts on 29 February counts from the
    last day of that month, the shorter of two readings.

    Raises:
        LookupError: the mandate starts before 1 August 1995.

    >>> syndic_mandate(date(2026, 1, 15), date(2029, 1, 14))
    MandateTerm(allowed=True, latest_end=datetime.date(2029, 1, 14))
    """
    year = start.year + MOST_YEARS.on(start)
    same_day = date(year, start.month, min(start.day, monthrange(year, start.month)[1]))
    latest = same_day - timedelta(days=1)
    return MandateTerm(start <= end <= latest, latest)


@cites(CC_3_89_1)
def ends_soon(last_day: date, today: date) -> bool:
    """Say whether a mandate is in its last three months: time to put its renewal on an agenda.

    >>> ends_soon(date(2027, 3, 1), date(2026, 12, 1)), ends_soon(date(2027, 3, 1), date(2026, 11, 1))
    (True, False)
    """
    return today <= last_day <= today + timedelta(days=WARN_DAYS)
