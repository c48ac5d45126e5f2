"""Notice: how long before an assembly its convocation has left (art. 3.87 §3).

Fifteen days, for every assembly, whatever people call it; only urgency allows less, and the law gives it no minimum.
Days are calendar days. The law counts to the communication and sources differ on the day itself, so the day to aim at
leaves fifteen full days between the two; a letter also needs the post's days.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from koprogo.core.dated import Dated, Since
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_87_3, LAW_OF_2010

# fmt: off
NOTICE_DAYS = Dated((
    Since(LAW_OF_2010, 15, CC_3_87_3),
))
# fmt: on
SAFE_DAYS = 1
"""Added for the safe day, so that neither the day of sending nor the day of the assembly counts."""
POST_DAYS = 3
"""Added when letters are posted: practice, no law."""


@dataclass(frozen=True)
class Notice:
    """Whether a convocation left in time, and the days to know: the last one, the safe one, the one for the post."""

    in_time: bool
    latest_day: date
    safe_day: date
    posting_day: date


@cites(CC_3_87_3)
def notice(meeting_day: date, sent_day: date, *, urgent: bool = False) -> Notice:
    """Say whether a convocation sent on `sent_day` is in time.

    An urgent one is, up to the day of the assembly; its reason is recorded elsewhere.

    >>> notice(date(2026, 12, 10), date(2026, 11, 26)).in_time
    False
    """
    latest = latest_day(meeting_day)
    return Notice(
        in_time=sent_day <= (meeting_day if urgent else latest),
        latest_day=latest,
        safe_day=safe_day(meeting_day),
        posting_day=posting_day(meeting_day),
    )


@cites(CC_3_87_3)
def latest_day(meeting_day: date) -> date:
    """Return the last day on which a convocation that is not urgent can be sent.

    >>> latest_day(date(2026, 12, 10))
    datetime.date(2026, 11, 25)
    """
    return meeting_day - timedelta(days=NOTICE_DAYS.on(meeting_day))


@cites(CC_3_87_3)
def safe_day(meeting_day: date) -> date:
    """Return the day to aim at: fifteen full days lie between it and the assembly.

    >>> safe_day(date(2026, 12, 10))
    datetime.date(2026, 11, 24)
    """
    return latest_day(meeting_day) - timedelta(days=SAFE_DAYS)


@cites(CC_3_87_3)
def posting_day(meeting_day: date) -> date:
    """Return the last day to hand registered letters to the post without counting on luck.

    >>> posting_day(date(2026, 12, 10))
    datetime.date(2026, 11, 22)
    """
    return latest_day(meeting_day) - timedelta(days=POST_DAYS)


@cites(CC_3_87_3)
def earliest_meeting_day(sent_day: date) -> date:
    """Return the first day an assembly can meet when its convocation leaves on `sent_day` and nothing is urgent.

    >>> earliest_meeting_day(date(2026, 11, 25))
    datetime.date(2026, 12, 10)
    """
    return sent_day + timedelta(days=NOTICE_DAYS.on(sent_day))
