"""Counting days as notices do: calendar days, in Belgium; the day of sending and the day itself do not count.

Where the Civil Code says days it means calendar days; where it wants working days it says *jours ouvrables*. Working
days here leave out Saturdays, Sundays and the ten public holidays (royal decree of 18 April 1974).
"""

from datetime import date, timedelta

SATURDAY = 5


def clear_days(sent: date, event: date) -> int:
    """Return the full days between two days, counting neither; 0 when they touch, never negative.

    >>> clear_days(date(2026, 11, 1), date(2026, 11, 17))
    15
    """
    return max((event - sent).days - 1, 0)


def easter(year: int) -> date:
    """Return Easter Sunday (Gregorian calendar, method of Meeus)."""
    golden, century, in_century = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - epact - in_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def public_holidays(year: int) -> frozenset[date]:
    """Return the ten legal public holidays of a year."""
    fixed = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
    movable = (1, 39, 50)
    return frozenset(date(year, month, day) for month, day in fixed) | frozenset(
        easter(year) + timedelta(days=after) for after in movable
    )


def is_working_day(day: date) -> bool:
    """Say whether a day is a working day: Monday to Friday, no public holiday."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)
