"""Who bears what when a lot is sold (art. 3.94 §§2 and 5): days of enjoyment, the two funds, what was decided before.

Days are half-open: the day of the transfer is the buyer's first. Parties may agree otherwise among themselves; what they
agreed is recorded and not judged here. The day of the decision counts for special calls: the extraordinary part of a budget
is called together with its ordinary one, so it goes by the due day, and by days in the settlement.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from itertools import pairwise

from koprogo.core.money import Money
from koprogo.core.period import Period
from koprogo.core.sources import cites
from koprogo.rules.charges.apportion import apportion
from koprogo.rules.texts import CC_3_94_2, CC_3_94_5


class Bearer(StrEnum):
    """Who owes a call for funds towards the association."""

    SELLER = "seller"
    BUYER = "buyer"


@cites(CC_3_94_5)
def days_of_enjoyment(year: Period, transfers: tuple[date, ...]) -> tuple[int, ...]:
    """Return the days of each holder of a lot in a year, in order; a day of transfer counts for who comes.

    A holder whose days all lie outside the year has 0, so that there is always one more holder than transfers.

    Raises:
        ValueError: the transfers are not in order.

    >>> days_of_enjoyment(Period(date(2025, 1, 1), date(2026, 1, 1)), (date(2025, 7, 1),))
    (181, 184)
    """
    if list(transfers) != sorted(transfers):
        raise ValueError("transfers come in the order of their days")
    inside = [min(max(day, year.start), year.end) for day in transfers]
    edges = [year.start, *inside, year.end]
    return tuple((later - earlier).days for earlier, later in pairwise(edges))


@cites(CC_3_94_5)
def bears_ordinary(due: date, transfer: date) -> Bearer:
    """Return who owes a call for ordinary charges, a budget's call whole: from the day of the transfer on, the buyer.

    >>> bears_ordinary(date(2025, 7, 1), date(2025, 7, 1)).value
    'buyer'
    """
    return Bearer.BUYER if due >= transfer else Bearer.SELLER


@cites(CC_3_94_2, CC_3_94_5)
def bears_extraordinary(
    *, decided: date, due: date, agreement: date, transfer: date, buyer_could_attend: bool
) -> Bearer:
    """Return who owes a call for extraordinary costs, by the day it was decided and the day it is due.

    Due before the transfer: the seller. Due from then on: the buyer, also when it was decided before the agreement;
    but what was decided between agreement and transfer only if she could attend that assembly by proxy.

    Raises:
        ValueError: the transfer comes before the agreement.
    """
    if transfer < agreement:
        raise ValueError("a lot is transferred on the day of the agreement or later")
    if due < transfer:
        return Bearer.SELLER
    if agreement <= decided < transfer and not buyer_could_attend:
        return Bearer.SELLER
    return Bearer.BUYER


@cites(CC_3_94_5)
def working_fund_share(fund: Money, shares: Mapping[str, int], lot: str) -> Money:
    """Return the part of the working fund that goes back to the seller of a lot and is called from its buyer.

    The fund itself does not move, and the reserve fund stays with the association whole.

    Raises:
        KeyError: no such lot.
        NoShares: no lot has a share.

    >>> str(working_fund_share(Money(200_000), {"A": 301, "B": 299, "C": 250, "D": 150}, "C"))
    '500.00'
    """
    return apportion(fund, shares)[lot]
