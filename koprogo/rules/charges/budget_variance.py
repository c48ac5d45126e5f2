"""What was spent against what was budgeted: by line, by month or quarter, and where the year ends at this pace.

Art. 3.89 §5, 15° and 16°: accounts and budgets. The alert above ten per cent and the projection are house practice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from koprogo.core.money import ZERO, Money
from koprogo.core.sources import cites
from koprogo.rules.charges.instalments import running_totals
from koprogo.rules.texts import CC_3_89_5_15, CC_3_89_5_16

ALERT = Fraction(10, 100)


@dataclass(frozen=True)
class Variance:
    """A budget and what became of it.

    Attributes:
        variance: budget less actual; negative is overspent.
        hundredths: of a per cent of the budget, half away from zero; None for a budget of 0.
        overrun: more than 110 % of the budget, exactly; for income, more than ten per cent missing.
    """

    budget: Money
    actual: Money
    variance: Money
    hundredths: int | None
    overrun: bool

    @property
    def percent(self) -> str | None:
        """Write the part of the budget with two decimals and an ASCII minus."""
        if self.hundredths is None:
            return None
        whole, rest = divmod(abs(self.hundredths), 100)
        return f"{'-' if self.hundredths < 0 else ''}{whole}.{rest:02d}"


@cites(CC_3_89_5_15, CC_3_89_5_16)
def budget_variance(budget: Money, actual: Money) -> Variance:
    """Hold an actual amount against its budget.

    >>> budget_variance(Money.parse("1000.00"), Money.parse("1100.01")).overrun
    True
    """
    variance = budget - actual
    over = actual.cents - budget.cents > abs(budget.cents) * ALERT
    hundredths = None if budget == ZERO else _half_away(Fraction(variance.cents * 10_000, abs(budget.cents)))
    return Variance(budget, actual, variance, hundredths, over)


@cites(CC_3_89_5_15, CC_3_89_5_16)
def by_period(annual: Money, actuals: Sequence[Money], *, elapsed: int) -> tuple[Variance, ...]:
    """Hold the year up to each period against the budget up to it, for the first `elapsed` of the periods.

    `actuals` has one amount per period of the year, so its length says whether they are months or quarters. The budget
    of a period is what the instalments would call, so that the periods add up to the year.

    Raises:
        ValueError: more periods elapsed than there are.
    """
    if not 0 <= elapsed <= len(actuals):
        raise ValueError(f"of {len(actuals)} periods, {elapsed} cannot have elapsed")
    budgets = running_totals(annual, len(actuals))[:elapsed]
    spent = accumulate(actuals[:elapsed])
    return tuple(budget_variance(budget, actual) for budget, actual in zip(budgets, spent, strict=True))


@cites(CC_3_89_5_15, CC_3_89_5_16)
def projection(annual: Money, actual: Money, *, elapsed: int, periods: int, once: bool = False) -> Money:
    """Return where a line ends the year at this pace, to the cent, half away from zero.

    A cost that comes `once` a year (insurance) is not multiplied: it ends at what it cost, or at its budget while
    nothing came in. Before any period has elapsed the budget is the best guess.

    >>> str(projection(Money(120_000), Money(40_000), elapsed=4, periods=12))
    '1200.00'
    """
    if not 0 <= elapsed <= periods:
        raise ValueError(f"of {periods} periods, {elapsed} cannot have elapsed")
    if once:
        return actual if actual or elapsed == periods else annual
    if elapsed == 0:
        return annual
    return Money(_half_away(Fraction(actual.cents * periods, elapsed)))


def _half_away(value: Fraction) -> int:
    rounded = int(abs(value) + Fraction(1, 2))
    return -rounded if value < 0 else rounded
