"""The no of surveys. No article stands behind them: the Code knows no survey, so they are house practice."""

from koprogo.core.errors import Conflict, Refused


class NotAsked(Refused):
    """Only who is asked answers."""

    message_id = "This survey asks other people: it is about rights or lots that you do not hold."


class NotOpen(Conflict):
    """Answers are taken between the opening and the closing, to the minute."""

    message_id = "This survey is not open: it takes answers from its opening to the minute it closes."


class CountedAlready(Conflict):
    """Without names nobody can find an answer again to change it."""

    message_id = "Your answer is counted already. Without names nobody can find it again, so it cannot be changed."


class StaysAsOpened(Conflict):
    """What people answer does not change under their answers."""

    message_id = "This survey has been sent out and stays as it is. Close it, and ask anew in another one."


class NobodyIsAsked(Refused):
    """A survey that nobody can answer is not opened."""

    message_id = "Nobody holds a right on the lots this survey is about. Choose whom to ask."
