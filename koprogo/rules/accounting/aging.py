"""How old is what an owner owes: her oldest debts are taken as paid first, so the newest are what is open.

For lists; a letter of reminder names the debts that are open by their own matches. The ages are practice.
"""

from dataclasses import dataclass

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_15


@dataclass(frozen=True)
class Aged:
    """What is open by age, in cents: up to 30 days, 31 to 60, 61 to 90, older. All nil for a credit."""

    days_30: int
    days_60: int
    days_90: int
    older: int


@cites(CC_3_89_5_15)
def aged(balance: int, first: int, second: int, third: int) -> Aged:
    """Split a balance by age from the debits of the last 30 days, of days 31 to 60, of days 61 to 90 (cents).

    >>> aged(700, 300, 300, 300), aged(-50, 300, 0, 0)
    (Aged(days_30=300, days_60=300, days_90=100, older=0), Aged(days_30=0, days_60=0, days_90=0, older=0))
    """
    left, parts = max(balance, 0), []
    for debits in (first, second, third):
        parts.append(min(left, debits))
        left -= parts[-1]
    return Aged(parts[0], parts[1], parts[2], left)
