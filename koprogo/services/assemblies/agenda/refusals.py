"""The no of the guard, and of a vote in parts or between options; the others are in `refusals.py`."""

from koprogo.core.errors import Refused


class AgendaUnlawful(Refused):
    """The guard found errors in the draft; `number` is the point of the first, 0 for the agenda as a whole."""

    message_id = (
        "The agenda cannot be sent like this: {count} of what the guard found must be mended first (art. {law}). What"
        " is missing can also be explained in writing."
    )
    article = "3.87 §3"
    number: int | str
    count: int
    law: str


class PrincipleNotCarried(Refused):
    """A part follows from its principle."""

    message_id = "Vote point {number} first: what follows from it is voted once it is carried."
    article = "3.87 §8"
    number: int | str


class NoRunOff(Refused):
    """A run-off is between two options, after a round in which none had more than half."""

    message_id = (
        "Point {number} has no run-off: an option was chosen, or a tie leaves no two that stand before the others."
    )
    article = "3.87 §8"
    number: int | str
