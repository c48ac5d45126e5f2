"""A claim on an insurer: what it still owes, and who bears what it does not pay.

An invoice that the insurer pays is no cost of the year: it waits with the claim until the indemnity is in. What is left then
is a cost, of one owner as far as the by-laws or a decision put the deductible on her, for the rest of all by their key.
"""

from dataclasses import dataclass

from koprogo.core.money import ZERO, Money
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_81


@dataclass(frozen=True)
class ClaimAccount:
    """`expected` of the insurer, `invoiced` and booked, `received` of it; `ended`: what was left is borne by somebody."""

    expected: Money
    invoiced: Money
    received: Money
    ended: bool = False

    @property
    def awaited(self) -> Money:
        """What the insurer still owes.

        >>> str(ClaimAccount(Money(90_000), Money(121_000), Money(40_000)).awaited)
        '500.00'
        """
        return ZERO if self.ended else max(self.expected - self.received, ZERO)

    @property
    def not_covered(self) -> Money:
        """What the invoices cost beyond what came and is awaited; below nought, the insurer pays more than was invoiced."""
        return self.invoiced - self.received - self.awaited


@dataclass(frozen=True)
class Borne:
    """What a settled claim leaves: `private` is one owner's, `common` is shared by its key (income when below nought)."""

    private: Money
    common: Money


@cites(CC_3_81)
def borne(invoiced: Money, received: Money, deductible: Money, *, by_an_owner: bool) -> Borne:
    """Return who bears what the insurer did not pay.

    Of one owner never more than the deductible, and nothing where the insurer paid it all.

    >>> found = borne(Money(121_000), Money(91_000), Money(25_000), by_an_owner=True)
    >>> str(found.private), str(found.common)
    ('250.00', '50.00')
    """
    left = invoiced - received
    private = min(deductible, max(left, ZERO)) if by_an_owner else ZERO
    return Borne(private, left - private)
