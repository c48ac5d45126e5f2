"""The council of an association: who sits in it, what it follows, what it asks the syndic."""

from dataclasses import dataclass, field
from datetime import date

import reflex as rx

from koprogo import urls
from koprogo.core.actor import Role
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import PERMISSIONS
from koprogo.rules.governance.following import Delay
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.after.follow_up_queries import possible_owners
from koprogo.services.buildings.queries import association_sheet
from koprogo.services.governance import agenda, following, mandates, questions
from koprogo.services.governance.queries import CouncilSheet, SeatRow, council_sheet
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, said, said_day, said_id

MOST = 50


@dataclass(frozen=True)
class Rule:
    """Whether a council is due: main lots counted, from how many on; `missing`: due, and nobody sits in it."""

    counted: int = 0
    threshold: int = 0
    required: bool = False
    missing: bool = False
    planned: bool = False
    """An agenda to come elects one."""


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
    """An open decision: `n` days left (negative when late) of `allowed`; `what` the task, empty while none is planned."""

    id: str
    entry: str
    number: int
    title: dict[str, str]
    what: str
    decided: str
    due: str
    n: int
    allowed: int
    status: str
    by_practice: bool
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
    """An assembly to come."""

    day: str
    kind: str
    href: str


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


class CouncilState(AppState, rx.State):
    """The council's page. What only the council and the syndic see stays empty for others."""

    name: str = ""
    sheet_at: str = ""
    follow_up_at: str = ""
    rule: Rule = Rule()
    members: list[SeatLine] = []
    auditors: list[SeatLine] = []
    past: list[SeatLine] = []
    dates: list[DateLine] = []
    missions: list[MissionLine] = []
    syndic: str = ""
    syndic_since: str = ""
    syndic_until: str = ""
    late: int = 0
    in_14: int = 0
    in_30: int = 0
    waiting: int = 0
    """Open questions."""
    done: int = 0
    decisions: int = 0
    works_days: int = 0
    quotes_days: int = 0
    items: list[OpenLine] = []
    quarters: list[QuarterLine] = []
    most: int = 0
    """Decisions of the fullest quarter."""
    asked: list[QuestionLine] = []
    about: list[Choice] = []
    people: list[Choice] = []
    may_follow: bool = False
    may_ask: bool = False
    may_answer: bool = False
    may_keep: bool = False
    proposed_at: str = ""
    """The assembly on whose agenda the election was put."""
    count: int = 0
    """How often something was sent: an emptied form is drawn anew."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the council of the association in the address."""
        self.loaded, self.proposed_at = False, ""
        async with self.refusals(), here(self) as act:
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def propose_election(self) -> None:
        """Put the election of a member on the next agenda."""
        async with self.refusals(), here(self) as act:
            assembly = await agenda.put_election_on_agenda(*act.within, at=now(), today=today())
            self.proposed_at = urls.assembly(assembly, "plan")
            await self._show(act)

    @rx.event
    @policy(member)
    async def appoint(self, answers: dict) -> None:
        """Record a mandate that an assembly decided elsewhere."""
        async with self.refusals(), here(self) as act:
            person = said_id(answers, "person", Problem("person", "Choose who was elected."))
            since = said_day(answers, "since")
            await mandates.appoint(*act.within, person_id=person, office=said(answers, "office"), since=since)
            await self._sent(act)

    @rx.event
    @policy(member)
    async def end_seat(self, answers: dict) -> None:
        """End the mandate the form names."""
        async with self.refusals(), here(self) as act:
            seat, day = parse_id(said(answers, "seat")), said_day(answers, "day")
            await mandates.end_seat(*act.within, seat, reason=said(answers, "reason") or "resigned", day=day)
            await self._sent(act)

    @rx.event
    @policy(member)
    async def name_position(self, seat_id: str, position: str) -> None:
        """Say who chairs the council or writes for it."""
        async with self.refusals(), here(self) as act:
            await mandates.name_position(*act.within, parse_id(seat_id), position=str(position))
            await self._show(act)

    @rx.event
    @policy(member)
    async def ask(self, answers: dict) -> None:
        """Ask the syndic."""
        async with self.refusals(), here(self) as act:
            entry = said(answers, "entry")
            about = parse_id(entry) if entry else None
            await questions.ask(*act.within, words=said(answers, "words"), entry_id=about, at=now())
            await self._sent(act)

    @rx.event
    @policy(member)
    async def answer(self, answers: dict) -> None:
        """Answer the question the form names."""
        async with self.refusals(), here(self) as act:
            question = parse_id(said(answers, "question"))
            await questions.answer(*act.within, question, words=said(answers, "words"), at=now())
            await self._sent(act)

    @rx.event
    @policy(member)
    async def choose_days(self, answers: dict) -> None:
        """Choose in how many days works and contracts are expected."""
        async with self.refusals(), here(self) as act:
            for kind in Delay:
                days = _number(said(answers, kind.value), kind.value)
                await following.set_usual_days(*act.within, kind=kind.value, days=days, at=now())
            await self._sent(act)

    async def _sent(self, act: Act) -> None:
        self.count += 1
        await self._show(act)

    async def _show(self, act: Act) -> None:
        roles = act.actor.roles_in(act.association_id)
        self.may_follow, self.may_ask = bool(roles & PERMISSIONS["council.follow"]), Role.COUNCIL in roles
        self.may_answer = bool(roles & PERMISSIONS["council.answer"])
        self.may_keep = bool(roles & PERMISSIONS["association.change"])
        self.name = (await association_sheet(*act.within, day=today())).facts.name
        self.sheet_at = urls.association(act.association_id)
        self.follow_up_at = urls.association(act.association_id, "follow-up")
        self._sheet(act, await council_sheet(*act.within, day=today()))
        self.items, self.asked, self.about, self.people, self.quarters = [], [], [], [], []
        self.late = self.in_14 = self.in_30 = self.waiting = self.done = self.decisions = 0
        if self.may_follow:
            await self._follow(act)
        if self.may_keep:
            found = await possible_owners(*act.within, today=today())
            self.people = [Choice(str(person), name) for person, name in found]

    def _sheet(self, act: Act, sheet: CouncilSheet) -> None:
        planned = any(each.elects for each in sheet.coming)
        self.rule = Rule(sheet.due.counted, sheet.due.threshold, sheet.due.required, sheet.missing, planned)
        self.members = [_seat(each, act) for each in sheet.members]
        self.auditors = [_seat(each, act) for each in sheet.auditors]
        self.past = [_seat(each, act) for each in sheet.past][:MOST]
        page = "plan" if self.may_keep else "agenda"
        called = [each for each in sheet.coming if self.may_keep or each.state != "drafted"]
        self.dates = [DateLine(each.day.isoformat(), each.kind, urls.assembly(each.id, page)) for each in called]
        self.missions = [
            MissionLine(
                str(each.entry_id), each.number, dict(each.title), each.decided.isoformat(), each.until.isoformat(),
                each.until < today(),
            )
            for each in sheet.missions
        ]  # fmt: skip
        self.syndic, self.syndic_since = sheet.syndic, _iso(sheet.syndic_since)
        self.syndic_until = _iso(sheet.syndic_until)

    async def _follow(self, act: Act) -> None:
        found = await following.following(*act.within, today=today())
        self.late, self.in_14, self.in_30 = found.late, found.in_14, found.in_30
        self.done, self.decisions = found.done, found.decisions
        self.works_days, self.quotes_days = found.days[Delay.WORKS], found.days[Delay.QUOTES]
        self.items = [_item(act, each) for each in found.items][:MOST]
        self.quarters = [
            QuarterLine(each.year, each.quarter, each.done, each.busy, each.late, each.done + each.busy + each.late)
            for each in found.quarters
        ]
        self.most = max((each.all for each in self.quarters), default=0)
        rows = await questions.questions(*act.within, today=today())
        self.waiting = sum(each.is_open for each in rows)
        self.asked = [question_line(each) for each in rows][:MOST]
        language = act.actor.language
        titles = {item.entry_id: (item.number, item.title) for item in found.items}
        self.about = [
            Choice(str(entry), f"{number}. {title.get(language) or next(iter(title.values()), '')}")
            for entry, (number, title) in titles.items()
        ][:MOST]


def _seat(row: SeatRow, act: Act) -> SeatLine:
    return SeatLine(
        id=str(row.id),
        name=row.name,
        office=row.office,
        lots=", ".join(row.lots),
        since=row.since.isoformat(),
        until=_iso(row.until),
        position=row.position,
        end_reason=row.end_reason,
        eligible=row.eligible or row.office != "council",
        is_mine=row.person_id == act.actor.person_id,
        elected=row.assembly_id is not None,
    )


def _item(act: Act, item: following.Item) -> OpenLine:
    return OpenLine(
        id=str(item.subject_id),
        entry=str(item.entry_id),
        number=item.number,
        title=dict(item.title),
        what=item.what,
        decided=item.decided.isoformat(),
        due=item.due.isoformat(),
        n=item.left,
        allowed=item.allowed_days,
        status=item.stand.value,
        by_practice=item.by_practice,
        href=urls.association(act.association_id, f"decisions/{item.entry_id}"),
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


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(words: str, where: str) -> int:
    if not words.isascii() or not words.isdigit():
        raise BadInput(Problem(where, "Write a number of days from 1 to {most}.", {"most": following.MOST_DAYS}))
    return int(words)
