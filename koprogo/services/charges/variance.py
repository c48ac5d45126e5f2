"""What was spent against the budget in force: by line, up to each month or quarter, with where the year ends.

Actual costs come from the books, by account; an account that the budget has by several keys is told apart by the key of
its entries. What was spent without a line stands there too, against a budget of 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.money import ZERO, Money, total
from koprogo.core.period import add_months
from koprogo.core.permissions import require
from koprogo.rules.charges.budget_variance import Pace, Variance, budget_variance, by_period, pace_of, projection
from koprogo.services.charges.budget_queries import BudgetLineRow, BudgetRow, BudgetSheet, account_name, sheet
from koprogo.services.charges.spent import A_YEAR, COSTS, SpentBefore, SpentRow, spent, spent_before

MONTH, QUARTER = "month", "quarter"
MONTHS = {MONTH: 1, QUARTER: 3}
YEAR = """
SELECT b.id FROM budget b JOIN budget_event e ON e.association_id = b.association_id AND e.budget_id = b.id
 WHERE b.association_id = :t AND e.what = 'in_force' AND extract(year FROM b.starts) = :year
 ORDER BY (b.starts = CAST(:starts AS date)) DESC NULLS LAST, e.at DESC, b.version DESC LIMIT 1
"""
"""Two short years may begin in one: the day that is named tells them apart."""
Place = tuple[str, UUID | None]


@dataclass(frozen=True)
class LineVariance:
    """A line of the budget, or an account without one: the whole year, and up to each period that ended.

    `projected`: where the year ends; `alert`: more than ten per cent over, now or by then. `before`: what it came to in
    the twelve months before, None where nothing is known of them.
    """

    code: str
    name: Mapping[str, str]
    part: str
    key_name: Mapping[str, str]
    year: Variance
    so_far: tuple[Variance, ...]
    projected: Money
    before: Money | None = None

    @property
    def alert(self) -> bool:
        return self.year.overrun or budget_variance(self.year.budget, self.projected).overrun


@dataclass(frozen=True)
class BudgetVariance:
    """A year against its budget on a day; `edges` are the first days of its periods and of what follows them."""

    budget: BudgetRow
    by: str
    on: date
    edges: tuple[date, ...]
    elapsed: int
    lines: tuple[LineVariance, ...]
    sum: LineVariance

    @property
    def alerts(self) -> tuple[LineVariance, ...]:
        """The lines that are more than ten per cent over, now or at this pace by the end of the year."""
        return tuple(line for line in self.lines if line.alert)


async def variance(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    year: int,
    *,
    on: date,
    by: str = MONTH,
    starts: date | None = None,
) -> BudgetVariance:
    """Return the budget in force of a year against the books, up to the last period that ended with a day or before.

    `starts`: the first day of that budget, where another short year begins in the same one.

    Raises:
        BadInput: neither month nor quarter.
        NotFound: no budget of that year is in force.
    """
    require(actor, "figures.read", association_id)
    if by not in MONTHS:
        raise BadInput(Problem("by", "Choose month or quarter."))
    found = await session.scalar(text(YEAR), {"t": association_id, "year": year, "starts": starts})
    if found is None:
        raise NotFound
    budget = await sheet(session, association_id, found)
    edges = _edges(budget.row, MONTHS[by])
    elapsed = sum(edge <= on + timedelta(days=1) for edge in edges[1:])
    booked = await _spent(session, association_id, budget, edges, on)
    lines = tuple(_line(place, each, edges, elapsed) for place, each in booked.items() if each.says_something)
    return BudgetVariance(budget.row, by, on, edges, elapsed, lines, _sum(lines, edges, elapsed))


@dataclass
class _Spent:
    """What one line was budgeted and what was booked on it: per period, and after the last one that ended.

    `before`: the sum of a year earlier, None where nothing is known of that year; `last_year`: period by period, where
    our own books hold it and this line had something.
    """

    name: Mapping[str, str]
    part: str
    key_name: Mapping[str, str]
    budget: Money
    once: bool
    periods: list[Money]
    before: Money | None = None
    last_year: list[Money] | None = None

    @property
    def says_something(self) -> bool:
        """Whether anything was budgeted or left; what was booked and taken back without a budget is no line."""
        return bool(self.budget or self.before or any(self.periods))


async def _spent(
    session: AsyncSession, association_id: UUID, budget: BudgetSheet, edges: tuple[date, ...], on: date
) -> dict[Place, _Spent]:
    periods = len(edges) - 1
    found = _budgeted([line for line in budget.lines if line.part in COSTS], periods)
    for row in await spent(session, association_id, edges[0], edges[-1]):
        if row.day is not None and row.day <= on:
            _line_of(row, found, periods).periods[_period(row.day, edges)] += Money(row.cents)
    earlier = await spent_before(session, association_id, edges[0])
    if earlier.known:
        shifted = tuple(add_months(edge, -A_YEAR) for edge in edges)
        _add_before(found, earlier, shifted, periods)
    return found


def _add_before(found: dict[Place, _Spent], earlier: SpentBefore, edges: tuple[date, ...], periods: int) -> None:
    """Add what the twelve months before came to; by period only on lines that cost something then."""
    for row in earlier.rows:
        line = _line_of(row, found, periods)
        line.before = (line.before or ZERO) + Money(row.cents)
        if row.day is not None and row.day < edges[-1]:
            line.last_year = line.last_year or [ZERO] * periods
            line.last_year[_period(row.day, edges)] += Money(row.cents)
    for line in found.values():
        line.before = line.before or ZERO


def _line_of(row: SpentRow, found: dict[Place, _Spent], periods: int) -> _Spent:
    """Return the line an amount belongs to, a new one where the budget has none."""
    place = _place(row.code, row.key_id, found)
    if place not in found:
        found[place] = _Spent(account_name(row.code, row.names), "ordinary", {}, ZERO, False, [ZERO] * periods)
    return found[place]


def _period(day: date, edges: tuple[date, ...]) -> int:
    return sum(edge <= day for edge in edges) - 1


def _budgeted(lines: list[BudgetLineRow], periods: int) -> dict[Place, _Spent]:
    found: dict[Place, _Spent] = {}
    for line in lines:
        place = (line.code, line.key_id)
        if place in found:
            found[place].budget += line.amount
            found[place].once &= line.once
        else:
            found[place] = _Spent(line.name, line.part, line.key_name, line.amount, line.once, [ZERO] * periods)
    return found


def _place(code: str, key_id: UUID | None, found: Mapping[Place, Any]) -> Place:
    """Return the line an entry belongs to: by account and key, else the only line of the account, else none."""
    if (code, key_id) in found:
        return code, key_id
    same = [place for place in found if place[0] == code]
    return same[0] if len(same) == 1 else (code, None)


def _line(place: Place, each: _Spent, edges: tuple[date, ...], elapsed: int) -> LineVariance:
    actual = total(each.periods)
    pace = pace_of(place[0], once=each.once, budgeted=bool(each.budget))
    until_now = actual if pace is Pace.ONCE else total(each.periods[:elapsed])
    ends = projection(
        each.budget, until_now, elapsed=elapsed, periods=len(edges) - 1, pace=pace, last_year=each.last_year
    )
    return LineVariance(
        code=place[0],
        name=each.name,
        part=each.part,
        key_name=each.key_name,
        year=budget_variance(each.budget, actual),
        so_far=by_period(each.budget, each.periods, elapsed=elapsed),
        projected=max(ends, actual) if each.budget >= ZERO else ends,
        before=each.before,
    )


def _sum(lines: tuple[LineVariance, ...], edges: tuple[date, ...], elapsed: int) -> LineVariance:
    """Add the lines up; the year ends where they all end."""
    budget, actual = total(line.year.budget for line in lines), total(line.year.actual for line in lines)
    so_far = tuple(
        budget_variance(total(line.so_far[k].budget for line in lines), total(line.so_far[k].actual for line in lines))
        for k in range(elapsed)
    )
    ends = total(line.projected for line in lines)
    known = [line.before for line in lines if line.before is not None]
    before = total(known) if known else None
    return LineVariance("", {}, "", {}, budget_variance(budget, actual), so_far, ends, before)


def _edges(row: BudgetRow, months: int) -> tuple[date, ...]:
    found = [row.starts]
    while found[-1] < row.next_starts:
        found.append(min(add_months(row.starts, months * len(found)), row.next_starts))
    return tuple(found)
