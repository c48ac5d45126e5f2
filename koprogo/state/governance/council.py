"""The council of an association: who sits in it, what it follows, what it asks the syndic."""

from collections.abc import Callable, Mapping

import reflex as rx

from koprogo import urls
from koprogo.core.actor import Role
from koprogo.core.clock import legal_day, now, today
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import PERMISSIONS
from koprogo.rules.governance.following import NEAR_DAYS, SOON_DAYS, Delay
from koprogo.rules.governance.syndic_mandate import ends_soon
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.after.follow_up_queries import possible_owners
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges import budget_queries
from koprogo.services.charges.variance import variance
from koprogo.services.community import queries as surveys
from koprogo.services.community.standing import OPENED
from koprogo.services.governance import agenda, following, mandates, questions
from koprogo.services.governance.queries import CouncilSheet, council_sheet
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, said, said_day, said_id
from koprogo.state.governance.council_rows import (
    BudgetLine,
    Choice,
    DateLine,
    MissionLine,
    OpenLine,
    QuarterLine,
    QuestionLine,
    Rule,
    SeatLine,
    iso,
    open_line,
    question_line,
    seat_line,
)

MOST = 50
ALL, LATE, SOON, NEAR = "all", "late", "soon", "near"
SHOWN: Mapping[str, Callable[[following.Item], bool]] = {
    ALL: lambda item: True,
    LATE: lambda item: item.left < 0,
    SOON: lambda item: 0 <= item.left <= SOON_DAYS,
    NEAR: lambda item: 0 <= item.left <= NEAR_DAYS,
}
"""Which lines a figure of the dashboard shows: those it counts."""


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
    which: str = ALL
    """Which of them are shown."""
    budget: BudgetLine = BudgetLine()
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
        self.loaded, self.proposed_at, self.which = False, "", ALL
        async with self.refusals(), here(self) as act:
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def show(self, which: str) -> None:
        """Show the lines that a figure counts; the same figure again shows all."""
        self.which = which if which in SHOWN and which != self.which else ALL
        async with self.refusals(), here(self) as act:
            await self._show(act)

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
        self.name = await association_name(*act.within)
        self.sheet_at = urls.association(act.association_id)
        self.follow_up_at = urls.association(act.association_id, "follow-up")
        sheet = await council_sheet(*act.within, day=today())
        self._sheet(act, sheet)
        await self._dates(act, sheet)
        self.budget = await _budget(act)
        self.items, self.asked, self.about, self.people, self.quarters = [], [], [], [], []
        self.late = self.in_14 = self.in_30 = self.waiting = self.done = self.decisions = 0
        if self.may_follow:
            await self._follow(act)
        if self.may_keep:
            found = await possible_owners(*act.within, today=today())
            self.people = [Choice(str(person), name) for person, name in found]

    def _sheet(self, act: Act, sheet: CouncilSheet) -> None:
        planned = any(each.elects for each in sheet.coming)
        self.rule = Rule(
            sheet.due.counted, sheet.due.threshold, sheet.due.required, sheet.missing, planned, sheet.vacant
        )
        self.members = [seat_line(each, act) for each in sheet.members]
        self.auditors = [seat_line(each, act) for each in sheet.auditors]
        self.past = [seat_line(each, act) for each in sheet.past][:MOST]
        self.missions = [
            MissionLine(
                str(each.entry_id), each.number, dict(each.title), each.decided.isoformat(), each.until.isoformat(),
                each.until < today(),
            )
            for each in sheet.missions
        ]  # fmt: skip
        self.syndic, self.syndic_since = sheet.syndic, iso(sheet.syndic_since)
        self.syndic_until = iso(sheet.syndic_until)

    async def _dates(self, act: Act, sheet: CouncilSheet) -> None:
        page = "plan" if self.may_keep else "agenda"
        called = [each for each in sheet.coming if self.may_keep or each.state != "drafted"]
        dates = [DateLine(each.day.isoformat(), each.kind, urls.assembly(each.id, page)) for each in called]
        if sheet.syndic_until and ends_soon(sheet.syndic_until, today()):
            dates.append(DateLine(sheet.syndic_until.isoformat(), "syndic", self.sheet_at + "/syndic"))
        dates += [
            DateLine(
                legal_day(row.survey.closes_at).isoformat(), "survey", urls.survey(act.association_id, row.survey.id),
                dict(row.survey.title),
            )
            for row in await surveys.surveys(*act.within, at=now())
            if row.state == OPENED
        ]  # fmt: skip
        self.dates = sorted(dates, key=lambda each: each.day)[:MOST]

    async def _follow(self, act: Act) -> None:
        found = await following.following(*act.within, today=today())
        self.late, self.in_14, self.in_30 = found.late, found.in_14, found.in_30
        self.done, self.decisions = found.done, found.decisions
        self.works_days, self.quotes_days = found.days[Delay.WORKS], found.days[Delay.QUOTES]
        self.items = [open_line(act, each) for each in found.items if SHOWN[self.which](each)][:MOST]
        self.quarters = [
            QuarterLine(each.year, each.quarter, each.done, each.busy, each.late, each.done + each.busy + each.late)
            for each in found.quarters
        ]
        self.most = max((each.all for each in self.quarters), default=0)
        rows = await questions.questions(*act.within, today=today())
        self.waiting = sum(each.is_open for each in rows)
        self.asked = [question_line(each) for each in rows][:MOST]
        language = act.actor.language
        titles = {item.entry_id: (item.number, item.title) for item in found.items if item.entry_id}
        self.about = [
            Choice(str(entry), f"{number}. {title.get(language) or next(iter(title.values()), '')}")
            for entry, (number, title) in titles.items()
        ][:MOST]


async def _budget(act: Act) -> BudgetLine:
    """Return how the latest year with a budget stands."""
    years = await budget_queries.years_begun(*act.within, on=today())
    if not years:
        return BudgetLine()
    found = await variance(*act.within, years[0].year, on=today(), starts=years[0])
    start, end = found.edges[0], found.edges[-1]
    year, days = found.sum.year, (end - start).days
    gone = min((today() - start).days, days)
    return BudgetLine(
        years[0].year, year.actual.cents, year.budget.cents, gone, days, len(found.alerts), found.sum.alert
    )  # fmt: skip


def _number(words: str, where: str) -> int:
    if not words.isascii() or not words.isdigit():
        raise BadInput(Problem(where, "Write a number of days from 1 to {most}.", {"most": following.MOST_DAYS}))
    return int(words)
