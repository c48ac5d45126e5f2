"""What a settlement is made from, read off the books: costs and who bears them, who held which lot, what was called.

A line of costs goes by its key, by the shares without one, by its lot alone where an amount was given for it; a line on
643 is one owner's: of its lot in the days of the cost, or the debtor that its source names. What an invoice names a special
call for goes by the calls of that decision instead of by days (`settlement_works.py`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.money import ZERO, Money
from koprogo.core.period import Period
from koprogo.rules.charges.apportion import apportion
from koprogo.rules.charges.cost_lines import ByKey, CostLine, Given, Holding, Private
from koprogo.rules.charges.settlement import DaysOf, NotNil, comes_to_nil
from koprogo.services.accounting.accounts import debtor_of_persons, debtors_by_persons

PRIVATE, FUNDS = "643", "681"
PROVISIONS, SPECIAL = ADVANCES = ("701", "702")
BY_SHARES = "shares"
"""Name of the key of a cost without one: the shares of the base deed."""
RESULT_ACCOUNTS = "SELECT id, code FROM ledger_account WHERE association_id = :t AND code ~ '^[67]'"
LINES = """
SELECT l.account_id, l.amount, l.key_id, l.lot_id, l.cost_from, l.cost_until, l.source_kind, l.source_id, l.day,
       l.entry_id, e.document_id, i.decision_id
  FROM entry_line l JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id
  LEFT JOIN invoice_line v ON l.source_kind = 'invoice_line' AND v.association_id = l.association_id AND v.id = l.source_id
  LEFT JOIN invoice i ON i.association_id = v.association_id AND i.id = v.invoice_id AND i.funding = 'special_call'
 WHERE l.association_id = :t AND l.account_id = ANY(:accounts) AND l.day >= :since AND l.day < :until
   AND e.kind NOT IN ('settlement', 'closing') ORDER BY l.day, e.seq, l.line
"""
CALLED = """
WITH of_owners AS MATERIALIZED (
    SELECT l.account_id, l.amount, l.source_kind, l.source_id FROM entry_line l
     WHERE l.association_id = :t AND l.entry_id = ANY(:entries)
), owed AS MATERIALIZED (
    SELECT id, debtor_id FROM ledger_account WHERE association_id = :t AND part = 'other'
)
SELECT a.debtor_id, sum(l.amount)::bigint AS cents FROM of_owners l JOIN owed a ON a.id = l.account_id
  LEFT JOIN call_line c ON c.association_id = :t AND c.id = l.source_id AND l.source_kind = 'call_line'
 WHERE coalesce(c.part IN ('ordinary', 'extraordinary', 'special'), true) GROUP BY a.debtor_id
"""
LOTS = "SELECT id, number, shares FROM lot WHERE association_id = :t ORDER BY number"
WEIGHTS = "SELECT key_id, lot_id, weight FROM apportionment_weight WHERE association_id = :t AND key_id = ANY(:keys)"
HELD = """
SELECT lot_id, person_id, since, until FROM holding
 WHERE association_id = :t AND since < :until AND (until IS NULL OR until > :since) ORDER BY lot_id, since
"""


@dataclass(frozen=True)
class BookedLine:
    """A line of the books on an account of costs or income, with what explains it."""

    code: str
    amount: int
    key_id: UUID | None
    lot_id: UUID | None
    cost_from: date | None
    cost_until: date | None
    source_kind: str | None
    source_id: UUID | None
    day: date
    entry_id: UUID
    document_id: UUID | None
    decision_id: UUID | None = None
    """Of a cost that special calls pay."""


OF_A_LINE = tuple(each.name for each in fields(BookedLine) if each.name != "code")


@dataclass
class Group:
    """Costs that are shared together: one account, one way of sharing; `cents` of it, and what the reserve fund paid.

    `lines` are what it was booked from.
    """

    account: str
    split: str
    key_id: UUID | None
    lot_id: UUID | None
    debtor_id: UUID | None
    period: Period
    cents: int = 0
    from_reserve: int = 0
    lines: list[BookedLine] = field(default_factory=list)
    decision_id: UUID | None = None

    @property
    def mark(self) -> tuple[Any, ...]:
        """What makes two groups the same in two statements of a year; amounts given for a lot stand by their own days."""
        days = self.period if self.split == "given" else None
        return (self.account, self.split, self.key_id, self.lot_id, self.debtor_id, self.decision_id, days)


@dataclass(frozen=True)
class Facts:
    """Everything the rules need, and what turns their names back into ids.

    `booked`: what each account of costs and income says. `advanced`: the entries that credit provisions.
    """

    lots: Mapping[str, UUID]
    shares: Mapping[str, int]
    holdings: tuple[Holding, ...]
    groups: tuple[Group, ...]
    keys: Mapping[UUID, Mapping[str, int]]
    booked: Mapping[str, Money]
    advanced: tuple[UUID, ...]

    def line(self, number: int, group: Group) -> CostLine:
        """Return a group as a line of the rules, named by its number."""
        numbers = {lot_id: lot for lot, lot_id in self.lots.items()}
        split: ByKey | Private | Given
        if group.split == "private":
            split = Private(str(group.debtor_id), numbers.get(group.lot_id, "") if group.lot_id else "")
        elif group.split == "given":
            assert group.lot_id is not None
            split = Given({numbers[group.lot_id]: Money(group.cents - group.from_reserve)})
        elif group.key_id is None:
            split = ByKey(BY_SHARES, self.shares)
        else:
            split = ByKey(str(group.key_id), self.keys[group.key_id])
        amounts = (Money(group.cents), Money(group.from_reserve))
        decision = str(group.decision_id or "")
        return CostLine(str(number), group.account, amounts[0], split, group.period, amounts[1], decision)


async def read_facts(
    session: AsyncSession, association_id: UUID, *, year: Period, until: date, days_of: DaysOf
) -> Facts:
    """Return the costs of a year up to a day (exclusive), with the holders of every lot.

    Raises:
        NotNil: a cost on 643 names neither an owner nor a lot.
    """
    scope = {"t": association_id, "since": year.start, "until": until}
    lots = (await session.execute(text(LOTS), scope)).all()
    everything = await _lines(session, scope)
    rows = [row for row in everything if row.code not in ADVANCES and not row.code.startswith("70")]
    first = min([year.start, *(row.cost_from for row in rows if row.cost_from)])
    last = max([year.end, *(row.cost_until for row in rows if row.cost_until)])
    numbers = {lot.id: lot.number for lot in lots}
    holdings = await holdings_in(session, association_id, numbers, Period(first, last))
    groups = _groups(rows, year, days_of, numbers, holdings)
    found = await session.execute(text(WEIGHTS), {**scope, "keys": [each.key_id for each in groups if each.key_id]})
    keys: dict[UUID, dict[str, int]] = defaultdict(dict)
    for row in found:
        keys[row.key_id][numbers[row.lot_id]] = row.weight
    return Facts(
        lots={lot.number: lot.id for lot in lots},
        shares={lot.number: lot.shares for lot in lots},
        holdings=holdings,
        groups=groups,
        keys=keys,
        booked=_sums(everything),
        advanced=tuple({row.entry_id for row in everything if row.code in ADVANCES}),
    )


async def read_called(session: AsyncSession, association_id: UUID, facts: Facts) -> dict[str, Money]:
    """Return what each debtor was called of the year's provisions, and hold everything against the books.

    Special calls among them, whatever was used of them.

    Raises:
        NotNil: an account of costs or income says another sum than what is shared out or was called of owners.
    """
    rows = (await session.execute(text(CALLED), {"t": association_id, "entries": list(facts.advanced)})).all()
    called = {str(row.debtor_id): Money(row.cents) for row in rows if row.cents}
    shared: dict[str, Money] = defaultdict(lambda: ZERO)
    for group in facts.groups:
        shared[group.account] += Money(group.cents)
        shared[FUNDS] -= Money(group.from_reserve)
    special = facts.booked.get(SPECIAL, ZERO)
    shared[SPECIAL] = special
    shared[PROVISIONS] = -sum(called.values(), ZERO) - special
    comes_to_nil(facts.booked, shared)
    return called


async def _lines(session: AsyncSession, scope: Mapping[str, Any]) -> list[BookedLine]:
    """Return the lines of the year on accounts of costs and income, but for settlements and the closing."""
    codes = {row.id: row.code for row in await session.execute(text(RESULT_ACCOUNTS), scope)}
    rows = await session.execute(text(LINES), {**scope, "accounts": list(codes)})
    return [BookedLine(codes[row.account_id], **{name: getattr(row, name) for name in OF_A_LINE}) for row in rows]


def _sums(rows: Sequence[BookedLine]) -> dict[str, Money]:
    found: dict[str, Money] = defaultdict(lambda: ZERO)
    for row in rows:
        found[row.code] += Money(row.amount)
    return found


async def holdings_in(
    session: AsyncSession, association_id: UUID, numbers: Mapping[UUID, str], period: Period
) -> tuple[Holding, ...]:
    """Return who owed as one for each lot, from the day a set of holders came to the day it changed."""
    scope = {"t": association_id, "since": period.start, "until": period.end}
    by_lot: dict[UUID, list[Any]] = defaultdict(list)
    for row in await session.execute(text(HELD), scope):
        by_lot[row.lot_id].append(row)
    found, known = [], await debtors_by_persons(session, association_id)
    for lot_id, rows in by_lot.items():
        edges = {period.start, period.end}
        edges |= {day for row in rows for day in (row.since, row.until) if day and day in period}
        cuts = sorted(edges)
        for start, end in pairwise(cuts):
            people = {row.person_id for row in rows if row.since <= start and (row.until is None or row.until > start)}
            if people:
                debtor = known.get(frozenset(people)) or await debtor_of_persons(session, association_id, people)
                found.append(Holding(numbers[lot_id], str(debtor), start, end))
    return tuple(found)


def _groups(
    rows: Sequence[BookedLine],
    year: Period,
    days_of: DaysOf,
    numbers: Mapping[UUID, str],
    holdings: Sequence[Holding],
) -> tuple[Group, ...]:
    """Put lines of costs together, then take off what the reserve fund paid; its lines go where their paper is."""
    groups: dict[tuple[Any, ...], Group] = {}
    where: dict[int, Group] = {}
    for place, row in enumerate(rows):
        if row.code.startswith(FUNDS):
            continue
        group = _group_of(row, year, days_of, numbers, holdings)
        days = group.period if group.decision_id is None and _by_days(group, year, days_of) else None
        known = groups.setdefault((*group.mark, days), group)
        known.cents += row.amount
        known.lines.append(row)
        where[place] = known
    for row in rows:
        if row.code.startswith(FUNDS) and not _take_off(row, rows, where):
            own = _group_of(row, year, days_of, numbers, holdings)
            groups.setdefault((*own.mark, None), own).cents += row.amount
    return tuple(each for _, each in sorted(groups.items(), key=_place) if each.cents or each.from_reserve)


def _take_off(paid: BookedLine, rows: Sequence[BookedLine], where: Mapping[int, Group]) -> bool:
    """Take what the reserve fund paid off the costs of the same paper, in proportion; False where there are none."""
    costs = {f"{place:06}": place for place in where if _marks(rows[place]) & _marks(paid)}
    weights = {name: abs(rows[place].amount) for name, place in costs.items()}
    if not any(weights.values()):
        return False
    for name, part in apportion(Money(-paid.amount), weights).items():
        where[costs[name]].from_reserve += part.cents
    return True


def _place(item: tuple[tuple[Any, ...], Group]) -> tuple[Any, ...]:
    group = item[1]
    order = (group.account.startswith("7"), group.account.startswith(PRIVATE), group.account)
    who = (str(group.key_id), str(group.lot_id), str(group.debtor_id), str(group.decision_id))
    return (*order, group.period.start, *who)


def _by_days(group: Group, year: Period, days_of: DaysOf) -> bool:
    return days_of is DaysOf.SERVICE or group.period.overlap(year) is None


def _group_of(
    row: BookedLine, year: Period, days_of: DaysOf, numbers: Mapping[UUID, str], holdings: Sequence[Holding]
) -> Group:
    period = Period(row.cost_from, row.cost_until) if row.cost_from and row.cost_until else year
    shown = period if days_of is DaysOf.SERVICE or period.overlap(year) is None else year
    if row.code.startswith(PRIVATE):
        debtor = _owner_of(row, numbers, holdings)
        return Group(row.code, "private", None, row.lot_id, debtor, shown)
    if row.lot_id is not None and row.key_id is None:
        own = period if row.cost_from else Period(row.day, row.day + timedelta(days=1))
        return Group(row.code, "given", None, row.lot_id, None, own, decision_id=row.decision_id)
    shown = shown if row.decision_id is None else year
    return Group(row.code, "key", row.key_id, None, None, shown, decision_id=row.decision_id)


def _owner_of(row: BookedLine, numbers: Mapping[UUID, str], holdings: Sequence[Holding]) -> UUID:
    """Return whose a private cost is.

    Raises:
        NotNil: it says neither an owner nor a lot that somebody held that day.
    """
    if row.source_kind == "debtor":
        return UUID(str(row.source_id))
    day = row.cost_from or row.day
    lot = numbers.get(row.lot_id, "") if row.lot_id else ""
    for held in holdings:
        if held.lot == lot and held.since <= day and (held.until is None or day < held.until):
            return UUID(held.owner)
    raise NotNil(row.amount, 0, row.amount, row.code)


def _marks(row: BookedLine) -> set[Any]:
    """Return what ties a line to its paper: its source, the paper itself, the entry."""
    found: set[Any] = {row.entry_id}
    if row.source_id is not None:
        found.add(row.source_id)
    if row.document_id is not None:
        found.add(row.document_id)
    return found
