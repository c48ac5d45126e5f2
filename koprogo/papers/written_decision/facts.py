"""What the paper of a unanimous decision in writing is made from (art. 3.87 §11); instants in UTC, shares whole."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class How(StrEnum):
    """How an answer was given."""

    PHONE = "phone"
    """By the one who votes, signed in."""
    PAPER = "paper"
    """On a signed paper, recorded by the syndic, who says where it is kept."""


@dataclass(frozen=True)
class AgreementFacts:
    """The yes of one lot: who gave it, and the owner as the list of lots names her."""

    lot: str
    owner: str
    by: str
    shares: int
    at: datetime
    how: How
    document: str = ""


@dataclass(frozen=True)
class WrittenFacts:
    """The decision, taken: `shares` of `denominator` agreed, which are all. `entry`: its number in the register."""

    name: str
    address: tuple[str, ...]
    enterprise_number: str
    syndic: str
    number: int
    title: str
    text: str
    kind_name: str
    asked_on: date
    answer_by: date
    taken_at: datetime
    entry: int
    denominator: int
    agreements: tuple[AgreementFacts, ...]
    original_language: str
    version: int = 1
    sealed_by: str = ""
    """Whom the certificate names whose digital seal is put behind the file; empty without one."""

    def __post_init__(self) -> None:
        if (agreed := sum(each.shares for each in self.agreements)) != self.denominator:
            raise ValueError(f"the lots that agreed hold {agreed} shares of {self.denominator} (art. 3.87 §11)")
