"""What was spent against the budget in force: by line, up to each month or quarter, with where the year ends.

Actual costs come from the books, by account; an account that the budget has by several keys is told apart by the key of
its entries. What was spent without a line stands there too, against a budget of 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.money import ZERO, Money, total
from koprogo.core.period import add_months
from koprogo.core.permissions import require
from koprogo.rules.charges.budget_variance import Variance, budget_variance, by_period, projection
from koprogo.services.charges.budget_queries import BudgetLineRow, BudgetRow, BudgetSheet, account_name, sheet

MONTH, QUARTER = "month", "quarter"
MONTHS = {MONTH: 1, QUARTER: 3}
COSTS = ("ordinary", "extraordinary")
YEAR = """
SELECT b.id FROM budget b JOIN budget_event e ON e.association_id = b.association_id AND e.budget_id = b.id
 WHERE b.association_id = :t AND e.what = 'in_force' AND extract(year FROM b.starts) = :year
 ORDER BY e.at DESC, b.version DESC LIMIT 1
"""
SPENT = """
SELECT a.code, a.names, l.key_id, l.day, sum(l.amount)::bigint AS cents
  FROM entry_line l JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
  JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id
  LEFT JOIN invoice_line v ON v.association_id = l.association_id AND v.id = l.source_id
   AND l.source_kind = 'invoice_line'
  LEFT JOIN invoice i ON i.association_id = v.association_id AND i.id = v.invoice_id
 WHERE l.association_id = :t AND l.day >= :since AND l.day < :until AND a.kind IN ('expense', 'income')
   AND a.code !~ '^(70|643|68)' AND e.kind <> 'closing'
   AND coalesce(i.funding, 'budget') NOT IN ('reserve', 'special_call', 'loan')
 GROUP BY a.code, a.names, l.key_id, l.day
"""
"""Costs and income as they were booked: no calls (70), no private costs (643), no movement of funds (68), not the entry
that brings a year to nil, and nothing that a decision had paid from elsewhere: the reserve fund, a special call, a loan.
What the closing journal holds besides counts: costs not invoiced yet and their taking back, and corrections.
"""
Place = tuple[str, UUID | None]


@dataclass(frozen=True)
class LineVariance:
    """A line of the budget, or an account without one: the whole year, and up to each period that ended.

    `projected`: where the year ends at this pace; `alert`: more than ten per cent over, now or by then.
    """

    code: str
    name: Mapping[str, str]
    part: str
    key_name: Mapping[str, str]
    year: Variance
    so_far: tuple[Variance, ...]
    projected: Money

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
    session: AsyncSession, actor: Actor, association_id: UUID, year: int, *, on: date, by: str = MONTH
) -> BudgetVariance:
    """Return the budget in force of a year against the books, up to the last period that ended by a day.

    Raises:
        BadInput: neither month nor quarter.
        NotFound: no budget of that year is in force.
    """
    require(actor, "figures.read", association_id)
    if by not in MONTHS:
        raise BadInput(Problem("by", "Choose month or quarter."))
    found = await session.scalar(text(YEAR), {"t": association_id, "year": year})
    if found is None:
        raise NotFound
    budget = await sheet(session, association_id, found)
    edges = _edges(budget.row, MONTHS[by])
    elapsed = sum(edge <= on for edge in edges[1:])
    spent = await _spent(session, association_id, budget, edges, on)
    lines = tuple(_line(place, each, edges, elapsed) for place, each in spent.items())
    return BudgetVariance(budget.row, by, on, edges, elapsed, lines, _sum(lines, edges, elapsed))


@dataclass
class _Spent:
    """What one line was budgeted and what was booked on it: per period, and after the last one that ended."""

    name: Mapping[str, str]
    part: str
    key_name: Mapping[str, str]
    budget: Money
    once: bool
    periods: list[Money]


async def _spent(
    session: AsyncSession, association_id: UUID, budget: BudgetSheet, edges: tuple[date, ...], on: date
) -> dict[Place, _Spent]:
    found = _budgeted([line for line in budget.lines if line.part in COSTS], len(edges) - 1)
    facts = {"t": association_id, "since": edges[0], "until": edges[-1]}
    for row in (await session.execute(text(SPENT), facts)).mappings():
        if row["day"] > on:
            continue
        place = _place(row["code"], row["key_id"], found)
        if place not in found:
            name = account_name(row["code"], row["names"])
            found[place] = _Spent(name, "ordinary", {}, ZERO, False, [ZERO] * (len(edges) - 1))
        period = sum(edge <= row["day"] for edge in edges) - 1
        found[place].periods[period] += Money(row["cents"])
    return found


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
    periods = len(edges) - 1
    until_now = total(each.periods[:elapsed])
    ends = projection(each.budget, until_now, elapsed=elapsed, periods=periods, once=each.once)
    actual = total(each.periods)
    return LineVariance(
        code=place[0],
        name=each.name,
        part=each.part,
        key_name=each.key_name,
        year=budget_variance(each.budget, actual),
        so_far=by_period(each.budget, each.periods, elapsed=elapsed),
        projected=max(ends, actual) if each.budget >= ZERO else ends,
    )


def _sum(lines: tuple[LineVariance, ...], edges: tuple[date, ...], elapsed: int) -> LineVariance:
    """Add the lines up; the year ends where they all end."""
    budget, actual = total(line.year.budget for line in lines), total(line.year.actual for line in lines)
    so_far = tuple(
        budget_variance(total(line.so_far[k].budget for line in lines), total(line.so_far[k].actual for line in lines))
        for k in range(elapsed)
    )
    ends = total(line.projected for line in lines)
    return LineVariance("", {}, "", {}, budget_variance(budget, actual), so_far, ends)


def _edges(row: BudgetRow, months: int) -> tuple[date, ...]:
    found = [row.starts]
    while found[-1] < row.next_starts:
        found.append(min(add_months(row.starts, months * len(found)), row.next_starts))
    return tuple(found)
