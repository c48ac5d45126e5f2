"""Costs and income between two days, beside those of a year before, under the headings of the chart; cents.

The entry that closes a year is left out: it brings what is shown here to nil.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from koprogo.core.sources import cites
from koprogo.rules.accounting.chart import CHART
from koprogo.rules.texts import CC_3_89_5_15, CHART_DECREE

HEADING_DIGITS = 2


@dataclass(frozen=True)
class Moved:
    """What was booked on an account of costs or income, now and in the period before: cents, debit positive."""

    code: str
    cents: int
    before: int


@dataclass(frozen=True)
class ResultLine:
    """An account with its amounts as its side counts them: a cost, or an income, is positive."""

    code: str
    cents: int
    before: int


@dataclass(frozen=True)
class Heading:
    """The accounts under a row of the chart with two digits."""

    code: str
    lines: tuple[ResultLine, ...]

    @property
    def cents(self) -> int:
        """The sum of the period."""
        return sum(line.cents for line in self.lines)

    @property
    def before(self) -> int:
        """The sum of the period before."""
        return sum(line.before for line in self.lines)


@dataclass(frozen=True)
class IncomeStatement:
    """Costs and income by heading."""

    costs: tuple[Heading, ...]
    income: tuple[Heading, ...]

    @property
    def result(self) -> int:
        """Income less costs: what was called beyond what was spent; negative: what is still to be shared out."""
        return sum(each.cents for each in self.income) - sum(each.cents for each in self.costs)

    @property
    def result_before(self) -> int:
        """The same of the period before."""
        return sum(each.before for each in self.income) - sum(each.before for each in self.costs)


@cites(CC_3_89_5_15, CHART_DECREE)
def income_statement(moved: Iterable[Moved]) -> IncomeStatement:
    """Return costs (class 6) and income (class 7) by heading; accounts where nothing moved in either period are left out.

    What stands under no heading (681, what the reserve pays) comes last.

    >>> found = income_statement([Moved("61050", 900, 0), Moved("6140", 100, 80), Moved("701", -1200, 0)])
    >>> [(each.code, each.cents) for each in found.costs], found.result
    ([('61', 1000)], 200)
    """
    rows = sorted((row for row in moved if row.cents or row.before), key=lambda row: row.code)
    return IncomeStatement(_headings(rows, "6", 1), _headings(rows, "7", -1))


@cites(CHART_DECREE)
def heading_of(code: str) -> str:
    """Return the row of the chart with two digits above an account, or its class.

    >>> heading_of("61050"), heading_of("681")
    ('61', '6')
    """
    return code[:HEADING_DIGITS] if code[:HEADING_DIGITS] in CHART else code[:1]


def _headings(rows: Iterable[Moved], class_: str, sign: int) -> tuple[Heading, ...]:
    found: dict[str, list[ResultLine]] = {}
    for row in rows:
        if row.code.startswith(class_):
            found.setdefault(heading_of(row.code), []).append(ResultLine(row.code, sign * row.cents, sign * row.before))
    order = sorted(found, key=lambda code: (len(code) < HEADING_DIGITS, code))
    return tuple(Heading(code, tuple(found[code])) for code in order)
