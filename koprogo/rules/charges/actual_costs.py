"""Statements of actual costs on a permanent working fund: per month, quarter or half-year, cumulative within the year.

What a lot bears in a statement is its part of everything its key has cost so far this year, less what earlier statements
took. So each statement adds up, and so does each lot's year. Costs of one key go together, with the paper's list under
them; a yearly invoice needs its period of service (`accruals.py`), or it falls whole on who holds the lot that day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from koprogo.core.money import ZERO, Money
from koprogo.core.period import Period, add_months
from koprogo.core.sources import cites
from koprogo.rules.charges.apportion import apportion
from koprogo.rules.charges.cost_lines import ByKey, Cell, CostLine, Given, Holding
from koprogo.rules.charges.settlement import LotPart, cells_of, lot_parts
from koprogo.rules.texts import CC_3_81, CC_3_86_3, CC_3_94_5


class Every(StrEnum):
    """How often actual costs are stated."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"


MONTHS: Mapping[Every, int] = MappingProxyType({Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6})


@dataclass(frozen=True)
class Statement:
    """One statement: its days, its cells, and what each key has cost in all from the start of the year to its end."""

    period: Period
    cells: tuple[Cell, ...]
    so_far: Mapping[str, Money]


@cites(CC_3_86_3)
def statement_periods(year: Period, every: Every) -> tuple[Period, ...]:
    """Cut a year of any length in months, quarters or half-years from its first day; the last one may be shorter.

    >>> from datetime import date
    >>> [piece.days for piece in statement_periods(Period(date(2025, 1, 1), date(2026, 1, 1)), Every.QUARTER)]
    [90, 91, 92, 92]
    """
    pieces: list[Period] = []
    start = year.start
    while start < year.end:
        end = min(add_months(year.start, MONTHS[every] * (len(pieces) + 1)), year.end)
        pieces.append(Period(start, end))
        start = end
    return tuple(pieces)


@cites(CC_3_81, CC_3_86_3, CC_3_94_5)
def statement(
    lines: Sequence[CostLine], holdings: Sequence[Holding], period: Period, so_far: Mapping[str, Money]
) -> Statement:
    """State the costs of a period. `so_far`: what each key cost from the start of the year until this period.

    Costs given per lot or borne by one owner are stated as they are. A lot that changed hands inside the period is
    split by the days of this period; an amount given for it by its own days, as in a yearly settlement.

    Raises:
        NoShares: no lot takes part in a key.
        NotTheSum: amounts given per lot do not add up to their line.
        NobodyHolds: a lot that bears something had no holder on some day of the period.
    """
    cells: list[Cell] = []
    totals = dict(so_far)
    for group in _by_key(lines):
        key = group.split
        assert isinstance(key, ByKey)
        before = totals.get(key.key, ZERO)
        totals[key.key] = before + group.shared
        cells.extend(_cumulative(group, key, before, holdings, period))
    for line in lines:
        if not isinstance(line.split, ByKey):
            days = line.period if isinstance(line.split, Given) else period
            cells.extend(cells_of(line, lot_parts(line), holdings, days))
    return Statement(period, tuple(cells), MappingProxyType(totals))


@cites(CC_3_81, CC_3_86_3, CC_3_94_5)
def statements(
    parts: Sequence[tuple[Period, Sequence[CostLine]]], holdings: Sequence[Holding]
) -> tuple[Statement, ...]:
    """State the costs of period after period of one year; `parts` come in order."""
    found: list[Statement] = []
    for period, lines in parts:
        found.append(statement(lines, holdings, period, found[-1].so_far if found else {}))
    return tuple(found)


def _by_key(lines: Sequence[CostLine]) -> list[CostLine]:
    """Put the lines of each key together, in the order in which the keys first come."""
    groups: dict[str, CostLine] = {}
    for line in lines:
        if isinstance(line.split, ByKey):
            known = groups.get(line.split.key)
            shared = line.shared + (known.shared if known else ZERO)
            groups[line.split.key] = CostLine(line.split.key, "", shared, line.split, line.period)
    return list(groups.values())


def _cumulative(
    group: CostLine, key: ByKey, before: Money, holdings: Sequence[Holding], period: Period
) -> tuple[Cell, ...]:
    now = apportion(before + group.shared, key.weights)
    then = apportion(before, key.weights)
    total = sum(key.weights.values())
    parts = {
        lot: LotPart(now[lot] - then[lot], then[lot], weight, total)
        for lot, weight in sorted(key.weights.items())
        if weight
    }
    whole = CostLine(group.name, group.account, before + group.shared, key, group.period)
    return cells_of(whole, parts, holdings, period)
