"""What the statement of a sale is made from: the deed, one party, what it moves for her. Amounts in cents."""

from dataclasses import dataclass
from datetime import date

from koprogo.papers.paper import OfAssociation


@dataclass(frozen=True)
class StatedCall:
    """A call on the lot that concerns this party: she `bears` it, or was `asked` and does not bear it.

    `title`: the decision of a special call, taken on `decided_on`. `reserve` is part of `amount`.
    """

    reference: str
    kind: str
    number: int
    instalments: int
    year: int
    title: str
    decided_on: date | None
    due_on: date
    amount: int
    reserve: int
    bears: bool
    carried: bool


@dataclass(frozen=True)
class AgreedOtherwise:
    """What the parties agreed between themselves; `bearer`: seller or buyer; `amount` None where none was named."""

    words: str
    bearer: str
    amount: int | None
    proof: str


@dataclass(frozen=True)
class StatedLoan:
    """A loan in which the lot takes part: `left` of its principal falls due from the deed on, until `ends`."""

    words: str
    lender: str
    share: int
    left: int
    ends: date


@dataclass(frozen=True)
class SaleStatementFacts(OfAssociation):
    """One statement. `side`: seller or buyer. `days` of `of_days` are hers in the year from `year_from` to `year_to`.

    `fund` × `weight` / `total` is `share`; `is_booked` once it stands on the accounts. `balance`: her account on
    `printed_on`, all her lots together; above 0 she owes it. `iban` and `permanent` may be empty.
    """

    syndic: str
    recipient: tuple[str, ...]
    side: str
    lot: str
    sellers: tuple[str, ...]
    buyers: tuple[str, ...]
    day: date
    act: str
    notary: str
    printed_on: date
    year_from: date
    year_to: date
    days: int
    of_days: int
    fund: int
    weight: int
    total: int
    share: int
    is_booked: bool
    reserve: int
    calls: tuple[StatedCall, ...]
    deviations: tuple[AgreedOtherwise, ...]
    balance: int
    iban: str
    permanent: str
    loans: tuple[StatedLoan, ...] = ()
