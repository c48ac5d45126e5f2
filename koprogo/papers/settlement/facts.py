"""What a settlement on paper is made from: one debtor, her cells, her sums. Amounts in cents; days as people say them."""

from dataclasses import dataclass
from datetime import date

from koprogo.papers.paper import OfAssociation


@dataclass(frozen=True)
class SettledLine:
    """One cell: whole × weight / total, less `before`, of which `days` of `of_days` are `amount`.

    `name`: the account in the language of the paper, empty where a statement puts the costs of a key together; `key`: the
    key, empty where it goes by the shares.
    `split`: key, private or given. `cost` and `from_reserve`: what was booked, and what the reserve fund paid of it.
    """

    lot: str
    name: str
    key: str
    split: str
    tenant: bool
    amount: int
    whole: int
    weight: int
    total: int
    of_lot: int
    before: int
    days: int
    of_days: int
    cost: int
    from_reserve: int
    works: str = ""
    """Of a cost that special calls pay: their decision; `days` of `of_days` are then cents of these calls."""


@dataclass(frozen=True)
class WorksLine:
    """One decision's special calls on a lot, since the decision: owed, used by costs, taken beyond them, kept."""

    lot: str
    words: str
    called: int
    used: int
    claimed: int
    kept: int


@dataclass(frozen=True)
class CostLine:
    """What a statement puts together under a key: an account with what it cost in these days."""

    name: str
    key: str
    amount: int
    from_reserve: int
    tenant: bool


@dataclass(frozen=True)
class SettlementFacts(OfAssociation):
    """One settlement to one debtor. `covers_to` is the last day. `rhythm`: provisions or actual_costs.

    `posted`: what this version adds to the one before; `last_year` None where nothing was settled then. `iban` and
    `permanent` (twelve digits) are empty where they are not known. `due`: what is to be paid of it, never more than her
    account owed right after the issue.
    """

    syndic: str
    recipient: tuple[str, ...]
    holders: tuple[str, ...]
    rhythm: str
    covers_from: date
    covers_to: date
    issued_on: date
    version: int
    why: str
    subject_to_approval: bool
    lines: tuple[SettledLine, ...]
    costs: tuple[CostLine, ...]
    called: int
    posted: int
    tenant: int
    last_year: int | None
    iban: str
    permanent: str
    due: int
    works: tuple[WorksLine, ...] = ()
    agreed: tuple[tuple[str, str], ...] = ()
    """What seller and buyer of a lot agreed between themselves: the lot, and their words."""

    @property
    def actual(self) -> int:
        """What her lots cost."""
        return sum(line.amount for line in self.lines)

    @property
    def to_pay(self) -> int:
        """Below 0 it is in her favour."""
        return self.actual - self.called
