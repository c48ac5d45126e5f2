"""The noes of an indicative secret poll."""

from koprogo.core.errors import Conflict, Refused


class PollOpen(Refused):
    """A secret poll is still open: it decides nothing, and one question is asked at a time."""

    message_id = "A secret poll about point {number} is open. Close it first: the vote that decides is by name."
    article = "3.87 §10"
    number: int | str


class AnsweredAlready(Conflict):
    """Nobody can find an answer again to change it: that is what keeps it secret."""

    message_id = "You have answered this poll. An answer cannot be found again, so it cannot be changed."
