"""The no of the guard, and of a vote in parts or between options; the others are in `refusals.py`."""

from dataclasses import dataclass
from typing import ClassVar

from koprogo.core.errors import Refused


@dataclass(eq=False)
class AgendaUnlawful(Refused):
    """The guard found errors in the draft; `number` is the point of the first, 0 for the agenda as a whole."""

    message_id: ClassVar[str] = (
        "The agenda cannot be sent like this: {count} of what the guard found must be mended first (art. {law}). What"
        " is missing can also be explained in writing."
    )
    article: ClassVar[str] = "3.87 §3"
    number: int | str
    count: int
    law: str


@dataclass(eq=False)
class PrincipleNotCarried(Refused):
    """A part follows from its principle."""

    message_id: ClassVar[str] = "Vote point {number} first: what follows from it is voted once it is carried."
    article: ClassVar[str] = "3.87 §8"
    number: int | str


@dataclass(eq=False)
class NoRunOff(Refused):
    """A run-off is between two options, after a round in which none had more than half."""

    message_id: ClassVar[str] = (
        "Point {number} has no run-off: an option was chosen, or a tie leaves no two that stand before the others."
    )
    article: ClassVar[str] = "3.87 §8"
    number: int | str
