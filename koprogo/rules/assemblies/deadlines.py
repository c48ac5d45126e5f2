"""Days before and after an assembly: when the convocation leaves at the latest, when the minutes are sent.

15 days before the assembly   the convocation has left          art. 3.87 §3
30 days after the assembly    the minutes are sent to everyone  art. 3.87 §12
at the assembly               a joint lot has its representative, or does not vote   art. 3.87 §1
"""

from datetime import date, timedelta
from enum import StrEnum

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_87_1, CC_3_87_3, CC_3_87_12

NOTICE_DAYS = 15
MINUTES_DAYS = 30
SOON_DAYS = 7
NEAR_DAYS = 30


class Urgency(StrEnum):
    """How near a deadline is; our own grouping, no law."""

    LATE = "late"
    SOON = "soon"
    NEAR = "near"
    LATER = "later"


@cites(CC_3_87_3)
def convocation_due(assembly_day: date) -> date:
    """Return the last day on which a convocation that is not urgent can be sent.

    >>> convocation_due(date(2026, 12, 10))
    datetime.date(2026, 11, 25)
    """
    return assembly_day - timedelta(days=NOTICE_DAYS)


@cites(CC_3_87_12)
def minutes_due(assembly_day: date) -> date:
    """Return the last day on which the minutes are entered in the register and sent to who may vote.

    Counted from the first day of an assembly that lasts beyond midnight: that day is the safe one.

    >>> minutes_due(date(2026, 10, 18))
    datetime.date(2026, 11, 17)
    """
    return assembly_day + timedelta(days=MINUTES_DAYS)


@cites(CC_3_87_1)
def designation_due(assembly_day: date) -> date:
    """Return the last day on which designating a representative still lets a joint lot vote at this assembly.

    >>> designation_due(date(2026, 12, 10))
    datetime.date(2026, 12, 10)
    """
    return assembly_day


def urgency(due: date, today: date) -> Urgency:
    """Say in which group a deadline stands; the due day itself is not late.

    >>> urgency(date(2026, 11, 21), date(2026, 11, 21)), urgency(date(2026, 11, 20), date(2026, 11, 21))
    (<Urgency.SOON: 'soon'>, <Urgency.LATE: 'late'>)
    """
    left = (due - today).days
    if left < 0:
        return Urgency.LATE
    if left <= SOON_DAYS:
        return Urgency.SOON
    return Urgency.NEAR if left <= NEAR_DAYS else Urgency.LATER
