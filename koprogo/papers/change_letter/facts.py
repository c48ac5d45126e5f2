"""What the letter about a change is made from."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ChangeFacts:
    """One letter. `starts_at` is the instant that no longer holds; `moved_to` the new one, None when it is called off."""

    association: str
    address: tuple[str, ...]
    enterprise_number: str
    recipient: tuple[str, ...]
    starts_at: datetime
    place: str
    reason: str
    sent_at: datetime
    syndic: str
    """The syndic's firm; empty when there is none that day."""
    moved_to: datetime | None = None
    new_place: str = ""
