"""How old is what an owner owes: her oldest debts are taken as paid first, so the newest are what is open.

A debt is as old as the day it was due; what is not due yet is open and no arrears. For lists; a letter of reminder names
the debts that are open by their own matches. The ages are practice.
"""

from dataclasses import dataclass

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_15


@dataclass(frozen=True)
class Aged:
    """What is open by age, in cents: not due yet, up to 30 days, 31 to 60, 61 to 90, older. All nil for a credit."""

    not_due: int
    days_30: int
    days_60: int
    days_90: int
    older: int


@cites(CC_3_89_5_15)
def aged(balance: int, later: int, first: int, second: int, third: int) -> Aged:
    """Split a balance by age from the debits due later, in the last 30 days, on days 31 to 60, on days 61 to 90 (cents).

    >>> aged(700, 0, 300, 300, 300)
    Aged(not_due=0, days_30=300, days_60=300, days_90=100, older=0)
    >>> aged(700, 500, 100, 0, 0)
    Aged(not_due=500, days_30=100, days_60=0, days_90=0, older=100)
    >>> aged(-50, 500, 300, 0, 0)
    Aged(not_due=0, days_30=0, days_60=0, days_90=0, older=0)
    """
    left, parts = max(balance, 0), []
    for debits in (later, first, second, third):
        parts.append(min(left, debits))
        left -= parts[-1]
    return Aged(parts[0], parts[1], parts[2], parts[3], left)
