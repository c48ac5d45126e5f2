"""Proposals that are on the agenda by right: in writing, three weeks before the yearly window (art. 3.87 §3).

Owners, the council and partial associations propose. What comes later is taken up where still possible, else at the next
assembly (`window.by_right_in`).
"""

from datetime import date, timedelta

from koprogo.core.dated import Dated, Since
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_87_3, LAW_OF_2010

# fmt: off
PROPOSAL_WEEKS = Dated((
    Since(LAW_OF_2010, 3, CC_3_87_3),
))
# fmt: on


@cites(CC_3_87_3)
def must_be_added(window_first_day: date, received_day: date) -> bool:
    """Say whether a proposal received on a day is on the agenda of that window's assembly by right.

    >>> must_be_added(date(2027, 3, 22), date(2027, 3, 1)), must_be_added(date(2027, 3, 22), date(2027, 3, 2))
    (True, False)
    """
    return received_day <= last_day_by_right(window_first_day)


@cites(CC_3_87_3)
def last_day_by_right(window_first_day: date) -> date:
    """Return the last day on which a proposal that arrives must be added: three weeks before the window's first day."""
    return window_first_day - timedelta(weeks=PROPOSAL_WEEKS.on(window_first_day))
