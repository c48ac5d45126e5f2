"""What a settlement would say, before anything is written: costs, cells, and the sums of every owner."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.money import ZERO, Money
from koprogo.core.period import Period
from koprogo.rules.charges.actual_costs import statement
from koprogo.rules.charges.cost_lines import Cell, CostLine
from koprogo.rules.charges.settlement import DaysOf, NotNil, balances, by_owner, difference, settle
from koprogo.rules.charges.who_bears import Flags, flags_of, recoverable
from koprogo.services.accounting.accounts import OpenYear, year_of
from koprogo.services.charges.rhythms import ACTUAL_COSTS, Rhythm, periods_to_settle, rhythm_on
from koprogo.services.charges.settlement_facts import BY_SHARES, PROVISIONS, Facts, Group, read_called, read_facts
from koprogo.services.charges.settlement_refusals import (
    EarlierStatementMissing,
    LaterStatementThere,
    NotItsDays,
    SettledOtherwise,
)
from koprogo.services.charges.settlement_works import PlannedWorks, plan_works

LATEST = """
SELECT DISTINCT ON (s.covers_from, s.covers_until) s.id, s.covers_from, s.covers_until, s.version
  FROM settlement s WHERE s.association_id = :t AND s.period_id = :p
 ORDER BY s.covers_from, s.covers_until, s.version DESC
"""
COSTS_OF = "SELECT * FROM settlement_cost WHERE association_id = :t AND settlement_id = ANY(:ids) ORDER BY number"
OWNERS_OF = "SELECT debtor_id, to_pay FROM settlement_owner WHERE association_id = :t AND settlement_id = :s"
CALLED_OF = """
SELECT debtor_id, sum(called)::bigint AS called FROM settlement_owner
 WHERE association_id = :t AND settlement_id = ANY(:ids) GROUP BY debtor_id
"""


@dataclass(frozen=True)
class OwnerSum:
    """One debtor's sums; `posted`: what this version adds to the one before. `tenant`: what leases usually pass on."""

    debtor_id: UUID
    actual: Money
    called: Money
    posted: Money
    tenant: Money

    @property
    def to_pay(self) -> Money:
        """Negative is in her favour."""
        return self.actual - self.called


@dataclass(frozen=True)
class PlannedCost:
    """A cost as it is shared, with what it counts for."""

    group: Group
    line: CostLine
    flags: Flags


@dataclass(frozen=True)
class Made:
    """What the rules made of the costs: cells, and per debtor the part that leases usually pass on."""

    costs: tuple[PlannedCost, ...]
    cells: tuple[Cell, ...]
    tenants: Mapping[str, Money]


@dataclass(frozen=True)
class PlannedSettlement:
    """A version as it would be issued now; `version` is the next one, `before_id` the one it replaces."""

    year: OpenYear
    rhythm: Rhythm
    covers: Period
    version: int
    before_id: UUID | None
    facts: Facts
    costs: tuple[PlannedCost, ...]
    cells: tuple[Cell, ...]
    owners: tuple[OwnerSum, ...]
    works: PlannedWorks

    @property
    def moves(self) -> bool:
        """Whether anybody's balance would move, or what stays for works."""
        return bool(self.works.move) or any(owner.posted for owner in self.owners)


async def plan(session: AsyncSession, association_id: UUID, *, covers: Period) -> PlannedSettlement:
    """Return what the settlement of these days would say.

    Raises:
        NoYear, NoRhythm: there is no fiscal year, or nobody said how it is settled.
        NotItsDays: neither the whole year of provisions, nor one of its statements.
        SettledOtherwise: something of the year is settled by another rhythm.
        EarlierStatementMissing, LaterStatementThere: statements follow each other.
        NotNil: something of the books would fall on nobody; the message names the difference.
        NobodyHolds, NoShares: a lot without a holder, a key without weights.
    """
    year = await year_of(session, association_id, covers.start)
    rhythm = await rhythm_on(session, association_id, year.starts)
    whole = Period(year.starts, year.next_starts)
    latest = (await session.execute(text(LATEST), {"t": association_id, "p": year.id})).all()
    stated = rhythm.rhythm == ACTUAL_COSTS
    earlier = _its_turn(latest, whole, rhythm, covers)
    days_of = DaysOf.YEAR if stated else rhythm.days_of
    facts = await read_facts(session, association_id, year=whole, until=covers.end, days_of=days_of)
    asked = await read_called(session, association_id, facts)
    if stated:
        _no_provisions(facts)
        made = await _of_actual_costs(session, association_id, facts, covers, earlier)
    else:
        made = _of_provisions(facts, whole, days_of)
    lines = [cost.line for cost in made.costs if cost.line.decision]
    works = await plan_works(session, association_id, facts, lines, whole=whole, covers=covers)
    called = await _less_earlier(session, association_id, works.counted(asked), earlier)
    called = {**{str(row.debtor_id): ZERO for row in works.rows}, **called}
    before = next((row for row in latest if (row.covers_from, row.covers_until) == (covers.start, covers.end)), None)
    paid = await _to_pay(session, association_id, before.id) if before else {}
    return PlannedSettlement(
        year=year, rhythm=rhythm, covers=covers, version=before.version + 1 if before else 1,
        before_id=before.id if before else None, facts=facts, costs=made.costs, cells=(*made.cells, *works.cells),
        owners=_owners(replace(made, cells=(*made.cells, *works.cells)), called, paid), works=works,
    )  # fmt: skip


def _its_turn(latest: Sequence[Any], whole: Period, rhythm: Rhythm, covers: Period) -> list[UUID]:
    """Return the statements of the year before these days, in their latest versions; none for a yearly settlement."""
    pieces = periods_to_settle(whole, rhythm.every)
    if covers not in pieces:
        raise NotItsDays(covers.start.isoformat(), covers.last_day.isoformat())
    for row in latest:
        # What another rhythm asked is not among `earlier`: it would be asked once more.
        if (other := Period(row.covers_from, row.covers_until)) not in pieces:
            raise SettledOtherwise(other.start.isoformat(), other.last_day.isoformat())
    issued = {(row.covers_from, row.covers_until): row.id for row in latest}
    found = []
    for piece in pieces[: pieces.index(covers)]:
        if (piece.start, piece.end) not in issued:
            raise EarlierStatementMissing(piece.start.isoformat(), piece.last_day.isoformat())
        found.append(issued[piece.start, piece.end])
    if any(row.covers_from >= covers.end for row in latest):
        raise LaterStatementThere
    return found


def _no_provisions(facts: Facts) -> None:
    """Refuse provisions in a year of actual costs: they would be paid twice. Special calls may be: they are for works."""
    if left := facts.booked.get(PROVISIONS, ZERO).cents:
        raise NotNil(left, 0, left, PROVISIONS)


async def _less_earlier(
    session: AsyncSession, association_id: UUID, called: Mapping[str, Money], earlier: Sequence[UUID]
) -> dict[str, Money]:
    """Return what was called without what earlier statements of the year counted."""
    found = defaultdict(lambda: ZERO, called)
    for row in await session.execute(text(CALLED_OF), {"t": association_id, "ids": list(earlier)}):
        found[str(row.debtor_id)] -= Money(row.called)
    return {owner: cents for owner, cents in found.items() if cents}


def _of_provisions(facts: Facts, whole: Period, days_of: DaysOf) -> Made:
    costs = tuple(_cost(number, group, facts) for number, group in enumerate(facts.groups, start=1))
    lines = [cost.line for cost in costs if not cost.line.decision]
    cells = settle(lines, facts.holdings, whole, days_of=days_of)
    passed_on = settle(recoverable(lines), facts.holdings, whole, days_of=days_of)
    return Made(costs, cells, by_owner(passed_on))


async def _of_actual_costs(
    session: AsyncSession, association_id: UUID, facts: Facts, covers: Period, earlier: Sequence[UUID]
) -> Made:
    """Return what the year has cost so far less what earlier statements took, by account and by who bears it."""
    groups = {
        group.mark: group if group.split == "given" else replace(group, period=covers)
        for group in _merged(facts.groups)
    }
    so_far: dict[str, Money] = defaultdict(lambda: ZERO)
    passed_on: dict[str, Money] = defaultdict(lambda: ZERO)
    for row in await session.execute(text(COSTS_OF), {"t": association_id, "ids": list(earlier)}):
        period = Period(row.cost_from, row.cost_until) if row.split == "given" else covers
        which = (row.account, row.split, row.key_id, row.lot_id, row.debtor_id)
        taken = Group(*which, period=period, decision_id=row.decision_id)
        group = groups.setdefault(taken.mark, taken)
        group.cents -= row.amount
        group.from_reserve -= row.from_reserve
        if row.split == "key" and row.decision_id is None:
            key = str(row.key_id) if row.key_id else BY_SHARES
            so_far[key] += Money(row.amount - row.from_reserve)
            passed_on[key] += Money(row.amount - row.from_reserve) if row.tenant else ZERO
    costs = tuple(
        _cost(number, group, facts)
        for number, group in enumerate([each for each in groups.values() if each.cents or each.from_reserve], start=1)
    )
    lines = [cost.line for cost in costs if not cost.line.decision]
    cells = statement(lines, facts.holdings, covers, so_far).cells
    tenants = statement(recoverable(lines), facts.holdings, covers, passed_on).cells
    return Made(costs, cells, by_owner(tenants))


def _merged(groups: Sequence[Group]) -> list[Group]:
    """Put groups of the same mark together: a statement looks at its own days only."""
    found: dict[tuple[Any, ...], Group] = {}
    for group in groups:
        known = found.get(group.mark)
        if known is None:
            found[group.mark] = replace(group)
        else:
            known.cents += group.cents
            known.from_reserve += group.from_reserve
    return list(found.values())


def _cost(number: int, group: Group, facts: Facts) -> PlannedCost:
    return PlannedCost(group, facts.line(number, group), flags_of(group.account))


def _owners(made: Made, called: Mapping[str, Money], paid: Mapping[str, Money]) -> tuple[OwnerSum, ...]:
    """Return the sums of everybody who bears something, was called, or was settled by the version before."""
    found = balances(made.cells, {**dict.fromkeys(paid, ZERO), **called})
    posted = difference({owner: balance.difference for owner, balance in found.items()}, paid)
    return tuple(
        OwnerSum(UUID(owner), balance.actual, balance.called, posted.get(owner, ZERO), made.tenants.get(owner, ZERO))
        for owner, balance in found.items()
    )


async def _to_pay(session: AsyncSession, association_id: UUID, settlement_id: UUID) -> dict[str, Money]:
    rows = await session.execute(text(OWNERS_OF), {"t": association_id, "s": settlement_id})
    return {str(row.debtor_id): Money(row.to_pay) for row in rows}
