"""Interest on what is paid late: days of each year at that year's rate (art. 5.240; law of 5 May 1865, art. 2 §1).

`legal_rates.csv` has the legal rate of every year in civil matters, as the Treasury gives it notice in the Moniteur each
January: the Euribor of December at one year, rounded up to a quarter of a per cent, plus two. It is not the rate of late
payment between undertakings (8 % for years), which no co-owner owes. A clause of the by-laws has a rate of its own.
Whether interest is owed at all, and from which formal notice on, is not judged here (docs/law/readings/late-interest.md).
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from koprogo.core.dated import Dated, Since
from koprogo.core.money import ZERO, Money
from koprogo.core.period import Period
from koprogo.core.sources import cites
from koprogo.rules.charges.loan_schedule import half_up
from koprogo.rules.texts import CC_5_240, LEGAL_RATE

COLUMNS = ("year", "rate", "source")
RATE = re.compile(r"\d{1,2}\.(00|25|50|75)", re.ASCII)
"""A quarter of a per cent, as art. 2 §1 rounds it; anything else was mistyped."""
DAYS_OF_A_YEAR = 365
"""Of every year: the 366 days of a leap year bear a day more than the yearly rate."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Days of one calendar year and the yearly rate they bear, as a part of one: 9/200 is 4.5 %."""

    period: Period
    rate: Fraction


@dataclass(frozen=True)
class LateInterest:
    """What a late payment costs, to the cent, and the days it is made of; no days before anything is late."""

    interest: Money
    stretches: tuple[Stretch, ...]


def load(path: Path) -> Dated[Fraction]:
    """Read and check a table of legal rates: each year once, none left out.

    Raises:
        ValueError: naming the line and what is wrong with it.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ValueError(f"{path.name}: the columns are {', '.join(COLUMNS)}")
        return Dated(tuple(_checked(reader, path.name)))


def _checked(rows: Iterable[dict[str, str]], file: str) -> Iterable[Since[Fraction]]:
    expected = None
    for number, row in enumerate(rows, start=2):
        where = f"{file}, row {number}"
        if None in row or None in row.values() or not row["source"].strip():
            raise ValueError(f"{where}: a rate has a year, a rate and where it was read")
        if not row["year"].isdecimal() or expected not in (None, int(row["year"])):
            raise ValueError(f"{where}: years follow each other, none left out")
        if not RATE.fullmatch(row["rate"]):
            raise ValueError(f"{where}: a legal rate is in quarters of a per cent, like 5.75")
        expected = int(row["year"]) + 1
        yield Since(date(expected - 1, 1, 1), Fraction(row["rate"]) / 100, LEGAL_RATE)


LEGAL_RATES: Dated[Fraction] = load(Path(__file__).with_name("legal_rates.csv"))


@cites(LEGAL_RATE)
def legal_rate(day: date) -> Fraction:
    """Return the yearly legal rate of a day, as a part of one.

    Raises:
        LookupError: the rate of that year is not in the table; last year's is never taken for it.

    >>> legal_rate(date(2024, 6, 1))
    Fraction(23, 400)
    """
    found = LEGAL_RATES.since(day)
    if day.year != found.day.year:
        raise LookupError(
            f"the legal rate of {day.year} is not known; the table ends with {found.day.year}. Add the rate of the"
            " Moniteur to legal_rates.csv, or give the rate of the by-laws"
        )
    return found.value


@cites(CC_5_240, LEGAL_RATE)
def late_interest(owed: Money, since: date, paid: date, rate: Fraction | None = None) -> LateInterest:
    """Return the interest on an amount from a day (which does not count) to the day it is paid (which does).

    Simple interest, actual days over 365, each year at its own rate; rounded once, at the end, to the nearest cent, a
    half upwards. What is paid on the first day or before it is not late and bears nothing.

    Args:
        rate: of a clause, a year and as a part of one, the same for all days; None for the legal rate of each year.

    Raises:
        ValueError: the amount or the rate is below nought.
        LookupError: the legal rate of one of the years is not known.

    >>> str(late_interest(Money(100_000), date(2025, 12, 1), date(2025, 12, 31)).interest)
    '3.70'
    """
    if owed < ZERO:
        raise ValueError("what is paid late is 0.00 or more; a credit bears no interest")
    if rate is not None and rate < 0:
        raise ValueError("a yearly rate is 0 or more")
    if paid <= since:
        return LateInterest(ZERO, ())
    years = Period(since + ONE_DAY, paid + ONE_DAY).years()
    stretches = tuple(Stretch(part, legal_rate(part.start) if rate is None else rate) for part in years)
    yearly = sum((Fraction(part.period.days, DAYS_OF_A_YEAR) * part.rate for part in stretches), Fraction(0))
    return LateInterest(Money(half_up(owed.cents * yearly)), stretches)
