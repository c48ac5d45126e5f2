"""What the council's page prints: rows ready to show, made from what the services read."""

from dataclasses import dataclass, field
from datetime import date

from koprogo import urls
from koprogo.services.governance import following, questions
from koprogo.services.governance.queries import SeatRow
from koprogo.state.buildings.here import Act


@dataclass(frozen=True)
class Rule:
    """Whether a council is due: main lots counted, from how many on; `missing`: due, and nobody sits in it."""

    counted: int = 0
    threshold: int = 0
    required: bool = False
    missing: bool = False
    planned: bool = False
    """An agenda to come elects one."""
    vacant: int = 0


@dataclass(frozen=True)
class BudgetLine:
    """A year's costs against its budget in force, in cents; `gone` of `days`; `alerts`: lines over; no year: no budget."""

    year: int = 0
    spent: int = 0
    budget: int = 0
    gone: int = 0
    days: int = 1
    alerts: int = 0
    is_over: bool = False


@dataclass(frozen=True)
class SeatLine:
    """A mandate; days are ISO, `until` empty while it lasts; `is_mine` is the reader's own."""

    id: str
    name: str
    office: str
    lots: str
    since: str
    until: str
    position: str
    end_reason: str
    eligible: bool
    is_mine: bool
    elected: bool


@dataclass(frozen=True)
class OpenLine:
    """An open decision, or minutes: `n` days left (negative when late) of `allowed`; `what` the task, if one is planned.

    `law`: the article that sets the day; empty where practice or a plan does. `minutes`: of the assembly of `decided`.
    """

    id: str
    number: int
    title: dict[str, str]
    what: str
    decided: str
    due: str
    n: int
    allowed: int
    status: str
    by_practice: bool
    law: str
    minutes: bool
    href: str


@dataclass(frozen=True)
class AnswerLine:
    """What the syndic said; `at` an ISO instant."""

    words: str
    by: str
    at: str


@dataclass(frozen=True)
class QuestionLine:
    """A question with its age in days; `number` 0 when it is about no decision."""

    id: str
    words: str
    by: str
    at: str
    age: int
    number: int
    is_open: bool
    answers: list[AnswerLine] = field(default_factory=list)


@dataclass(frozen=True)
class DateLine:
    """A day to come: an assembly (`ordinary`, `extraordinary`), `syndic` (the mandate ends), `survey` (it closes)."""

    day: str
    kind: str
    href: str
    title: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class QuarterLine:
    """Decisions of a quarter by what became of them; `all` is their sum, at least 1."""

    year: int
    quarter: int
    done: int
    busy: int
    late: int
    all: int


@dataclass(frozen=True)
class MissionLine:
    """A mission delegated to the council; days are ISO, `until` its last one; `over` when that is past."""

    id: str
    number: int
    title: dict[str, str]
    day: str
    until: str
    over: bool


@dataclass(frozen=True)
class Choice:
    """Somebody, or something, to choose from a list."""

    value: str
    word: str


def seat_line(row: SeatRow, act: Act) -> SeatLine:
    """Return a mandate as the page shows it."""
    return SeatLine(
        id=str(row.id),
        name=row.name,
        office=row.office,
        lots=", ".join(row.lots),
        since=row.since.isoformat(),
        until=iso(row.until),
        position=row.position,
        end_reason=row.end_reason,
        eligible=row.eligible or row.office != "council",
        is_mine=row.person_id == act.actor.person_id,
        elected=row.assembly_id is not None,
    )


def open_line(act: Act, item: following.Item) -> OpenLine:
    """Return something open as the page shows it."""
    return OpenLine(
        id=str(item.subject_id),
        number=item.number,
        title=dict(item.title),
        what=item.what,
        decided=item.decided.isoformat(),
        due=item.due.isoformat(),
        n=item.left,
        allowed=item.allowed_days,
        status=item.stand.value,
        by_practice=item.by_practice,
        law=item.law,
        minutes=item.entry_id is None,
        href=urls.association(act.association_id, f"decisions/{item.entry_id}" if item.entry_id else "register"),
    )


def question_line(row: questions.QuestionRow) -> QuestionLine:
    """Return a question as the page shows it."""
    return QuestionLine(
        id=str(row.id),
        words=row.words,
        by=row.by,
        at=row.at.isoformat(),
        age=row.age,
        number=row.number,
        is_open=row.is_open,
        answers=[AnswerLine(each.words, each.by, each.at.isoformat()) for each in row.answers],
    )


def iso(day: date | None) -> str:
    """Return a day in ISO; empty for none."""
    return day.isoformat() if day else ""
