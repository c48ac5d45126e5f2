"""What the paper of a council's report is made from. Texts are in the language of the paper, or as they were written."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class MemberLine:
    """A member of the council, or the auditor; `until` the last day where the mandate ended within the period."""

    name: str
    since: date
    until: date | None = None
    position: str = ""


@dataclass(frozen=True)
class DecisionLine:
    """A decision that asked for something: `stand` is late, open, done or cancelled; `days` past its day, 0 unless late."""

    number: int
    title: str
    day: date
    stand: str
    due: date | None = None
    over: date | None = None
    days: int = 0
    tasks: tuple[str, ...] = ()
    said: str = ""
    """The last note of the syndic, or why it was cancelled."""


@dataclass(frozen=True)
class QuestionLine:
    """A question to the syndic with its first answer; `age` in days until then, or until the issue."""

    words: str
    by: str
    day: date
    age: int
    number: int = 0
    answered: date | None = None
    answer: str = ""


@dataclass(frozen=True)
class MissionLine:
    """A mission that the assembly delegated to the council; `until` its last day."""

    number: int
    title: str
    day: date
    until: date


@dataclass(frozen=True)
class NoteLine:
    """A note, or what a visit found; `number` of the decision it is about, 0 without one; how many `files` it has."""

    what: str
    day: date
    words: str
    by: str
    number: int = 0
    files: int = 0


@dataclass(frozen=True)
class WrittenSection:
    """What the council wrote in a section, and in which language it did."""

    section: str
    text: str
    language: str


@dataclass(frozen=True)
class ReportFacts:
    """The whole report: `since` and `last_day` are inclusive; reminders are those KoproGo sent in that time."""

    name: str
    address: tuple[str, ...]
    enterprise_number: str
    kind: str
    since: date
    last_day: date
    syndic: str
    written: tuple[WrittenSection, ...] = ()
    members: tuple[MemberLine, ...] = ()
    auditors: tuple[MemberLine, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    questions: tuple[QuestionLine, ...] = ()
    missions: tuple[MissionLine, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    reminders_syndic: int = 0
    reminders_late: int = 0
    version: int = 1
