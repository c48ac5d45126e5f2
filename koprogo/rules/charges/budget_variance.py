"""What was spent against what was budgeted: by line, by month or quarter, and where the year ends.

Art. 3.89 §5, 15° and 16°: accounts and budgets. The alert above ten per cent and the projection are house practice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate

from koprogo.core.money import ZERO, Money, total
from koprogo.core.sources import cites
from koprogo.rules.charges.instalments import running_totals
from koprogo.rules.texts import CC_3_89_5_15, CC_3_89_5_16

ALERT = Fraction(10, 100)
FUEL = ("6122", "61232")
"""Gas, and deliveries of heating oil: what is burnt follows the winter, not the calendar."""


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


class Pace(StrEnum):
    """How a cost comes over a year: period after period, once, or with the season, as fuel does."""

    EVEN = "even"
    ONCE = "once"
    SEASON = "season"


@cites(CC_3_89_5_15, CC_3_89_5_16)
def pace_of(code: str, *, once: bool, budgeted: bool) -> Pace:
    """Say how the cost of an account comes: fuel with the season, else as the budget says.

    What no budget foresaw has no pace: it ends at what it cost.

    >>> pace_of("61232", once=True, budgeted=True).value, pace_of("61050", once=False, budgeted=False).value
    ('season', 'once')
    """
    if code.startswith(FUEL):
        return Pace.SEASON
    return Pace.ONCE if once or not budgeted else Pace.EVEN


@cites(CC_3_89_5_15, CC_3_89_5_16)
def projection(
    annual: Money,
    actual: Money,
    *,
    elapsed: int,
    periods: int,
    pace: Pace = Pace.EVEN,
    last_year: Sequence[Money] | None = None,
) -> Money:
    """Return where a line ends the year, to the cent, half away from zero.

    An even cost goes on as it did; before any period has elapsed the budget is the best guess. A cost that comes once
    (insurance) is not multiplied: it ends at what it cost, or at its budget while nothing came in. A seasonal one ends
    at what it cost and what the rest of the year cost a year before: `last_year` has an amount per period; of a year
    nobody knows, it is the rest of the budget, by its instalments.

    Raises:
        ValueError: more periods elapsed than there are, or a year before that has not as many.

    >>> str(projection(Money(120_000), Money(40_000), elapsed=4, periods=12))
    '1200.00'
    """
    if not 0 <= elapsed <= periods:
        raise ValueError(f"of {periods} periods, {elapsed} cannot have elapsed")
    if last_year is not None and len(last_year) != periods:
        raise ValueError(f"a year of {periods} periods is not held against one of {len(last_year)}")
    if pace is Pace.ONCE:
        return actual if actual or elapsed == periods else annual
    if pace is Pace.SEASON:
        return actual + _rest(annual, elapsed, periods, last_year)
    if elapsed == 0:
        return annual
    return Money(_half_away(Fraction(actual.cents * periods, elapsed)))


def _rest(annual: Money, elapsed: int, periods: int, last_year: Sequence[Money] | None) -> Money:
    """Return what the periods to come cost a year before, else what the budget has for them."""
    if last_year is not None:
        return total(last_year[elapsed:])
    return annual - (running_totals(annual, periods)[elapsed - 1] if elapsed else ZERO)


def _half_away(value: Fraction) -> int:
    rounded = int(abs(value) + Fraction(1, 2))
    return -rounded if value < 0 else rounded
