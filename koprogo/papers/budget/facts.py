"""What a printed budget is made from. Amounts in cents."""

from dataclasses import dataclass
from datetime import date

from koprogo.papers.paper import OfAssociation


@dataclass(frozen=True)
class PrintedLine:
    """One line: `key` is the name of the key in the language of the paper, empty where it goes by the shares."""

    part: str
    code: str
    name: str
    key: str
    amount: int


@dataclass(frozen=True)
class BudgetFacts(OfAssociation):
    """A version of a budget; `next_starts` is exclusive, `reserve_due` yes, no or unknown (art. 3.86 §3)."""

    starts: date
    next_starts: date
    version: int
    instalments: int
    index_hundredths: int | None
    lines: tuple[PrintedLine, ...]
    reserve_due: str
    reserve_least: int
    charges_last_year: int
    waived: bool

    def of(self, part: str) -> tuple[PrintedLine, ...]:
        """Return the lines of a part."""
        return tuple(line for line in self.lines if line.part == part)

    @property
    def total(self) -> int:
        """What the year asks in all."""
        return sum(line.amount for line in self.lines)
