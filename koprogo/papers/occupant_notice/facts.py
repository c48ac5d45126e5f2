"""What the notice to occupants is made from."""

from dataclasses import dataclass
from datetime import date, datetime

from koprogo.papers.paper import OfAssociation


@dataclass(frozen=True)
class NoticeFacts(OfAssociation):
    """One assembly; `url` is what the QR code opens, `until` the last day to write."""

    day: date
    starts_at: datetime
    place: str
    syndic: str
    url: str
    languages: tuple[str, ...]
    """The association's own first; all four stand on the page."""
