"""Who comes to assist a co-owner: announced to the syndic by registered letter, four working days before (art. 3.87 §1).

Working days are Monday to Friday without public holidays; the day of the assembly does not count. Whether a Saturday
counts is debated, so the earlier day is the one to hold. Who was announced in time may come by right; of anybody else the
assembly says whether she stays.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from koprogo.core.calendar import is_working_day
from koprogo.core.dated import Dated, Since
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_87_1, LAW_OF_2018

# fmt: off
ANNOUNCE_WORKING_DAYS = Dated((
    Since(LAW_OF_2018, 4, CC_3_87_1),
))
# fmt: on


@dataclass(frozen=True)
class Announced:
    """Whether an assistant was announced in time, and the last day for it."""

    in_time: bool
    last_day: date


@cites(CC_3_87_1)
def assistant_notice(meeting_day: date, notified_day: date | None) -> Announced:
    """Say whether the letter that announces an assistant came in time; None: nobody wrote.

    >>> assistant_notice(date(2026, 12, 10), date(2026, 12, 7)).in_time
    False
    """
    last = last_day_to_announce(meeting_day)
    return Announced(notified_day is not None and notified_day <= last, last)


@cites(CC_3_87_1)
def last_day_to_announce(meeting_day: date) -> date:
    """Return the last day on which an assistant can be announced by right: the fourth working day before.

    >>> last_day_to_announce(date(2026, 12, 10))  # a Thursday
    datetime.date(2026, 12, 4)
    """
    day, left = meeting_day, ANNOUNCE_WORKING_DAYS.on(meeting_day)
    while left:
        day -= timedelta(days=1)
        left -= is_working_day(day)
    return day
