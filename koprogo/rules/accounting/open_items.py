"""The open items of one association while its bank lines are matched one after the other: what a payment settles.

The stated order: the oldest call first; within a call what keeps the building going (4101), then the reserve part (4100);
what is left stays as the debtor's credit. House practice, printed on the call: the Code leaves it open.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from uuid import UUID

from koprogo.core.sources import cites
from koprogo.rules.accounting.bank_facts import Item, Part, age_of
from koprogo.rules.texts import CC_3_89_5_15

OLDEST = 14
"""Open items of which sums are tried."""
MOST_TOGETHER = 3


class OpenItems:
    """Items by id, by debtor and by what is open; `settle` lowers them."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = {item.id: item for item in items}
        self._of: dict[UUID, list[UUID]] = defaultdict(list)
        self._owing: dict[int, set[UUID]] = defaultdict(set)
        for item in sorted(self._items.values(), key=age_of):
            self._of[item.debtor].append(item.id)
            self._owing[item.open].add(item.id)

    def item(self, item_id: UUID) -> Item:
        """Return an item as it is now; KeyError for none of ours."""
        return self._items[item_id]

    def of(self, debtor: UUID) -> list[Item]:
        """Return what a debtor still owes, oldest first."""
        return [self._items[each] for each in self._of.get(debtor, ()) if self._items[each].open]

    def owing(self, amount: int) -> set[UUID]:
        """Return the debtors with an item of which just this is open; `amount` above 0."""
        return {self._items[each].debtor for each in self._owing.get(amount, ())}

    def settle(self, parts: Iterable[Part]) -> None:
        """Lower the items by what was paid."""
        for part in parts:
            if part.item is None:
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
        other = min(left, item.other)
        reserve = min(left - other, item.reserve)
        if other + reserve:
            parts.append(Part(item.id, other, reserve))
            left -= other + reserve
    return (*parts, Part(None, left)) if left else tuple(parts)


def combinations_of(amount: int, items: list[Item]) -> list[tuple[Item, ...]]:
    """Return the items, alone or two or three of the oldest together, whose open amounts make just this; oldest first."""
    alone = [(item,) for item in items if item.open == amount]
    oldest = items[:OLDEST]
    together = [
        several for size in range(2, MOST_TOGETHER + 1) for several in combinations(oldest, size)
        if sum(item.open for item in several) == amount
    ]  # fmt: skip
    return alone + together
