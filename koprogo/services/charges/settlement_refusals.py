"""Every no of settlements, with the text that says it where there is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from koprogo.core.errors import Conflict, Fact, Refused


class NoRhythm(Refused):
    """Nobody said yet how this association settles with its owners."""

    message_id = (
        "Say first how this association settles: by provisions with a yearly settlement, or by statements of actual"
        " costs. The by-laws or the assembly decide; no article does."
    )

    def facts(self) -> Mapping[str, Fact]:
        return {}


@dataclass(eq=False)
class NotItsDays(Refused):
    """These days are none that this rhythm settles."""

    message_id: ClassVar[str] = (
        "From {start} to {end} is nothing that is settled by itself here. Choose a whole year, or one of its statements."
    )
    start: str
    end: str


@dataclass(eq=False)
class SettledOtherwise(Refused):
    """Days of this year are settled by another rhythm; what they asked would be asked twice."""

    message_id: ClassVar[str] = (
        "From {start} to {end} is settled by another rhythm. Enter that one again from the first day of the year on."
    )
    start: str
    end: str


@dataclass(eq=False)
class EarlierStatementMissing(Refused):
    """Statements follow each other, because each one is what the year has cost so far less what came before."""

    message_id: ClassVar[str] = "State the costs from {start} to {end} first: statements of a year follow each other."
    start: str
    end: str


@dataclass(eq=False)
class LaterStatementThere(Refused):
    """Only the last statement of a year is made again; what it corrects in earlier ones is in its running total."""

    message_id: ClassVar[str] = (
        "A later statement is issued already. Correct that one: it holds the whole year so far, so the correction is in it."
    )
    start: str = ""

    def facts(self) -> Mapping[str, Fact]:
        return {}


@dataclass(eq=False)
class DaysNotOver(Refused):
    """What a period cost is known once it is over; until then there is a preview."""

    message_id: ClassVar[str] = (
        "What these days cost is known once they are over. Issue the settlement after {end}; until then look at its preview."
    )
    end: str


class NothingChanged(Refused):
    """A new version that would say the same as the one before."""

    message_id = "Nothing changed since the last version, so there is nothing to issue again."

    def facts(self) -> Mapping[str, Fact]:
        return {}


class AnotherVersion(Conflict):
    """Somebody issued a version meanwhile."""

    message_id = "Another version was issued meanwhile. Look at it first."
