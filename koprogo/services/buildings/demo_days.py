"""The three fiscal years of the demo, and numbers that are nobody's.

The running year began on the first of a quarter, six to nine months ago, whatever the day is: so the demo always has three
calls of it at least, months to hold against the budget, and two whole years before it that are closed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from koprogo.core.clock import BRUSSELS
from koprogo.core.period import Period, add_months

AT_LEAST = timedelta(days=190)
IMPORTED_UNTIL = timedelta(days=2)
"""The bank's last statement ends so many days ago."""
QUARTER, MONTHS = 3, 12
SATURDAY = 5


@dataclass(frozen=True)
class Days:
    """The days of the demo, all told from the day it is loaded."""

    today: date

    @property
    def this_year(self) -> date:
        """First day of the running fiscal year."""
        day = self.today - AT_LEAST
        return date(day.year, (day.month - 1) // QUARTER * QUARTER + 1, 1)

    @property
    def last_year(self) -> date:
        """First day of the fiscal year before, which is closed."""
        return add_months(self.this_year, -MONTHS)

    @property
    def first_year(self) -> date:
        """First day of the fiscal year before that, closed too; the books were taken over on it."""
        return add_months(self.last_year, -MONTHS)

    @property
    def starts(self) -> tuple[date, date, date]:
        """The first day of each year, the oldest first."""
        return self.first_year, self.last_year, self.this_year

    @property
    def next_year(self) -> date:
        return add_months(self.this_year, MONTHS)

    @property
    def imported_until(self) -> date:
        return self.today - IMPORTED_UNTIL

    def months(self) -> Iterator[tuple[int, Period]]:
        """Return each month of the three years with its place from 0 on, the last one until today, today included."""
        place, first = 0, self.first_year
        while first <= self.today:
            after = add_months(first, 1)
            yield place, Period(first, min(after, self.today + timedelta(days=1)))
            place, first = place + 1, after

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)


def morning(day: date) -> datetime:
    """Return ten o'clock of a day: when people of the demo work."""
    return datetime.combine(day, time(10, 0), BRUSSELS)


def working_day(day: date) -> date:
    """Return a day, or the Monday after it: a bank books nothing at the weekend."""
    return day if day.weekday() < SATURDAY else day + timedelta(days=7 - day.weekday())


def nobodys_iban(place: int) -> str:
    """Return an account number of a place: right in its check digits, nobody's."""
    plain = f"{3_770_000_000 + 97 * place:010d}"
    plain += f"{int(plain) % 97 or 97:02d}"
    return f"BE{98 - int(plain + '111400') % 97:02d}{plain}"


def nobodys_number(place: int) -> str:
    """Return an enterprise number of a place, right in its check digits, of a range that is not given out."""
    first = 9_990_000 + place
    return f"0{first}{97 - first % 97:02d}"
