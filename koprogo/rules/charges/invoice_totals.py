"""What a supplier's invoice adds up to: VAT per rate, and the cent between our sum and the paper.

VAT is taken half-up on the sum of each rate, as suppliers do, and is part of the cost: an association deducts none. The
paper's total is what is owed. Up to five cents per rate are booked as a difference of rounding; more is an error of
entry, or of the supplier. Both are practice, not law. Worked tables: docs/algorithms/invoices.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from koprogo.core.money import ZERO, Money, total
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_15


class VatRate(StrEnum):
    """A rate of VAT on an invoice; exempt is not the same as nought: the paper names its reason."""

    NONE = "0"
    SIX = "6"
    TWELVE = "12"
    TWENTY_ONE = "21"
    EXEMPT = "exempt"


# fmt: off
PERCENT: Mapping[VatRate, int] = MappingProxyType({
    VatRate.NONE:        0,
    VatRate.SIX:         6,
    VatRate.TWELVE:     12,
    VatRate.TWENTY_ONE: 21,
    VatRate.EXEMPT:      0,
})
# fmt: on
MOST_PER_RATE = Money(5)
"""Practice: what a supplier's own way of rounding may make, for each rate on the paper."""


@dataclass(frozen=True)
class NetLine:
    """A line before VAT; a discount is negative."""

    rate: VatRate
    net: Money


class Refusal(StrEnum):
    """Why the sums do not hold together; empty when they do."""

    NONE = ""
    NOTHING = "nothing"
    """No line, or a total of nought or less: a credit note is a paper of its own, with amounts above nought."""
    VAT_OF_A_RATE = "vat_of_a_rate"
    GROSS = "gross"


@dataclass(frozen=True)
class Totals:
    """The sums of an invoice: what we compute, and the paper's `difference` to it, booked to 4991.

    `rate`: the one whose VAT is too far off, when that is the reason of the refusal.
    """

    net: Mapping[VatRate, Money] = field(default_factory=dict)
    vat: Mapping[VatRate, Money] = field(default_factory=dict)
    computed: Money = ZERO
    difference: Money = ZERO
    refusal: Refusal = Refusal.NONE
    rate: VatRate | None = None


@cites(CC_3_89_5_15)
def vat_of(net: Money, rate: VatRate) -> Money:
    """Return the VAT on a sum, half a cent upwards; of a negative sum the mirror image.

    >>> str(vat_of(Money(250), VatRate.SIX)), str(vat_of(Money(-250), VatRate.SIX))
    ('0.15', '-0.15')
    """
    return Money(_half_up(Fraction(net.cents * PERCENT[rate], 100)))


@cites(CC_3_89_5_15)
def totals(lines: Sequence[NetLine], gross: Money, stated_vat: Mapping[VatRate, Money] | None = None) -> Totals:
    """Add up an invoice and hold it against its paper.

    Args:
        gross: the total the paper asks for, VAT included, above nought also on a credit note.
        stated_vat: the VAT per rate that the paper names, as far as it was entered.

    >>> found = totals([NetLine(VatRate.TWENTY_ONE, Money(30_000))], Money(36_301))
    >>> str(found.computed), str(found.difference), found.refusal.value
    ('363.00', '0.01', '')
    """
    net: dict[VatRate, Money] = {}
    for line in lines:
        net[line.rate] = net.get(line.rate, ZERO) + line.net
    vat = {rate: vat_of(amount, rate) for rate, amount in net.items()}
    computed = total(net.values()) + total(vat.values())
    found = Totals(net, vat, computed, gross - computed)
    if not lines or gross <= ZERO:
        return _refused(found, Refusal.NOTHING)
    for rate, stated in (stated_vat or {}).items():
        if abs(stated - vat.get(rate, ZERO)) > MOST_PER_RATE:
            return _refused(found, Refusal.VAT_OF_A_RATE, rate)
    if abs(found.difference) > MOST_PER_RATE * len(net):
        return _refused(found, Refusal.GROSS)
    return found


@cites(CC_3_89_5_15)
def gross_lines(lines: Sequence[NetLine]) -> tuple[Money, ...]:
    """Return each line with its VAT, in order; together they are the computed total to the cent.

    The VAT of a rate runs through its lines: each takes the rounded running sum less what the lines before it took, so
    no cent is lost and none is rounded twice.

    >>> [str(each) for each in gross_lines([NetLine(VatRate.SIX, Money(58))] * 3)]
    ['0.61', '0.62', '0.61']
    """
    running: dict[VatRate, Money] = {}
    found = []
    for line in lines:
        before = running.get(line.rate, ZERO)
        running[line.rate] = before + line.net
        found.append(line.net + vat_of(running[line.rate], line.rate) - vat_of(before, line.rate))
    return tuple(found)


def _half_up(amount: Fraction) -> int:
    sign = -1 if amount < 0 else 1
    return sign * int((2 * abs(amount) + 1) // 2)


def _refused(found: Totals, why: Refusal, rate: VatRate | None = None) -> Totals:
    return Totals(found.net, found.vat, found.computed, found.difference, why, rate)
