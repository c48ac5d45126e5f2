"""Calling a year's budget in instalments, to the cent (art. 3.86 §3: what is due follows the assembly's decisions).

Cumulative: what a lot owes at instalment *k* is its part of everything called up to *k*, less what it was called before.
So every instalment adds up, every lot's year adds up, and a budget that changes is caught up with at the next instalment.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from koprogo.core.money import ZERO, Money
from koprogo.core.sources import cites
from koprogo.rules.charges.apportion import apportion
from koprogo.rules.texts import CC_3_81, CC_3_86_3


@dataclass(frozen=True)
class Instalment:
    """One lot's part of one amount at one instalment.

    Attributes:
        regular: by the budget now in force.
        caught_up: what the budget in force adds to, or takes from, earlier instalments; 0 while nothing changed.
    """

    regular: Money
    caught_up: Money = ZERO


@cites(CC_3_86_3)
def instalments(annual: Money, periods: int) -> tuple[Money, ...]:
    """Cut a yearly amount in equal instalments; cents left over go to the first ones. A credit mirrors the bill.

    Raises:
        ValueError: less than one instalment.

    >>> [str(part) for part in instalments(Money(10_002), 4)]
    ['25.01', '25.01', '25.00', '25.00']
    """
    if periods < 1:
        raise ValueError("a year is called in one instalment or more")
    sign = -1 if annual.cents < 0 else 1
    each, left_over = divmod(abs(annual.cents), periods)
    return tuple(Money(sign * (each + (place < left_over))) for place in range(periods))


@cites(CC_3_86_3)
def running_totals(annual: Money, periods: int) -> tuple[Money, ...]:
    """Return what is called in all after each instalment; the last is the year's amount.

    >>> [str(so_far) for so_far in running_totals(Money(500_100), 4)]
    ['1250.25', '2500.50', '3750.75', '5001.00']
    """
    so_far, found = ZERO, []
    for part in instalments(annual, periods):
        so_far += part
        found.append(so_far)
    return tuple(found)


@cites(CC_3_81, CC_3_86_3)
def instalments_by_lot(annual: Money, periods: int, weights: Mapping[str, int]) -> tuple[dict[str, Money], ...]:
    """Return what each lot is called at each instalment of an unchanged budget; no lot is ever called a sum below 0.

    Splitting running totals can take a cent back from a lot (6, 6 and 2 shares: 3 cents are 1, 1, 1 and 4 cents are 2,
    2, 0). Such a plan is refused, and the whole amount is called at the first instalment. Only sums of a few cents
    are ever touched by this.

    Raises:
        NoShares: no lot takes part.

    >>> [{lot: str(part) for lot, part in call.items()} for call in instalments_by_lot(Money(4), 2, {"A": 6, "B": 2})]
    [{'A': '0.02', 'B': '0.00'}, {'A': '0.01', 'B': '0.01'}]
    """
    plan = _steps(running_totals(annual, periods), weights)
    if _takes_back(annual, plan):
        plan = _steps((annual,) * periods, weights)
    return plan


@cites(CC_3_81, CC_3_86_3)
def next_instalment(
    annual: Money, periods: int, number: int, weights: Mapping[str, int], called_before: Mapping[str, Money]
) -> dict[str, Instalment]:
    """Return what each lot is called at instalment `number` (from 1), and what the budget in force changes of earlier ones.

    Both together are the lot's part of everything up to now, less `called_before`. Lots that were called before and bear
    nothing of this amount any more are in the answer too; theirs is taken back. `weights` may be empty when `annual`
    is 0: the key left the budget.

    Raises:
        ValueError: there is no such instalment.
        NoShares: an amount is to be called, and no lot takes part.
    """
    if not 1 <= number <= periods:
        raise ValueError(f"there is no instalment {number} of {periods}")
    plan = instalments_by_lot(annual, periods, weights) if weights else ({},) * periods
    if annual and not weights:
        apportion(annual, weights)
    found = {}
    for lot in sorted({*weights, *called_before}):
        until_now = sum((call.get(lot, ZERO) for call in plan[: number - 1]), ZERO)
        found[lot] = Instalment(plan[number - 1].get(lot, ZERO), until_now - called_before.get(lot, ZERO))
    return found


def _steps(totals: tuple[Money, ...], weights: Mapping[str, int]) -> tuple[dict[str, Money], ...]:
    before, steps = dict.fromkeys(weights, ZERO), []
    for so_far in totals:
        parts = apportion(so_far, weights)
        steps.append({lot: parts[lot] - before[lot] for lot in weights})
        before = parts
    return tuple(steps)


def _takes_back(annual: Money, plan: tuple[dict[str, Money], ...]) -> bool:
    """Say whether a lot is ever called against the sign of the whole."""
    sign = -1 if annual.cents < 0 else 1
    return any(sign * part.cents < 0 for call in plan for part in call.values())
