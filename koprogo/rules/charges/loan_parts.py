"""Who bears a loan of the association: cash payers nothing, participants their part of each instalment, to the cent.

What the works cost is split once, by the key of the decision (art. 3.81). Whoever pays cash is called at once; the loan is
the sum of the others' parts. Each instalment is then split over what each participant still owes, as the rest of a running
total: so the parts of a due day are the bank's instalment, and those of a participant, over the years, her part.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from koprogo.core.money import ZERO, Money, total
from koprogo.core.sources import cites
from koprogo.rules.charges.apportion import apportion
from koprogo.rules.charges.loan_schedule import Due
from koprogo.rules.texts import CC_3_81, CC_3_86_3


@dataclass(frozen=True)
class Split:
    """The works by lot: called at once, or borrowed. Together they are the works; `loan` is what the bank lends."""

    cash: Mapping[str, Money]
    borrowed: Mapping[str, Money]

    @property
    def loan(self) -> Money:
        """What the bank lends: the parts of those who take part, and not a cent more."""
        return total(self.borrowed.values())

    @property
    def called(self) -> Money:
        """What the others pay at once."""
        return total(self.cash.values())


@dataclass(frozen=True)
class Part:
    """What one lot repays on a due day."""

    principal: Money
    interest: Money

    @property
    def total(self) -> Money:
        """What is called of it."""
        return self.principal + self.interest


@cites(CC_3_81)
def split_works(amount: Money, weights: Mapping[str, int], pays_cash: Collection[str]) -> Split:
    """Split what works cost over lots, and say which part is called and which is borrowed; the weights decide, once.

    Raises:
        NoShares: no lot bears anything.

    >>> found = split_works(Money(10_000), {"A": 1, "B": 1, "C": 1}, {"B"})
    >>> str(found.loan), str(found.called)
    ('66.67', '33.33')
    """
    parts = {lot: part for lot, part in apportion(amount, weights).items() if part}
    return Split(
        {lot: part for lot, part in parts.items() if lot in pays_cash},
        {lot: part for lot, part in parts.items() if lot not in pays_cash},
    )


@cites(CC_3_81, CC_3_86_3)
def in_steps(amounts: Sequence[Money], weights: Mapping[str, int]) -> tuple[dict[str, Money], ...]:
    """Split amounts that follow each other: each lot's step is its part of the running total, less what it had before.

    The steps of a lot add up to its part of everything, and nothing is ever taken back: where rounding would give a lot
    −1 cent (a running total of 3 cents is 1, 1, 1 and of 4 is 2, 2, 0), it has 0, and the largest step a cent less.

    Raises:
        NoShares: there is something to split, and no lot takes part.

    >>> steps = in_steps([Money(3), Money(1)], {"A": 6, "B": 6, "C": 2})
    >>> [{lot: part.cents for lot, part in step.items()} for step in steps]
    [{'A': 1, 'B': 1, 'C': 1}, {'A': 0, 'B': 1, 'C': 0}]
    """
    had, so_far, found = dict.fromkeys(weights, 0), ZERO, []
    for amount in amounts:
        so_far += amount
        parts = apportion(so_far, weights)
        step = _nothing_back({lot: parts[lot].cents - had[lot] for lot in sorted(weights)})
        had = {lot: had[lot] + step[lot] for lot in had}
        found.append({lot: Money(cents) for lot, cents in step.items()})
    return tuple(found)


@cites(CC_3_81, CC_3_86_3)
def parts_of(dues: Sequence[Due], owed: Mapping[str, Money]) -> tuple[dict[str, Part], ...]:
    """Return what each lot repays at each of these instalments, by what it owes before the first of them.

    The principal of all of them is what is owed in all, so every lot has then repaid exactly its part.

    Raises:
        ValueError: the instalments repay another amount than is owed.
    """
    if not dues:
        return ()
    if total(owed.values()) != total(due.principal for due in dues):
        raise ValueError("the instalments repay what is owed, and nothing else")
    weights = {lot: amount.cents for lot, amount in owed.items() if amount}
    principal = in_steps([due.principal for due in dues], weights)
    interest = in_steps([due.interest for due in dues], weights)
    return tuple(
        {lot: Part(each[lot], costs[lot]) for lot in weights} for each, costs in zip(principal, interest, strict=True)
    )


def _nothing_back(step: dict[str, int]) -> dict[str, int]:
    for lot in sorted(step):
        while step[lot] < 0:
            largest = max(sorted(step), key=lambda other: step[other])
            step[lot] += 1
            step[largest] -= 1
    return step
