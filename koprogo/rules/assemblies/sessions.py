"""Coming together again: the second session after one without quorum, and the retry of a unanimity that absence defeated.

15 days after the first, at least   the second session, whatever the attendance       art. 3.87 §5
30 days after the first, at least   a new meeting, unanimity of those present         art. 3.88 §4

Both are assemblies of their own, with their own notice (`notice.py`) and the same agenda.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from koprogo.core.dated import Dated, Since
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_87_5, CC_3_88_4, LAW_OF_2010, LAW_OF_2018

# fmt: off
SECOND_AFTER_DAYS = Dated((
    Since(LAW_OF_2010, 15, CC_3_87_5),
))
RETRY_AFTER_DAYS = Dated((
    Since(LAW_OF_2018, 30, CC_3_88_4),
))
# fmt: on


@dataclass(frozen=True)
class Again:
    """Whether the day proposed for a later meeting is allowed, and the first day that the law's count leaves open."""

    allowed: bool
    earliest_day: date


@cites(CC_3_87_5)
def second_session(first_day: date, proposed_day: date) -> Again:
    """Say whether a second session may meet on the day proposed.

    >>> second_session(date(2026, 12, 10), date(2026, 12, 24))
    Again(allowed=False, earliest_day=datetime.date(2026, 12, 25))
    """
    earliest = earliest_second_day(first_day)
    return Again(proposed_day >= earliest, earliest)


@cites(CC_3_87_5)
def earliest_second_day(first_day: date) -> date:
    """Return the first day of a second session, `first_day` being the day the first one lacked its quorum."""
    return first_day + timedelta(days=SECOND_AFTER_DAYS.on(first_day))


@cites(CC_3_88_4)
def unanimity_retry(first_day: date, proposed_day: date, *, against: int = 0, abstained: int = 0) -> Again:
    """Say whether a new meeting may decide by the unanimity of those present or represented.

    Args:
        against: votes against at the first meeting, in shares.
        abstained: shares present at the first meeting that did not say yes: abstained, blank or silent. With one of
            either, it was not absence alone that defeated it, and no day is early or late enough.

    >>> unanimity_retry(date(2026, 12, 10), date(2027, 1, 9)).allowed
    True
    """
    if min(against, abstained) < 0:
        raise ValueError("votes are counted from 0 upwards")
    earliest = first_day + timedelta(days=RETRY_AFTER_DAYS.on(first_day))
    return Again(against == 0 and abstained == 0 and proposed_day >= earliest, earliest)
