"""The reports of the council: the yearly one for the ordinary assembly (art. 3.90 §4), a half-yearly one by house practice.

Since 2019 the law asks for one detailed report a year; the half-yearly one of 2010 to 2018 lives on as
a habit of many houses.
"""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from koprogo.core.sources import Source, cites
from koprogo.rules.texts import CC_3_90_4

HALF_A_YEAR_MONTHS = 6


class ReportKind(StrEnum):
    """Which report of the council it is."""

    YEARLY = "yearly"
    HALF_YEARLY = "half_yearly"


@cites(CC_3_90_4)
def report_law(kind: ReportKind) -> Source | None:
    """Return the article that asks for a report; None where house practice does.

    >>> report_law(ReportKind.HALF_YEARLY) is None
    True
    """
    return CC_3_90_4 if kind is ReportKind.YEARLY else None


@cites(CC_3_90_4)
def report_since(kind: ReportKind, today: date, last_assembly: date | None) -> date:
    """Return the first day a report covers; today is its last.

    The yearly one begins with the last ordinary assembly held, or a year ago where none is known; the other half a year ago.

    >>> report_since(ReportKind.YEARLY, date(2026, 11, 22), date(2025, 11, 23))
    datetime.date(2025, 11, 23)
    >>> report_since(ReportKind.HALF_YEARLY, date(2026, 8, 31), None)
    datetime.date(2026, 2, 28)
    """
    if kind is ReportKind.HALF_YEARLY:
        return _months_before(today, HALF_A_YEAR_MONTHS)
    if last_assembly is not None and last_assembly < today:
        return last_assembly
    return _months_before(today, 2 * HALF_A_YEAR_MONTHS)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return min(date(year, month + 1, min(day.day, last)), day - timedelta(days=1))
