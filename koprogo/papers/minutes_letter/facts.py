"""What the letter with the minutes is made from; texts are in the language of the letter."""

from dataclasses import dataclass
from datetime import date

from koprogo.papers.paper import OfAssociation


@dataclass(frozen=True)
class LetterFacts(OfAssociation):
    """One letter. `lots` are those of the person; `decisions` the carried ones, number in the register and title."""

    syndic: str
    """The syndic's firm; empty when there is none that day."""
    recipient: tuple[str, ...]
    lots: tuple[str, ...]
    assembly_day: date
    sent_on: date
    contest_until: date
    minutes_version: int
    verify_at: str
    decisions: tuple[tuple[int, str], ...]
    written: int | None = None
    """The number of a decision in writing, taken on `assembly_day` without meeting (art. 3.87 §11); None: an assembly."""
