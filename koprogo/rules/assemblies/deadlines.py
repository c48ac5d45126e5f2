"""Days after an assembly: when the minutes are sent, until when a decision is contested; and how near a day is.

30 days after the assembly    the minutes are in the register and with everyone   art. 3.87 §12
4 months after the assembly   a co-owner can ask the judge to annul               art. 3.92 §3
4 months after the assembly   a demolition some opposed is before the judge       art. 3.88 §1, 2° h)
at the assembly               a joint lot has its representative, or no vote      art. 3.87 §1

Before the assembly: `notice.py`, `proposals.py`, `requests.py`. Meeting again: `sessions.py`.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from koprogo.core.dated import Dated, Since
from koprogo.core.sources import cites
from koprogo.rules.texts import (
    CC_3_87_1,
    CC_3_87_12,
    CC_3_88_1_2_H,
    CC_3_92_3,
    LAW_OF_2010,
    LAW_OF_2020,
)

# fmt: off
MINUTES_DAYS = Dated((
    Since(LAW_OF_2010, 30, CC_3_87_12),
))
CONTEST_MONTHS = Dated((
    Since(LAW_OF_2010, 4, CC_3_92_3),
))
DEMOLITION_MONTHS = Dated((
    Since(LAW_OF_2020, 4, CC_3_88_1_2_H),
))
# fmt: on
MONTHS_A_YEAR = 12
SOON_DAYS = 7
NEAR_DAYS = 30


class Urgency(StrEnum):
    """How near a deadline is; our own grouping, no law."""

    LATE = "late"
    SOON = "soon"
    NEAR = "near"
    LATER = "later"


@dataclass(frozen=True)
class Minutes:
    """Where the minutes stand: the last day to send them, whether they were sent after it, or are still to be sent.

    `overdue` is None when nobody said what day it is.
    """

    send_by: date
    late: bool
    overdue: bool | None


@cites(CC_3_87_12)
def minutes_deadline(meeting_day: date, *, today: date | None = None, sent_day: date | None = None) -> Minutes:
    """Say by when the minutes are sent and entered in the register, and whether that day was missed.

    Minutes to be sent on a day after `today` are not sent yet.

    >>> minutes_deadline(date(2026, 10, 18), today=date(2026, 11, 18))
    Minutes(send_by=datetime.date(2026, 11, 17), late=False, overdue=True)
    """
    if sent_day is not None and sent_day < meeting_day:
        raise ValueError("minutes are sent on the day of the assembly or later")
    send_by = minutes_due(meeting_day)
    overdue = None
    if today is not None:
        overdue = today > send_by and (sent_day is None or sent_day > today)
    return Minutes(send_by, sent_day is not None and sent_day > send_by, overdue)


@cites(CC_3_87_12)
def minutes_due(assembly_day: date) -> date:
    """Return the last day on which the minutes are entered in the register and sent to who may vote.

    Counted from the first day of an assembly that lasts beyond midnight: that day is the safe one.

    >>> minutes_due(date(2026, 10, 18))
    datetime.date(2026, 11, 17)
    """
    return assembly_day + timedelta(days=MINUTES_DAYS.on(assembly_day))


@cites(CC_3_92_3)
def contest_deadline(meeting_day: date) -> date:
    """Return the last day on which a co-owner can ask the judge to annul a decision: the same day four months on.

    Counted from the assembly, not from receiving the minutes. Where that month is shorter, its last day.

    >>> contest_deadline(date(2026, 10, 31)), contest_deadline(date(2026, 6, 30))
    (datetime.date(2027, 2, 28), datetime.date(2026, 10, 30))
    """
    return _months_on(meeting_day, CONTEST_MONTHS.on(meeting_day))


@cites(CC_3_88_1_2_H)
def demolition_deadline(meeting_day: date) -> date:
    """Return the last day on which the association asks the justice of the peace about a demolition.

    Only one carried by four fifths without the agreement of every co-owner; until the judge has answered for good, the
    works wait (docs/law/readings/demolition.md).

    >>> demolition_deadline(date(2026, 12, 10))
    datetime.date(2027, 4, 10)
    """
    return _months_on(meeting_day, DEMOLITION_MONTHS.on(meeting_day))


@cites(CC_3_88_1_2_H)
def must_ask_the_judge(*, carried: bool, in_favour: int, all_votes: int) -> bool:
    """Say whether a demolition goes to the justice of the peace: carried, and not by the votes of every co-owner.

    Whoever was absent, silent or abstained did not approve; votes are unreduced shares.
    """
    return carried and in_favour < all_votes


def _months_on(day: date, months: int) -> date:
    """Return the same day some months on, or that month's last."""
    year, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


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
