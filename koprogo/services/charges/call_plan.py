"""What a call would ask of each lot, before anything is written: an instalment of a budget, or a call for the working fund.

Special calls are planned the same way (`special_plan.py`).

An instalment is each lot's part of everything called so far, less what it was called before, so the year adds up to the cent
whatever became of the budget meanwhile; what a new budget changes of earlier calls stands on lines of its own. Until a year
has a budget, the last one's current charges and reserve part are called: works and raises were voted for their year only.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.money import ZERO, Money, total
from koprogo.core.period import add_months
from koprogo.rules.charges.instalments import instalments_by_lot, next_instalment
from koprogo.services.accounting.accounts import year_of
from koprogo.services.accounting.reserved import CALL
from koprogo.services.charges.budget_queries import BudgetSheet, called_budget
from koprogo.services.charges.budget_queries import sheet as read_sheet
from koprogo.services.charges.budgets import LARGEST, ORDINARY, RESERVE
from koprogo.services.charges.refusals import (
    AlreadyCalled,
    EarlierNotCalled,
    NoBudget,
    NothingToCall,
)

BUDGET, WORKING = "budget", "working"
CALLED_ON = (ORDINARY, RESERVE)
"""What of a budget is called for a later year too: it comes back every year. The rest was decided once."""
SIGNS = {1: "Y", 2: "H", 4: "Q", 12: "M"}
MONTHS = 12
LOTS = "SELECT id, number, shares FROM lot WHERE association_id = :t ORDER BY number"
WEIGHTS = """
SELECT l.number, w.weight FROM apportionment_weight w JOIN lot l ON l.association_id = w.association_id AND l.id = w.lot_id
 WHERE w.association_id = :t AND w.key_id = :k ORDER BY l.number
"""
KEY_NAME = "SELECT name FROM apportionment_key WHERE association_id = :t AND id = :k"
ENDED_KEYS = """
SELECT name, until FROM apportionment_key WHERE association_id = :t AND id = ANY (:ids) AND until <= :day ORDER BY until
"""
STANDING_CALLS = """
SELECT c.id, c.reference, c.number, c.instalments, c.budget_id FROM call c
 WHERE c.association_id = :t AND c.starts = :starts AND c.kind = 'budget' AND NOT EXISTS (SELECT 1 FROM call_event e
       WHERE e.association_id = c.association_id AND e.call_id = c.id AND e.what = 'reversed') ORDER BY c.number
"""
CALLED = """
SELECT l.part, l.key_id, t.number AS lot, sum(l.amount)::bigint AS cents FROM call_line l
  JOIN lot t ON t.association_id = l.association_id AND t.id = l.lot_id
 WHERE l.association_id = :t AND l.call_id = ANY(:calls) GROUP BY l.part, l.key_id, t.number
"""
REFERENCES = """
SELECT reference FROM call WHERE association_id = :t AND reference LIKE :like
UNION SELECT reference FROM entry WHERE association_id = :t AND reference LIKE :like
"""
Group = tuple[str, UUID | None]
"""What is split together: a part of the budget, by one key."""


@dataclass(frozen=True)
class SharedLine:
    """One line of a call: `amount` = the part of `base` by `weight` of `of_weight`, less `before`; cents."""

    lot: str
    part: str
    caught_up: bool
    key_id: UUID | None
    key_name: Mapping[str, str]
    weight: int
    of_weight: int
    base: int
    before: int
    amount: int


@dataclass(frozen=True)
class PlannedLine(SharedLine):
    """One line of a call as it would be made."""

    lot_id: UUID


@dataclass(frozen=True)
class PlannedCall:
    """A call as it would be made. `budget_starts`: the year its budget was voted for, when another than the one called.

    `left_out`: what that budget has for its own year only, by part, and is not called. `ended_keys`: names per language and
    last days of keys that this budget still goes by, though they were no longer in force when these days begin.
    """

    reference: str
    kind: str
    starts: date
    number: int
    instalments: int
    called_on: date
    due_on: date
    covers_from: date
    covers_until: date
    lines: tuple[PlannedLine, ...]
    budget_id: UUID | None = None
    budget_starts: date | None = None
    item_id: UUID | None = None
    loan_id: UUID | None = None
    left_out: Mapping[str, Money] = field(default_factory=dict)
    ended_keys: tuple[tuple[Mapping[str, str], date], ...] = ()

    @property
    def total(self) -> Money:
        """What the call asks in all."""
        return Money(sum(line.amount for line in self.lines))


@dataclass(frozen=True)
class _Lots:
    """The lots of an association: ids by number, shares by number."""

    ids: Mapping[str, UUID]
    shares: Mapping[str, int]


async def plan_instalment(
    session: AsyncSession,
    association_id: UUID,
    *,
    starts: date,
    number: int,
    called_on: date | None = None,
    due_on: date | None = None,
    earlier_elsewhere: bool = False,
) -> PlannedCall:
    """Return instalment `number` of the year that starts on a day, by the budget in force, else by the last one.

    `earlier_elsewhere`: the instalments before it were called with another tool, by the same budget.

    Raises:
        NoBudget: nothing was ever voted.
        AlreadyCalled, EarlierNotCalled: it is not this instalment's turn.
        BadInput: there is no such instalment, or its days are out of order.
        NothingToCall: every part is 0.
    """
    sheet = await called_budget(session, association_id, starts)
    if sheet is None or not _may_be_called_for(sheet, starts):
        raise NoBudget(starts.year)
    standing = (await session.execute(text(STANDING_CALLS), {"t": association_id, "starts": starts})).all()
    periods = standing[0].instalments if standing else sheet.row.instalments
    turn(standing, number, periods, earlier_elsewhere=earlier_elsewhere)
    next_starts = sheet.row.next_starts if sheet.row.starts == starts else add_months(starts, MONTHS)
    since, until = _edges(starts, next_starts, periods)[number - 1 : number + 1]
    days = days_of_call(called_on or since, due_on)
    before = await _called_before(session, association_id, standing, sheet, starts, number)
    lines = await instalment_lines(session, association_id, _annual(sheet, starts), periods, number, before)
    if not lines:
        raise NothingToCall
    by_key = {"t": association_id, "ids": list({line.key_id for line in lines if line.key_id}), "day": since}
    ended = tuple((row.name, row.until) for row in await session.execute(text(ENDED_KEYS), by_key))
    return PlannedCall(
        reference=await free_reference(session, association_id, f"{CALL}{starts.year}-{_sign(periods, number)}"),
        kind=BUDGET, starts=starts, number=number, instalments=periods, called_on=days[0], due_on=days[1],
        covers_from=since, covers_until=until, lines=lines, budget_id=sheet.row.id, budget_starts=sheet.row.starts,
        left_out={part: cents for part, cents in sheet.sums.items() if not _is_called(sheet, part, starts) and cents},
        ended_keys=ended,
    )  # fmt: skip


async def plan_working_fund(
    session: AsyncSession, association_id: UUID, *, amount: Money, called_on: date, due_on: date | None = None
) -> PlannedCall:
    """Return a call that raises the working fund by one amount, by the shares.

    Raises:
        BadInput: the amount is not above 0, or the days are out of order.
        NoYear: no fiscal year covers the day of the call.
    """
    if not ZERO < amount <= Money(LARGEST):
        raise BadInput(Problem("amount", "Write an amount above 0."))
    days = days_of_call(called_on, due_on)
    year = await year_of(session, association_id, called_on)
    lines = await instalment_lines(session, association_id, {(WORKING, None): amount}, 1, 1, {})
    return PlannedCall(
        reference=await free_reference(session, association_id, f"{CALL}{year.starts.year}-W", numbered=True),
        kind=WORKING, starts=year.starts, number=1, instalments=1, called_on=days[0], due_on=days[1],
        covers_from=year.starts, covers_until=year.next_starts, lines=lines,
    )  # fmt: skip


async def weights_by_lot(session: AsyncSession, association_id: UUID, key_id: UUID | None) -> dict[str, int]:
    """Return the weight of every lot of a key by its number, without a key the shares; NotFound for a key of others."""
    if key_id is None:
        return dict((await _lots(session, association_id)).shares)
    rows = (await session.execute(text(WEIGHTS), {"t": association_id, "k": key_id})).all()
    if not rows:
        raise NotFound
    return {row.number: row.weight for row in rows}


async def instalment_lines(
    session: AsyncSession,
    association_id: UUID,
    annual: Mapping[Group, Money],
    periods: int,
    number: int,
    before: Mapping[Group, Mapping[str, Money]],
) -> tuple[PlannedLine, ...]:
    """Return what each lot is called at an instalment of amounts per part and key, less what it was called before."""
    lots = await _lots(session, association_id)
    found: list[PlannedLine] = []
    for part, key_id in [*annual, *(group for group in before if group not in annual)]:
        amount = annual.get((part, key_id), ZERO)
        weights = await weights_by_lot(session, association_id, key_id)
        called = before.get((part, key_id), {})
        plan = instalments_by_lot(amount, periods, weights)
        name = await _key_name(session, association_id, key_id)
        bases = [total(share for call in plan[:upto] for share in call.values()) for upto in (number - 1, number)]
        for lot, step in next_instalment(amount, periods, number, weights, called).items():
            earlier = total(call.get(lot, ZERO) for call in plan[: number - 1])
            common = (part, key_id, name, weights.get(lot, 0), sum(weights.values()))
            found += _lines_of(lots.ids[lot], lot, common, step.regular, bases[1], earlier, caught_up=False)
            taken = called.get(lot, ZERO)
            found += _lines_of(lots.ids[lot], lot, common, step.caught_up, bases[0], taken, caught_up=True)
    return tuple(found)


def _lines_of(
    lot_id: UUID, lot: str, common: tuple[Any, ...], amount: Money, base: Money, before: Money, *, caught_up: bool
) -> list[PlannedLine]:
    if not amount:
        return []
    part, key_id, name, weight, of_weight = common
    return [
        PlannedLine(
            lot, part, caught_up, key_id, name, weight, of_weight, base.cents, before.cents, amount.cents, lot_id
        )
    ]


async def _called_before(
    session: AsyncSession,
    association_id: UUID,
    standing: Sequence[Any],
    sheet: BudgetSheet,
    starts: date,
    number: int,
) -> dict[Group, dict[str, Money]]:
    """Return what each lot was called this year, by group: by calls that stand, and before the first of them elsewhere."""
    found: dict[Group, dict[str, Money]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    first, then = (standing[0].number, standing[0].budget_id) if standing else (number, sheet.row.id)
    if first > 1:
        from_budget = sheet if sheet.row.id == then else await read_sheet(session, association_id, then)
        periods = standing[0].instalments if standing else sheet.row.instalments
        for (part, key_id), amount in _annual(from_budget, starts).items():
            weights = await weights_by_lot(session, association_id, key_id)
            for call in instalments_by_lot(amount, periods, weights)[: first - 1]:
                for lot, share in call.items():
                    found[part, key_id][lot] += share
    for group, lots in (await called_by(session, association_id, [row.id for row in standing])).items():
        for lot, cents in lots.items():
            found[group][lot] += cents
    return {group: dict(lots) for group, lots in found.items()}


async def called_by(
    session: AsyncSession, association_id: UUID, calls: Sequence[UUID]
) -> dict[Group, dict[str, Money]]:
    """Return what each lot was called by these calls, per part and key."""
    found: dict[Group, dict[str, Money]] = defaultdict(dict)
    for row in await session.execute(text(CALLED), {"t": association_id, "calls": list(calls)}):
        found[row.part, row.key_id][row.lot] = Money(row.cents)
    return found


def _is_called(sheet: BudgetSheet, part: str, starts: date) -> bool:
    """Say whether a part of a budget is called for the year that starts on a day."""
    return sheet.row.starts == starts or part in CALLED_ON


def _annual(sheet: BudgetSheet, starts: date) -> dict[Group, Money]:
    """Return what a budget asks for the year that starts on a day, per part and key."""
    found: dict[Group, Money] = {}
    for line in sheet.lines:
        if not _is_called(sheet, line.part, starts):
            continue
        found[line.part, line.key_id] = found.get((line.part, line.key_id), ZERO) + line.amount
    return found


def _may_be_called_for(sheet: BudgetSheet, starts: date) -> bool:
    """Say whether a budget may be called for a year: its own, or, if it is one of twelve months, a later one."""
    row = sheet.row
    return row.starts == starts or (row.next_starts <= starts and row.next_starts == add_months(row.starts, MONTHS))


def turn(standing: Sequence[Any], number: int, periods: int, *, earlier_elsewhere: bool = False) -> None:
    """Refuse an instalment that was called, or is not the next one of the calls that stand."""
    if not 1 <= number <= periods:
        raise BadInput(Problem("number", "Choose an instalment between 1 and {most}.", {"most": periods}))
    for row in standing:
        if row.number == number:
            raise AlreadyCalled(row.reference)
    turn = standing[-1].number + 1 if standing else number if earlier_elsewhere else 1
    if number != turn:
        raise EarlierNotCalled(turn)


def days_of_call(called_on: date, due_on: date | None) -> tuple[date, date]:
    """Return the day of a call and the one it is due, the same without one; BadInput when they are out of order."""
    due_on = due_on or called_on
    if due_on < called_on:
        raise BadInput(Problem("due_on", "Choose a day to pay on or after the day of the call."))
    return called_on, due_on


def _edges(starts: date, next_starts: date, periods: int) -> list[date]:
    """Cut a year in as many stretches as it has instalments, by months where it has twelve, else by days."""
    if add_months(starts, MONTHS) == next_starts:
        return [add_months(starts, MONTHS // periods * place) for place in range(periods + 1)]
    days = (next_starts - starts).days
    return [starts + timedelta(days=days * place // periods) for place in range(periods + 1)]


def _sign(periods: int, number: int) -> str:
    return (
        SIGNS[periods]
        if periods == 1
        else f"{SIGNS[periods]}{number:02d}"
        if periods == MONTHS
        else f"{SIGNS[periods]}{number}"
    )


async def free_reference(session: AsyncSession, association_id: UUID, wanted: str, *, numbered: bool = False) -> str:
    """Return the first reference of this form that no call and no voucher has: a call made anew ends in -2."""
    rows = await session.execute(text(REFERENCES), {"t": association_id, "like": f"{wanted}%"})
    taken = set(rows.scalars())
    forms = (
        f"{wanted}{place}" if numbered else wanted if place == 1 else f"{wanted}-{place}"
        for place in range(1, len(taken) + 2)
    )
    return next(form for form in forms if form not in taken)


async def _lots(session: AsyncSession, association_id: UUID) -> _Lots:
    rows = (await session.execute(text(LOTS), {"t": association_id})).all()
    return _Lots({row.number: row.id for row in rows}, {row.number: row.shares for row in rows})


async def _key_name(session: AsyncSession, association_id: UUID, key_id: UUID | None) -> Mapping[str, str]:
    if key_id is None:
        return {}
    return await session.scalar(text(KEY_NAME), {"t": association_id, "k": key_id}) or {}
