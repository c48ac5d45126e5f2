"""What the letter about a change is made from."""

from dataclasses import dataclass
from datetime import datetime

from koprogo.papers.paper import OfAssociation


@dataclass(frozen=True)
class ChangeFacts(OfAssociation):
    """One letter. `starts_at` is the instant that no longer holds; `moved_to` the new one, None when it is called off."""

    recipient: tuple[str, ...]
    starts_at: datetime
    place: str
    reason: str
    sent_at: datetime
    syndic: str
    """The syndic's firm; empty when there is none that day."""
    moved_to: datetime | None = None
    new_place: str = ""
