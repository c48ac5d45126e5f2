"""What the letter that asks for a decision in writing is made from; texts are in the language of the letter."""

from dataclasses import dataclass
from datetime import date

from koprogo.papers.convocation.facts import LotStanding
from koprogo.papers.paper import OfAssociation


@dataclass(frozen=True)
class AskedLot:
    """One lot of the person: `others` are who holds it with her, or who represents it."""

    number: str
    shares: int
    standing: LotStanding
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class AskFacts(OfAssociation):
    """One letter. `answer_to`: where a signed sheet goes back, with the syndic's name; `answer_at`: the page online."""

    syndic: str
    answer_to: tuple[str, ...]
    answer_at: str
    recipient: tuple[str, ...]
    number: int
    title: str
    text: str
    kind_name: str
    sent_on: date
    answer_by: date
    denominator: int
    lots: tuple[AskedLot, ...]

    @property
    def voting(self) -> tuple[AskedLot, ...]:
        """Return the lots she answers for."""
        return tuple(lot for lot in self.lots if lot.standing is LotStanding.VOTES)
