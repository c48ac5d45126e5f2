"""The yearly window of the ordinary assembly, and the day by which proposals are on its agenda by right.

15 days, fixed by the house rules              art. 3.85 §3, 3°
three weeks before their first day: proposals  art. 3.87 §3
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from koprogo.core.calendar import is_working_day
from koprogo.core.sources import cites
from koprogo.rules.assemblies.proposals import last_day_by_right, must_be_added
from koprogo.rules.texts import CC_3_85_3, CC_3_87_3, CC_3_87_4

WINDOW_DAYS = 15


@dataclass(frozen=True)
class Window:
    """The fifteen days of one year, by their first."""

    first: date

    @property
    def last(self) -> date:
        """The fifteenth day; the assembly may still be held on it."""
        return self.first + timedelta(days=WINDOW_DAYS - 1)

    def distance(self, day: date) -> int:
        """Return how many days lie between a day and the window; 0 inside it."""
        return max((self.first - day).days, (day - self.last).days, 0)


@cites(CC_3_85_3)
def window_of(month: int, day: int, year: int) -> Window:
    """Return the window of a year; one that begins on 29 February begins on the 28th in a common year.

    >>> window_of(3, 15, 2027).last
    datetime.date(2027, 3, 29)
    """
    return Window(date(year, month, min(day, monthrange(year, month)[1])))


@cites(CC_3_85_3)
def next_window(month: int, day: int, today: date) -> Window:
    """Return the window that goes on today, else the next one.

    >>> next_window(3, 15, date(2026, 11, 22)).first
    datetime.date(2027, 3, 15)
    """
    years = (today.year - 1, today.year, today.year + 1)
    return next(window for year in years if (window := window_of(month, day, year)).last >= today)


@cites(CC_3_85_3)
def window_near(month: int, day: int, assembly_day: date) -> Window:
    """Return the window an assembly belongs to: the nearest one, so that a late or early assembly keeps its year.

    >>> window_near(3, 15, date(2027, 4, 20)).first
    datetime.date(2027, 3, 15)
    """
    years = (assembly_day.year - 1, assembly_day.year, assembly_day.year + 1)
    return min((window_of(month, day, year) for year in years), key=lambda window: window.distance(assembly_day))


@cites(CC_3_85_3)
def meeting_day(window: Window) -> date:
    """Propose a day for the assembly: the first working day of the window.

    >>> meeting_day(Window(date(2027, 3, 13)))
    datetime.date(2027, 3, 15)
    """
    return next(day for after in count() if is_working_day(day := window.first + timedelta(days=after)))


@cites(CC_3_87_3)
def proposals_close(window: Window) -> date:
    """Return the last day on which a proposal is received in time to be on the agenda by right.

    >>> proposals_close(Window(date(2027, 3, 15)))
    datetime.date(2027, 2, 22)
    """
    return last_day_by_right(window.first)


@cites(CC_3_87_3, CC_3_87_4)
def by_right_in(month: int, day: int, received: date) -> Window:
    """Return the first window for which a proposal came in time: on the agenda of its assembly by right.

    >>> by_right_in(3, 15, date(2027, 2, 22)).first, by_right_in(3, 15, date(2027, 2, 23)).first
    (datetime.date(2027, 3, 15), datetime.date(2028, 3, 15))
    """
    years = range(received.year, received.year + 3)
    return next(window for year in years if must_be_added((window := window_of(month, day, year)).first, received))
