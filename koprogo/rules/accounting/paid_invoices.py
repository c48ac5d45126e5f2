"""What a line of the bank pays of invoices that a person names: signed cents, what goes out is above nought.

Practice of keeping the accounts (art. 3.89 §5, 15°).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_15


@dataclass(frozen=True)
class Owed:
    """An invoice, or a credit note with `whole` below nought, and what lines of the bank have paid of it."""

    id: UUID
    whole: int
    paid: int = 0

    @property
    def open(self) -> int:
        """Cents still to be paid; below nought of a credit note that was not set off."""
        return self.whole - self.paid


@cites(CC_3_89_5_15)
def pay(out: int, chosen: Sequence[Owed]) -> tuple[list[tuple[UUID, int]], int]:
    """Return what each of these is paid, and what is left over of the line; `out` is below nought for a receipt.

    What goes out first meets the credit notes, whole, then the invoices in their order, the last perhaps in part. What comes
    in is a credit note that the supplier pays out, or takes back what was paid of an invoice.

    >>> one, note = UUID(int=1), UUID(int=2)
    >>> pay(700, [Owed(one, 1000), Owed(note, -300)]) == ([(note, -300), (one, 1000)], 0)
    True
    """
    parts, left = [], out
    for each in sorted(chosen, key=lambda owed: owed.whole > 0):
        cents = _sent(each, left) if out > 0 else _returned(each, left)
        if cents:
            parts.append((each.id, cents))
            left -= cents
    return parts, left


def _sent(owed: Owed, left: int) -> int:
    return min(owed.open, 0) if owed.whole < 0 else min(max(owed.open, 0), left)


def _returned(owed: Owed, left: int) -> int:
    """Return what of a receipt is this one's: a credit note's open amount, or what was paid of an invoice."""
    return max(min(owed.open, 0) if owed.whole < 0 else min(-owed.paid, 0), left)
