"""What a settlement is made of: lines of cost and income, and who held which lot from which day.

Names are plain texts (the number of a lot, the id of a key, the id of who owes as one), so that the arithmetic below needs
no database. Amounts are whole cents; a cost is positive, income is negative. Days are half-open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from koprogo.core.errors import Refused
from koprogo.core.money import ZERO, Money
from koprogo.core.period import Period
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_81, CC_3_86_3, CC_3_94_5


@dataclass(frozen=True)
class ByKey:
    """Shared by a key of apportionment: the weights of the lots that take part, all of them 0 or more."""

    key: str
    weights: Mapping[str, int]


@dataclass(frozen=True)
class Private:
    """Borne by one owner alone: a badge, damage, a deductible. `lot` may be empty."""

    owner: str
    lot: str = ""


@dataclass(frozen=True)
class Given:
    """Amounts per lot that somebody else worked out: the paper of a metering firm."""

    amounts: Mapping[str, Money]


@dataclass(frozen=True)
class CostLine:
    """One line of the settlement.

    Attributes:
        name: unique in the settlement; also its place on the paper.
        account: code of the chart of accounts.
        amount: what was booked, gross; income is negative.
        split: who bears it.
        period: the days the cost is for.
        from_reserve: what the reserve fund paid of it; that part was paid by the owners before, and is not shared again.
        decision: of works that special calls pay: which decision; empty for all else.
    """

    name: str
    account: str
    amount: Money
    split: ByKey | Private | Given
    period: Period
    from_reserve: Money = ZERO
    decision: str = ""

    @property
    def shared(self) -> Money:
        """What the owners bear now."""
        return self.amount - self.from_reserve


@dataclass(frozen=True)
class Holding:
    """Somebody held a lot from `since` (in) until `until` (out, None while she still does)."""

    lot: str
    owner: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Cell:
    """What one owner bears of one line for one lot, with everything its sentence needs.

    `whole` × `weight` / `total` is the lot's part so far; less `before` (earlier statements) it is `of_lot`; of which
    `days` of `of_days` are `amount`; of works that special calls pay both are cents instead (`special_calls.py`). Lines that
    are given or private have no weight (`total` 0).
    """

    line: str
    lot: str
    owner: str
    amount: Money
    whole: Money
    weight: int
    total: int
    of_lot: Money
    before: Money
    days: int
    of_days: int


class NotTheSum(Refused):
    """Amounts given per lot do not add up to the line."""

    message_id: ClassVar[str] = (
        "{line}: the amounts of the lots add up to {given_cents}, and the paper says {booked_cents}. Correct one of them"
        " first."
    )

    def __init__(self, line: str, given: Money, booked: Money) -> None:
        super().__init__(line, given, booked)
        self.line, self.given, self.booked = line, given, booked

    def facts(self) -> dict[str, str | int]:
        return {"line": self.line, "given_cents": self.given.cents, "booked_cents": self.booked.cents}


class NobodyHolds(Refused):
    """Nobody, or more than one, held a lot on a day of the period: the register has to be put right first."""

    message_id: ClassVar[str] = (
        "Lot {lot}: the register names no holder, or two, for some days from {start} to {end}. Correct the register of"
        " lots first; the cost of those days has to fall on somebody."
    )

    def __init__(self, lot: str, period: Period) -> None:
        super().__init__(lot, period)
        self.lot, self.period = lot, period

    def facts(self) -> dict[str, str | int]:
        return {"lot": self.lot, "start": self.period.start.isoformat(), "end": self.period.last_day.isoformat()}


@cites(CC_3_94_5)
def days_held(holdings: Sequence[Holding], lot: str, period: Period) -> dict[str, int]:
    """Return how many days of a period each owner held a lot, in the order in which they came.

    The day of a transfer is the buyer's. Together the days are those of the period, also in a leap year; who sold the
    lot and bought it back has one number of days.

    Raises:
        NobodyHolds: some day of the period has no holder, or two.

    >>> held = [Holding("C", "O3", date(2020, 1, 1), date(2025, 7, 1)), Holding("C", "O5", date(2025, 7, 1))]
    >>> days_held(held, "C", Period(date(2025, 1, 1), date(2026, 1, 1)))
    {'O3': 181, 'O5': 184}
    """
    found: dict[str, int] = {}
    reached = period.start
    for holding in sorted((held for held in holdings if held.lot == lot), key=lambda held: held.since):
        start, end = max(holding.since, period.start), min(holding.until or period.end, period.end)
        if start >= end:
            continue
        if start != reached:
            raise NobodyHolds(lot, period)
        found[holding.owner] = found.get(holding.owner, 0) + (end - start).days
        reached = end
    if reached != period.end:
        raise NobodyHolds(lot, period)
    return found


@cites(CC_3_81)
def given_amounts(line: CostLine, split: Given) -> Mapping[str, Money]:
    """Return the amounts of the paper, held against the line.

    Raises:
        NotTheSum: they do not add up to what is shared.
    """
    given = sum(split.amounts.values(), ZERO)
    if given != line.shared:
        raise NotTheSum(line.name, given, line.shared)
    return split.amounts


@cites(CC_3_86_3)
def paid_by_reserve(lines: Sequence[CostLine]) -> Money:
    """Return what the reserve fund paid of these lines."""
    return sum((line.from_reserve for line in lines), ZERO)
