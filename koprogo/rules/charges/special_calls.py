"""What special calls pay: such a cost follows the calls of its decision, and not the days of enjoyment (art. 3.94 §§2, 5).

The calls of one decision on a lot pay its costs in the order of their due days, each cent for who owes that call towards the
association. What costs more than was called so far is claimed with the settlement, of who owes a call due that day. What is
not used yet stays for the works; it is nobody's provision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from koprogo.core.money import ZERO, Money
from koprogo.core.sources import cites
from koprogo.rules.charges.cost_lines import Cell, CostLine
from koprogo.rules.charges.settlement import lot_parts
from koprogo.rules.charges.succession import Bearer, bears_extraordinary
from koprogo.rules.texts import CC_3_86_3, CC_3_94_2, CC_3_94_5


@dataclass(frozen=True)
class Deed:
    """A lot changed hands; `agreed_on` is the day of the deed where no agreement before it is known."""

    day: date
    agreed_on: date
    buyer_could_attend: bool = False


@dataclass(frozen=True)
class LotCall:
    """What a call asks of one lot, and who owes it by law; calls of a lot come in the order of their due days."""

    owner: str
    amount: Money


@dataclass(frozen=True)
class LotOfWorks:
    """One decision on one lot: its calls, what earlier settlements took of its costs, and who owes what is claimed now."""

    calls: tuple[LotCall, ...]
    before: Money
    claimed: str


@cites(CC_3_94_2, CC_3_94_5)
def turn_that_bears(*, decided: date, due: date, deeds: Sequence[Deed]) -> int:
    """Return who owes an extraordinary call of a lot that was sold: 0 the owner before the first deed, 1 the next one.

    `deeds` in order. A call that its buyer does not owe (decided between agreement and deed, without her) stays with the
    seller, or with the one she bought from on the same terms.

    >>> deeds = [Deed(date(2025, 7, 1), date(2025, 3, 1))]
    >>> decided = date(2025, 4, 20)
    >>> [turn_that_bears(decided=day, due=date(2025, 9, 1), deeds=deeds) for day in (date(2025, 2, 1), decided)]
    [1, 0]
    """
    for place in range(len(deeds), 0, -1):
        deed = deeds[place - 1]
        facts = {"decided": decided, "due": due, "agreement": deed.agreed_on, "transfer": deed.day}
        if bears_extraordinary(**facts, buyer_could_attend=deed.buyer_could_attend) is Bearer.BUYER:
            return place
    return 0


@cites(CC_3_94_5)
def borne_so_far(cost: Money, works: LotOfWorks) -> dict[str, Money]:
    """Return what each owner bears of everything a lot's part of the works has cost so far, in the order of the calls.

    >>> works = LotOfWorks((LotCall("O3", Money(300)), LotCall("O5", Money(200))), ZERO, "O5")
    >>> {owner: cents.cents for owner, cents in borne_so_far(Money(450), works).items()}
    {'O3': 300, 'O5': 150}
    """
    found: dict[str, Money] = {}
    left = cost
    for call in works.calls:
        paid = min(max(left, ZERO), call.amount)
        found[call.owner] = found.get(call.owner, ZERO) + paid
        left -= paid
    if left:
        found[works.claimed] = found.get(works.claimed, ZERO) + left
    return found


@cites(CC_3_86_3, CC_3_94_5)
def not_used(cost: Money, works: LotOfWorks) -> dict[str, Money]:
    """Return what of each owner's calls a lot's part of the works has not used yet; who has nothing left is left out."""
    left, found = max(cost, ZERO), dict[str, Money]()
    for call in works.calls:
        paid = min(left, call.amount)
        left -= paid
        if call.amount - paid:
            found[call.owner] = found.get(call.owner, ZERO) + call.amount - paid
    return found


@dataclass(frozen=True)
class Worked:
    """The cells of a decision's costs, and what each lot's part of them has come to since the decision."""

    cells: tuple[Cell, ...]
    so_far: Mapping[str, Money]


@cites(CC_3_94_2, CC_3_94_5)
def cells_of_works(lines: Sequence[CostLine], lots: Mapping[str, LotOfWorks]) -> Worked:
    """Return what each owner bears of the costs of one decision: by its key over the lots, then by the calls of each lot.

    A cell that is part of a lot's says so in cents: `days` of `of_days` are the cents of its owner's calls.

    Raises:
        NoShares, NotTheSum: as in a settlement by days.
        KeyError: a lot that bears something is not among `lots`.
    """
    cells: list[Cell] = []
    so_far = {lot: works.before for lot, works in lots.items()}
    for line in lines:
        for lot, part in lot_parts(line).items():
            works = lots[lot]
            then, now = borne_so_far(so_far[lot], works), borne_so_far(so_far[lot] + part.amount, works)
            so_far[lot] += part.amount
            pieces = {owner: now.get(owner, ZERO) - then.get(owner, ZERO) for owner in {**then, **now}}
            shown = {owner: cents for owner, cents in pieces.items() if cents} or {works.claimed: ZERO}
            of = max(abs(part.amount.cents), 1)
            cells += [
                Cell(
                    line.name, lot, owner, amount, line.shared, part.weight, part.total, part.amount, part.before,
                    max(abs(amount.cents), 1), of,
                )
                for owner, amount in shown.items()
            ]  # fmt: skip
    return Worked(tuple(cells), MappingProxyType(so_far))
