"""The yearly settlement of provisions: every line over its lots, then every lot over the days its owners held it.

Each line goes by largest remainder first and each lot by days after it; an owner's total is the sum of her cells. So every
line adds up, every total adds up, and every cell has its sentence. The price is that a row may drift from its ideal by up
to half a cent per line; it is said, not repaired. Worked tables: docs/algorithms/settlement.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from koprogo.core.errors import Refused
from koprogo.core.money import ZERO, Money
from koprogo.core.period import Period
from koprogo.core.sources import cites
from koprogo.rules.charges.apportion import apportion
from koprogo.rules.charges.cost_lines import ByKey, Cell, CostLine, Given, Holding, Private, days_held, given_amounts
from koprogo.rules.texts import CC_3_81, CC_3_89_5_15, CC_3_94_5


class DaysOf(StrEnum):
    """Which days split a lot that changed hands. The by-laws decide; neither is the law's."""

    YEAR = "year"
    SERVICE = "service"


@dataclass(frozen=True)
class LotPart:
    """What one lot bears of a line: its part so far, what earlier statements took of it, and the fraction."""

    amount: Money
    before: Money = ZERO
    weight: int = 0
    total: int = 0


@dataclass(frozen=True)
class Balance:
    """One owner's year: what her lots cost, what she was called, and what is still due (or, negative, given back)."""

    actual: Money
    called: Money

    @property
    def difference(self) -> Money:
        """To pay; negative is in her favour."""
        return self.actual - self.called


@dataclass(eq=False)
class NotNil(Refused):
    """After the settlement something of the year is left over: it would fall on nobody."""

    message_id: ClassVar[str] = (
        "Costs and income of this year come to {costs_cents}; this settlement shares out {shared_cents}. {left_cents}"
        " would fall on nobody. Give every line of these accounts a key, an owner or a lot: {accounts}."
    )
    article: ClassVar[str] = "3.89 §5, 15°"
    costs_cents: int
    shared_cents: int
    left_cents: int
    accounts: str


@cites(CC_3_81, CC_3_94_5)
def settle(
    lines: Sequence[CostLine], holdings: Sequence[Holding], year: Period, *, days_of: DaysOf = DaysOf.YEAR
) -> tuple[Cell, ...]:
    """Return every cell of a yearly settlement, line by line as given, lots by number, owners as they came.

    A cost of other days than this year's (an invoice for a closed year, booked by reference in the open one) goes by
    who held the lot then. Amounts given per lot always go by their own days: a heating season, the day of a deductible.

    Raises:
        NoShares: no lot takes part in a line.
        NotTheSum: amounts given per lot do not add up to their line.
        NobodyHolds: a lot that bears something had no holder on some day.
    """
    cells: list[Cell] = []
    for line in lines:
        own = isinstance(line.split, Given) or days_of is DaysOf.SERVICE or line.period.overlap(year) is None
        days = line.period if own else year
        cells.extend(cells_of(line, lot_parts(line), holdings, days))
    return tuple(cells)


@cites(CC_3_81)
def lot_parts(line: CostLine) -> dict[str, LotPart]:
    """Return what each lot bears of a line; nothing for a private one. Lots of weight 0 bear nothing and are left out."""
    split = line.split
    if isinstance(split, Private):
        return {}
    if isinstance(split, ByKey):
        total = sum(split.weights.values())
        parts = apportion(line.shared, split.weights)
        return {
            lot: LotPart(parts[lot], weight=weight, total=total)
            for lot, weight in sorted(split.weights.items())
            if weight
        }
    return {lot: LotPart(amount) for lot, amount in sorted(given_amounts(line, split).items()) if amount}


@cites(CC_3_81, CC_3_94_5)
def cells_of(
    line: CostLine, parts: Mapping[str, LotPart], holdings: Sequence[Holding], period: Period
) -> tuple[Cell, ...]:
    """Split what each lot bears over the days of its owners; equal remainders go to who came first.

    Raises:
        NobodyHolds: a lot had no holder on some day of the period.
    """
    if isinstance(line.split, Private):
        days, own = period.days, line.shared
        return (Cell(line.name, line.split.lot, line.split.owner, own, own, 0, 0, own, ZERO, days, days),)
    cells = []
    of_lot: dict[str, list[Holding]] = {lot: [] for lot in parts}
    for holding in holdings:
        if holding.lot in of_lot:
            of_lot[holding.lot].append(holding)
    for lot, part in parts.items():
        held = days_held(of_lot[lot], lot, period)
        turns = {f"{turn:06}": owner for turn, owner in enumerate(held)}
        amounts = apportion(part.amount, {turn: held[owner] for turn, owner in turns.items()})
        cells += [
            Cell(
                *(line.name, lot, owner, amounts[turn], line.shared, part.weight, part.total, part.amount, part.before),
                *(held[owner], period.days),
            )
            for turn, owner in turns.items()
        ]
    return tuple(cells)


@cites(CC_3_81)
def by_owner(cells: Iterable[Cell]) -> dict[str, Money]:
    """Add up the cells of each owner: her total is a sum, never a split of its own."""
    found: dict[str, Money] = {}
    for cell in cells:
        found[cell.owner] = found.get(cell.owner, ZERO) + cell.amount
    return found


@cites(CC_3_89_5_15)
def balances(cells: Iterable[Cell], called: Mapping[str, Money]) -> dict[str, Balance]:
    """Hold what each owner bears against what she was called; who was called and bears nothing gets it all back."""
    actual = by_owner(cells)
    return {owner: Balance(actual.get(owner, ZERO), called.get(owner, ZERO)) for owner in {**actual, **called}}


@cites(CC_3_81)
def difference(now: Mapping[str, Money], before: Mapping[str, Money]) -> dict[str, Money]:
    """Return what a settlement made again in full changes for each owner; who stays the same to the cent is left out.

    Never a split of the difference: split(new) - split(old) is not split(new - old).

    >>> {owner: str(change) for owner, change in difference({"O1": Money(6)}, {"O1": Money(5), "O2": Money(2)}).items()}
    {'O1': '0.01', 'O2': '-0.02'}
    """
    changes = {owner: now.get(owner, ZERO) - before.get(owner, ZERO) for owner in {**before, **now}}
    return {owner: change for owner, change in sorted(changes.items()) if change}


@cites(CC_3_89_5_15)
def comes_to_nil(booked: Mapping[str, Money], shared: Mapping[str, Money]) -> None:
    """Hold what the books say of each account of the year against what is shared out of it.

    Raises:
        NotNil: an account is shared out for another amount than was booked; the message names both sums and the accounts.
    """
    open_accounts = difference(booked, shared)
    if open_accounts:
        costs, out = sum(booked.values(), ZERO), sum(shared.values(), ZERO)
        raise NotNil(costs.cents, out.cents, (costs - out).cents, ", ".join(open_accounts))
