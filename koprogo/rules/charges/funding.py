"""Which money pays an invoice: the budget, the reserve fund by a decision, a special call, a loan, an insurer.

The reserve is kept apart, with an account of its own, for what does not come back each year (art. 3.86 §3); what the
assembly allowed to be taken from it for one purpose is a ceiling.
"""

from dataclasses import dataclass
from enum import StrEnum

from koprogo.core.money import ZERO, Money
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_86_3


class Funding(StrEnum):
    """What pays."""

    BUDGET = "budget"
    RESERVE = "reserve"
    SPECIAL_CALL = "special_call"
    LOAN = "loan"
    INSURANCE = "insurance"


DECIDED = frozenset({Funding.RESERVE, Funding.SPECIAL_CALL, Funding.LOAN})
"""What needs a decision of the assembly, with the amount it allowed."""


class Fund(StrEnum):
    """From which of the two bank accounts an invoice is paid."""

    WORKING = "working"
    RESERVE = "reserve"


@dataclass(frozen=True)
class Allowance:
    """What a decision allows, what booked invoices used of it, and what one more asks."""

    ceiling: Money
    used: Money
    asked: Money

    @property
    def left(self) -> Money:
        return self.ceiling - self.used - self.asked


@cites(CC_3_86_3)
def pays_from(funding: Funding) -> Fund:
    """Return the account an invoice is paid from: what the reserve funds leaves the reserve's own account.

    >>> pays_from(Funding.RESERVE).value, pays_from(Funding.INSURANCE).value
    ('reserve', 'working')
    """
    return Fund.RESERVE if funding is Funding.RESERVE else Fund.WORKING


@cites(CC_3_86_3)
def fits(allowance: Allowance) -> bool:
    """Say whether the decision allows it; to the last cent it does. A credit note always fits.

    >>> fits(Allowance(Money(121_000), Money(0), Money(121_000))), fits(Allowance(Money(121_000), Money(1), Money(121_000)))
    (True, False)
    """
    return allowance.asked <= ZERO or allowance.left >= ZERO


@dataclass(frozen=True)
class FinalAccount:
    """What works may cost and what they cost: allowed, `invoiced` and booked, `coming` in invoices not approved yet."""

    allowed: Money
    invoiced: Money
    coming: Money

    @property
    def left(self) -> Money:
        """What may still be invoiced; nought once it is used up."""
        return max(self.allowed - self.invoiced - self.coming, ZERO)

    @property
    def not_covered(self) -> Money:
        """What costs more than was allowed: the assembly has to decide on it.

        >>> str(FinalAccount(Money(5_445_000), Money(5_000_000), Money(710_000)).not_covered)
        '2650.00'
        """
        return max(self.invoiced + self.coming - self.allowed, ZERO)
