"""Simplified accounts of a small association: receipts and expenses, cash, the two funds, claims and debts; cents.

Art. 3.89 §5, 15°: with fewer than twenty lots, cellars, garages and parking spaces aside. They come from the same ledger:
what was paid and received is what stands against the bank accounts in the entries that touch them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from koprogo.core.dated import Dated, Since
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_15, LAW_OF_2010

# fmt: off
SIMPLIFIED_BELOW = Dated((
    Since(LAW_OF_2010, 20, CC_3_89_5_15),
))
# fmt: on
"""Main lots, without cellars, garages and parking spaces."""


@dataclass(frozen=True)
class Against:
    """What stands against the bank accounts, under a heading of the chart: cents received, and cents paid."""

    heading: str
    received: int
    paid: int


@dataclass(frozen=True)
class CashBook:
    """Receipts and expenses by heading, and the cash they lead from and to."""

    opening: int
    receipts: tuple[tuple[str, int], ...]
    expenses: tuple[tuple[str, int], ...]

    @property
    def received(self) -> int:
        """All receipts."""
        return sum(cents for _, cents in self.receipts)

    @property
    def paid(self) -> int:
        """All expenses."""
        return sum(cents for _, cents in self.expenses)

    @property
    def closing(self) -> int:
        """What is left in cash and at the bank."""
        return self.opening + self.received - self.paid


@cites(CC_3_89_5_15)
def may_simplify(main_lots: int) -> bool:
    """Say whether an association may keep simplified accounts.

    >>> may_simplify(19), may_simplify(20)
    (True, False)
    """
    return main_lots < SIMPLIFIED_BELOW.values[-1].value


@cites(CC_3_89_5_15)
def cash_book(opening: int, against: Iterable[Against]) -> CashBook:
    """Return receipts and expenses by heading, both positive, the headings in their order.

    >>> book = cash_book(1000, [Against("44", 0, 300), Against("41", 450, 50)])
    >>> book.receipts, book.expenses, book.closing
    ((('41', 450),), (('41', 50), ('44', 300)), 1100)
    """
    rows = sorted(against, key=lambda row: row.heading)
    return CashBook(
        opening,
        tuple((row.heading, row.received) for row in rows if row.received),
        tuple((row.heading, row.paid) for row in rows if row.paid),
    )
