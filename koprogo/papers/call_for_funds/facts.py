"""What a call for funds is made from: one debtor, her lines, and what she pays with. Amounts in cents."""

from dataclasses import dataclass
from datetime import date

from koprogo.papers.paper import OfAssociation


@dataclass(frozen=True)
class CalledLine:
    """One line: `amount` is the part of `base` by `weight` of `of_weight`, less `before`.

    `key` is the name of the key in the language of the paper, empty where it goes by the shares. `caught_up`: what the
    budget in force changes of earlier calls.
    """

    lot: str
    part: str
    key: str
    caught_up: bool
    weight: int
    of_weight: int
    base: int
    before: int
    amount: int


@dataclass(frozen=True)
class CallFacts(OfAssociation):
    """One call to one debtor. Days that end something are the last day, as people say it.

    `budget_year`: the year of the budget that is called when it is another one's. `subject`: the decision of a special
    call, or what a loan is for. `communication`, `permanent`: twelve digits each. `iban` empty where the account is not
    known.
    """

    syndic: str
    recipient: tuple[str, ...]
    holders: tuple[str, ...]
    reference: str
    kind: str
    number: int
    instalments: int
    year: int
    budget_year: int | None
    covers_from: date
    covers_to: date
    called_on: date
    due_on: date
    subject: str
    lines: tuple[CalledLine, ...]
    iban: str
    communication: str
    permanent: str

    @property
    def total(self) -> int:
        """What is asked, or given back when it is below 0."""
        return sum(line.amount for line in self.lines)

    @property
    def reserve(self) -> int:
        """What of it goes into the reserve fund (art. 3.86 §3: it is shown)."""
        return sum(line.amount for line in self.lines if line.part == "reserve")
