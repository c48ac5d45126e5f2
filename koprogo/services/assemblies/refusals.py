"""What several parts refuse; each part has a `refusals.py` of its own. Words are in the catalogues; here are the facts."""

from koprogo.core.errors import Conflict, Refused


class AgendaFrozen(Refused):
    """The agenda was convened; what is not on it cannot be decided."""

    message_id = "The agenda was sent with the convocation and can no longer change."
    article = "3.87 §3"


class ChairIsNoOwner(Refused):
    """The assembly is chaired by a co-owner."""

    message_id = "{name} holds no lot here. Choose a co-owner as chair of the assembly."
    article = "3.87 §5"
    name: str


class NoVoteHere(Refused):
    """None of the lots named is hers to vote for: not her own, not by proxy, or not concerned by the item."""

    message_id = "You have no vote on this point."
    article = "3.87 §6"


class AnotherItemOpen(Refused):
    """One vote at a time."""

    message_id = "Point {number} is still open. Close it first."
    article = "3.87 §8"
    number: int | str


class WrongState(Conflict):
    """The assembly or the item is not in the state that this act needs."""

    message_id = "This is not possible now: the current state is {state}."
    state: str


class PollOpen(Refused):
    """A secret poll is still open: it decides nothing, and one question is asked at a time."""

    message_id = "A secret poll about point {number} is open. Close it first: the vote that decides is by name."
    article = "3.87 §10"
    number: int | str
