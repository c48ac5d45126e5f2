"""The no of councils and auditors: who may not hold an office, and what keeps two of them apart."""

from dataclasses import dataclass
from typing import ClassVar

from koprogo.core.errors import Refused


@dataclass(eq=False)
class SyndicHoldsNoOffice(Refused):
    """Whoever works for the syndic is neither a member of the council nor the auditor."""

    message_id: ClassVar[str] = (
        "{name} works for the syndic here: the syndic is neither a member of the council nor the auditor of the same"
        " association. Choose somebody else, or end her work for the syndic first."
    )
    article: ClassVar[str] = "3.89 §9"
    name: str


class MemberJoinsNoSyndic(Refused):
    """A member of a council, or an auditor, does not start working for the syndic of the same association."""

    message_id: ClassVar[str] = (
        "She sits in the council of an association that this firm manages, or is its auditor. That office ends before"
        " she works for its syndic."
    )
    article: ClassVar[str] = "3.89 §9"

    def facts(self) -> dict[str, str | int]:
        return {}


@dataclass(eq=False)
class OneOfTheTwo(Refused):
    """Council and auditor are kept apart by practice; no article says so."""

    message_id: ClassVar[str] = (
        "{name} already holds the other office. By house practice, not by law, nobody is both council member and"
        " auditor: end the one before the other begins."
    )
    name: str


@dataclass(eq=False)
class SeatNeedsALot(Refused):
    """The council is made of holders of a right on a lot."""

    message_id: ClassVar[str] = (
        "{name} holds no right on a lot of this association. The council is made of those who do, and who vote."
    )
    article: ClassVar[str] = "3.90 §3"
    name: str


@dataclass(eq=False)
class SeatNeedsAVote(Refused):
    """A holder who does not vote for a lot has no seat."""

    message_id: ClassVar[str] = (
        "{name} has a part of a joint lot and was not designated to vote for it. The council is made of those who vote:"
        " record the designation first."
    )
    article: ClassVar[str] = "3.90 §3"
    name: str


class SeatIsOver(Refused):
    """An end that was recorded stays."""

    message_id: ClassVar[str] = "This mandate has ended already. A new election begins a new one."

    def facts(self) -> dict[str, str | int]:
        return {}


class NothingDrafted(Refused):
    """There is no agenda on which a point could be put."""

    message_id: ClassVar[str] = (
        "No assembly is being drafted here. Plan the next one first; then the election goes on its agenda."
    )

    def facts(self) -> dict[str, str | int]:
        return {}
