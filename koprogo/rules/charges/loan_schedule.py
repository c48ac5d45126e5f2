"""What the association repays its bank: constant instalments, constant principal, or the bank's own table.

The assembly decides on works and on the money for them (art. 3.86 §3); how a loan is repaid is the contract, which binds
both sides (art. 5.69). The rate of a period is an exact fraction of the yearly nominal rate, every amount whole cents, and
the last instalment takes the rest. The bank's paper wins: where its table differs by a cent, the table is entered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from koprogo.core.errors import Refused
from koprogo.core.money import ZERO, Money, total
from koprogo.core.period import add_months
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_5_69

MONTHS_OF_A_YEAR = 12
RATE_PARTS = 100_000
"""A yearly rate is written in thousandths of a per cent: 3 450 is 3.45 %."""
MOST_INSTALMENTS = 480
HIGHEST_RATE = 25_000


class Way(StrEnum):
    """How a loan is repaid."""

    ANNUITY = "annuity"
    PRINCIPAL = "principal"
    TABLE = "table"


class Every(StrEnum):
    """How often; the value is said to people, `months` is counted with."""

    MONTH = "month"
    QUARTER = "quarter"

    @property
    def months(self) -> int:
        return 1 if self is Every.MONTH else 3


@dataclass(frozen=True)
class Terms:
    """What the contract says. `rate`: yearly and nominal, in thousandths of a per cent."""

    rate: int
    every: Every
    instalments: int
    first_due: date

    @property
    def of_period(self) -> Fraction:
        """The rate of one period, exactly.

        >>> Terms(3_600, Every.QUARTER, 4, date(2026, 3, 31)).of_period
        Fraction(9, 1000)
        """
        return Fraction(self.rate, RATE_PARTS) * Fraction(self.every.months, MONTHS_OF_A_YEAR)


@dataclass(frozen=True)
class Due:
    """One instalment of the bank: what it takes on a day."""

    number: int
    day: date
    principal: Money
    interest: Money

    @property
    def total(self) -> Money:
        """What leaves the account."""
        return self.principal + self.interest


@dataclass(eq=False)
class NotTheLoan(Refused):
    """The bank's table repays another amount than the loan."""

    message_id: ClassVar[str] = (
        "The principal of this table adds up to {table_cents}, and the loan is {loan_cents}. Compare it with the bank’s"
        " paper."
    )
    table_cents: int
    loan_cents: int


@dataclass(eq=False)
class NotInOrder(Refused):
    """The days of a table follow each other, and no amount is below nought."""

    message_id: ClassVar[str] = (
        "Line {line} of the table: each day comes after the one before, and neither amount is below nought."
    )
    line: int


@cites(CC_5_69)
def half_up(amount: Fraction) -> int:
    """Round to a whole cent, a half upwards.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(249, 100))
    (3, 2)
    """
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


@cites(CC_5_69)
def annuity(amount: Money, terms: Terms) -> Money:
    """Return the constant instalment that repays an amount: P·r·(1+r)ⁿ / ((1+r)ⁿ − 1), to the cent.

    >>> str(annuity(Money(4_000_000), Terms(3_600, Every.MONTH, 120, date(2026, 1, 31))))
    '397.42'
    """
    rate = terms.of_period
    if not rate:
        return Money(half_up(Fraction(amount.cents, terms.instalments)))
    grown = (1 + rate) ** terms.instalments
    return Money(half_up(amount.cents * rate * grown / (grown - 1)))


@cites(CC_5_69)
def schedule(amount: Money, terms: Terms, way: Way, *, first: int = 1) -> tuple[Due, ...]:
    """Return every instalment of an amount, numbered from `first`; the last one repays whatever is left.

    `terms.instalments` counts those that come, `terms.first_due` is the first of them.

    Raises:
        ValueError: nothing to repay, no instalment, a rate below nought, or a table, which nobody works out.

    >>> [str(due.total) for due in schedule(Money(10_000), Terms(0, Every.MONTH, 3, date(2026, 1, 31)), Way.PRINCIPAL)]
    ['33.33', '33.33', '33.34']
    """
    if way is Way.TABLE or amount <= ZERO or terms.instalments < 1 or terms.rate < 0:
        raise ValueError("a schedule is worked out for an amount, in one instalment or more")
    constant = annuity(amount, terms) if way is Way.ANNUITY else None
    each = Money(amount.cents // terms.instalments)
    rest, found = amount, []
    for place in range(terms.instalments):
        interest = Money(half_up(rest.cents * terms.of_period))
        wanted = each if constant is None else max(constant - interest, ZERO)
        principal = rest if place == terms.instalments - 1 else min(wanted, rest)
        day = add_months(terms.first_due, place * terms.every.months)
        found.append(Due(first + place, day, principal, interest))
        rest -= principal
    return tuple(found)


@cites(CC_5_69)
def held(amount: Money, table: Sequence[Due]) -> tuple[Due, ...]:
    """Return the bank's own table once it repays exactly the loan, day after day.

    Raises:
        NotTheLoan: its principal adds up to something else.
        NotInOrder: a day does not come after the one before, or an amount is below nought.
    """
    for place, due in enumerate(table):
        before = table[place - 1].day if place else date.min
        if due.day <= before or due.principal < ZERO or due.interest < ZERO or not due.total:
            raise NotInOrder(place + 1)
    repaid = total(due.principal for due in table)
    if repaid != amount:
        raise NotTheLoan(repaid.cents, amount.cents)
    return tuple(table)
