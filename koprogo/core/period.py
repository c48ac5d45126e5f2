"""Half-open stretches of days: the first day is in, the end is out, so one period begins where the other ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Period:
    """From `start` (in) to `end` (out); never empty.

    >>> Period(date(2026, 1, 1), date(2027, 1, 1)).last_day
    datetime.date(2026, 12, 31)
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("a period ends after it starts")

    @property
    def last_day(self) -> date:
        """The last day that is in, as people say it."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days are in."""
        return (self.end - self.start).days

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end

    def overlap(self, other: "Period") -> "Period | None":
        """Return the days in both; None when there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None

    def years(self) -> "Iterator[Period]":
        """Cut at each 1 January, in order; together the pieces are this period."""
        start = self.start
        while start < self.end:
            end = min(date(start.year + 1, 1, 1), self.end)
            yield Period(start, end)
            start = end


def add_months(day: date, months: int) -> date:
    """Return the same day of the month that many months on, or that month's last day where it is shorter.

    >>> add_months(date(2026, 10, 31), 4)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))


def fiscal_year(first_day: date) -> Period:
    """Return the twelve months from a first day."""
    return Period(first_day, add_months(first_day, 12))


def quarters(year: Period) -> tuple[Period, Period, Period, Period]:
    """Cut twelve months in four of three."""
    first, second, third, fourth, end = (add_months(year.start, months) for months in (0, 3, 6, 9, 12))
    if end != year.end:
        raise ValueError("only twelve whole months have four quarters")
    return Period(first, second), Period(second, third), Period(third, fourth), Period(fourth, end)
