"""Days that people and programs name: within two thousand years, so that every day has days before and after to count with.

The calendar of the machine ends at both sides (1 January of year 1, 31 December of 9999): one day further is a fault. What
is typed or sent is read here, or held against `YEARS`; days that we work out ourselves are never that far.
"""

from datetime import date

YEARS = range(1000, 3000)


def named_day(text: str) -> date:
    """Return an ISO day (`2026-11-22`); ValueError when it is none, or of a year beyond YEARS."""
    day = date.fromisoformat(text)
    if day.year not in YEARS:
        raise ValueError(text)
    return day
