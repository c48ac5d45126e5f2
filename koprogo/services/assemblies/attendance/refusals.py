"""Every no at the door."""

from koprogo.core.errors import Refused


class AssistedAlready(Refused):
    """A co-owner may be assisted by one person."""

    message_id = "{assists} is assisted by {name} already. A co-owner may be assisted by one person."
    article = "3.87 §1"
    name: str
    assists: str


class AssistantUnannounced(Refused):
    """Nobody announced the assistant in time, and no other ground is written down."""

    message_id = (
        "An assistant is announced to the syndic by registered letter at least four working days before the assembly: by"
        " {last_day}. Write on what ground she comes in all the same, such as a vote of the room."
    )
    article = "3.87 §1"
    last_day: str
