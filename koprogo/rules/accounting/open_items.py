"""The open items of one association while its bank lines are matched one after the other: what a payment settles.

The stated order (STATED_ORDER): what is oldest first; of each, what keeps the building going (4101), then the reserve part
(4100); what is left stays as the debtor's credit, and comes off first when she pays without naming a call. House practice,
said to people: the Code leaves it open.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from koprogo.core.sources import cites
from koprogo.rules.accounting.bank_facts import Item, Part, age_of
from koprogo.rules.texts import CC_3_89_5_15

OLDEST = 14
"""Open items of which sums are tried."""
MOST_TOGETHER = 3


class SettleMessage(StrEnum):
    """What is said to people of the stated order."""

    STATED_ORDER = (
        "A payment that names a call settles that call. Any other settles what is oldest first: calls, settlements,"
        " statements of costs and what was taken over, by their day; of each the common costs, then the part for the reserve"
        " fund. What is too much stays as credit."
    )


STATED_ORDER = SettleMessage.STATED_ORDER.value


class OpenItems:
    """Items by id, by debtor and by what is open; `settle` lowers them.

    `balances`: what debtors owe by the books; what their items leave open beyond it is credit.
    """

    def __init__(self, items: Iterable[Item], balances: Mapping[UUID, int] | None = None) -> None:
        self._items = {item.id: item for item in items}
        self._of: dict[UUID, list[UUID]] = defaultdict(list)
        self._owing: dict[int, set[UUID]] = defaultdict(set)
        for item in sorted(self._items.values(), key=age_of):
            self._of[item.debtor].append(item.id)
            self._owing[item.open].add(item.id)
        self._credit: dict[UUID, int] = defaultdict(int)
        for debtor, balance in (balances or {}).items():
            self._credit[debtor] = sum(item.open for item in self.of(debtor)) - balance

    def item(self, item_id: UUID) -> Item:
        """Return an item as it is now; KeyError for none of ours."""
        return self._items[item_id]

    def of(self, debtor: UUID) -> list[Item]:
        """Return what a debtor still owes, oldest first."""
        return [self._items[each] for each in self._of.get(debtor, ()) if self._items[each].open]

    def owed(self, debtor: UUID) -> int:
        """Return what a debtor owes in all: what is open less her credit, in signed cents."""
        return sum(item.open for item in self.of(debtor)) - self._credit[debtor]

    def after_credit(self, debtor: UUID) -> list[Item]:
        """Return what a debtor still owes once her credit is taken off the oldest; the items themselves stay open."""
        left, found = max(self._credit[debtor], 0), []
        for item in self.of(debtor):
            part = _settles(left, item)
            left -= part.amount
            if item.open > part.amount:
                found.append(replace(item, other=item.other - part.other, reserve=item.reserve - part.reserve))
        return found

    def owing(self, amount: int) -> set[UUID]:
        """Return the debtors with an item of which just this is open; `amount` above 0."""
        return {self._items[each].debtor for each in self._owing.get(amount, ())}

    def settle(self, parts: Iterable[Part], debtor: UUID | None = None) -> None:
        """Lower the items by what was paid; what stays as credit is the debtor's."""
        for part in parts:
            if part.item is None:
                if debtor is not None:
                    self._credit[debtor] += part.amount
                continue
            before = self._items[part.item]
            after = replace(before, other=before.other - part.other, reserve=before.reserve - part.reserve)
            self._items[part.item] = after
            self._owing[before.open].discard(before.id)
            self._owing[after.open].add(after.id)


@cites(CC_3_89_5_15)
def spread(amount: int, items: Iterable[Item]) -> tuple[Part, ...]:
    """Return what an amount settles, item by item in the order given; the rest is credit. Cents above 0."""
    parts, left = [], amount
    for item in items:
        part = _settles(left, item)
        if part.amount:
            parts.append(part)
            left -= part.amount
    return (*parts, Part(None, left)) if left else tuple(parts)


def _settles(left: int, item: Item) -> Part:
    """Return what so many cents settle of an item: the common costs first, then the part for the reserve fund."""
    other = min(left, item.other)
    return Part(item.id, other, min(left - other, item.reserve))


def combinations_of(amount: int, items: list[Item]) -> list[tuple[Item, ...]]:
    """Return the items, alone or two or three of the oldest together, whose open amounts make just this; oldest first."""
    alone = [(item,) for item in items if item.open == amount]
    oldest = items[:OLDEST]
    together = [
        several for size in range(2, MOST_TOGETHER + 1) for several in combinations(oldest, size)
        if sum(item.open for item in several) == amount
    ]  # fmt: skip
    return alone + together
