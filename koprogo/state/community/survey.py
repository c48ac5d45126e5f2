"""One survey: read and answered on a phone, followed live while it is open, opened and closed by council and syndic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import now
from koprogo.i18n.languages import LANGUAGES
from koprogo.rules.community.survey import CHOICES, LONGEST_WORDS, MOST_OPTIONS, RATINGS, Answer, Kind, places_of
from koprogo.rules.community.survey_result import tenths
from koprogo.security.policies import member, policy
from koprogo.services.community import answering, making, opening, queries, result_paper
from koprogo.services.community.standing import CLOSED, DRAFTED, OPENED, Standing
from koprogo.services.documents.queries import papers_of
from koprogo.state.assemblies.acting import said
from koprogo.state.base import AppState
from koprogo.state.buildings.here import Act, here, part_of
from koprogo.state.community.drafting import FormView, Group, draft_of, form_of, groups_of, languages_of

MOST_NAMES = 400
PRINTING = timedelta(minutes=10)
"""How long after the closing its paper is waited for; then somebody asks for it."""
YES_NO = ("yes", "no")


@dataclass(frozen=True)
class OptionLine:
    """Something to choose: its `word` by language, or our own `code`; `count` heads; `leads`: none was given more often."""

    place: str
    field: str
    """Name of its control when several may be chosen."""
    word: dict[str, str]
    code: str
    count: int
    leads: bool
    is_mine: bool


@dataclass(frozen=True)
class NamedLine:
    """Who answered what, for who may see it: `said` holds the places of the options, or `words`."""

    name: str
    said: list[OptionLine]
    words: str


@dataclass(frozen=True)
class PaperLine:
    """The printed result in one language."""

    language: str
    title: str
    issued_at: str
    size: int
    href: str


@dataclass(frozen=True)
class SurveyView:
    """A survey, ready to print; instants are ISO. `asked` and `answered` are heads, `invited` and `mailed` of its opening.

    `result` says how the sentence above the bars reads: none, hidden, nobody, one, tie, mean or words.
    """

    kind: str = ""
    title: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    audience: str = ""
    group: dict[str, str] = field(default_factory=dict)
    is_anonymous: bool = False
    state: str = ""
    until: str = ""
    by_hand: bool = False
    made_by: str = ""
    asked: int = 0
    answered: int = 0
    invited: int = 0
    mailed: int = 0
    is_asked: bool = False
    is_answered: bool = False
    my_words: str = ""
    result: str = ""
    most: int = 0
    """How often the leading answers were given."""
    mean_whole: int = 0
    mean_tenth: int = 0


class SurveyState(AppState, rx.State):
    """The page of one survey."""

    association: str = ""
    list_at: str = ""
    languages: list[str] = []
    groups: list[Group] = []
    view: SurveyView = SurveyView()
    options: list[OptionLine] = []
    leaders: list[OptionLine] = []
    texts: list[str] = []
    named: list[NamedLine] = []
    papers: list[PaperLine] = []
    may_make: bool = False
    editing: bool = False
    kind: str = ""
    form: FormView = FormView()
    sent: int = 0
    """How often the reader's answer was taken: the form is drawn anew and the thanks are said."""
    live: bool = False
    """It is open, or its paper is being printed: the page asks again by itself."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the survey in the address."""
        self.loaded, self.editing, self.live, self.sent = False, False, False, 0
        async with self.refusals(), here(self) as act:
            self.association, self.languages = await languages_of(act)
            self.list_at = urls.association(act.association_id, "surveys")
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def again(self) -> None:
        """Look how many have answered by now, and what, as far as it may be shown."""
        async with self.refusals(), here(self) as act:
            await self._show(act)

    @rx.event
    @policy(member)
    async def answer(self, answers: dict) -> None:
        """Send the reader's answer."""
        async with self.refusals(), here(self) as act:
            words = said(answers, "words", LONGEST_WORDS)
            survey = part_of(self.router.url.path)
            await answering.answer_survey(*act.within, survey, places=_places(answers), words=words, at=now())
            self.sent += 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def edit(self) -> None:
        """Show the form of the draft, or fold it away."""
        async with self.refusals(), here(self) as act:
            self.editing = not self.editing
            self.groups = await groups_of(act) if self.editing and self.may_make else []

    @rx.event
    @policy(member)
    async def choose_kind(self, kind: str) -> None:
        """Show what a survey of this kind needs."""
        self.kind = str(kind)[:20]

    @rx.event
    @policy(member)
    async def change(self, answers: dict) -> None:
        """Keep the draft as the form has it now."""
        async with self.refusals(), here(self) as act:
            draft = draft_of(answers, self.kind)
            await making.change_survey(*act.within, part_of(self.router.url.path), draft=draft, at=now())
            self.editing = False
            await self._show(act)

    @rx.event
    @policy(member)
    async def open(self) -> None:
        """Open it and invite everybody it asks."""
        async with self.refusals(), here(self) as act:
            await opening.open_survey(*act.within, part_of(self.router.url.path), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def close(self) -> None:
        """Close it before its time."""
        async with self.refusals(), here(self) as act:
            await opening.close_survey(*act.within, part_of(self.router.url.path), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def discard(self) -> EventSpec | None:
        """Throw the draft away and go back to the list."""
        async with self.refusals(), here(self) as act:
            await making.discard_survey(*act.within, part_of(self.router.url.path), at=now())
            return rx.redirect(urls.association(act.association_id, "surveys"))
        return None

    @rx.event
    @policy(member)
    async def print_result(self) -> None:
        """Have the result printed, where its closing could not."""
        async with self.refusals(), here(self) as act:
            await result_paper.request_paper(*act.within, part_of(self.router.url.path))
            self.live = True

    async def _show(self, act: Act) -> None:
        sheet = await queries.survey(*act.within, part_of(self.router.url.path), at=now())
        self.may_make = sheet.may_make
        self.view, self.options = survey_view(sheet), _options(sheet)
        self.leaders = [line for line in self.options if line.leads]
        self.texts = list(sheet.words)
        self.named = [_named(sheet.survey, each) for each in sheet.by_name][:MOST_NAMES]
        self.papers = await _papers(act, sheet)
        just_closed = sheet.state == CLOSED and now() - sheet.survey.closed_at < PRINTING and not self.papers
        self.live = sheet.state == OPENED or just_closed
        if sheet.state == DRAFTED and not self.editing:
            self.kind, self.form = sheet.survey.kind.value, form_of(sheet.survey)


def survey_view(sheet: queries.SurveySheet) -> SurveyView:
    """Return a survey as its page shows it."""
    survey, result = sheet.survey, sheet.result
    mean = tenths(result.mean) if result and result.mean is not None else 0
    return SurveyView(
        kind=survey.kind.value,
        title=dict(survey.title),
        words=dict(survey.words),
        audience=survey.audience.value,
        group=dict(survey.key_name),
        is_anonymous=survey.is_anonymous,
        state=sheet.state,
        until=survey.closed_at.isoformat(),
        by_hand=survey.facts.get("how") == "hand",
        made_by=survey.made_by,
        asked=sheet.asked,
        answered=sheet.answered,
        invited=int(survey.opened_facts.get("invited", 0)),
        mailed=int(survey.opened_facts.get("mailed", 0)),
        is_asked=sheet.is_asked,
        is_answered=sheet.is_answered,
        my_words=sheet.mine.words if sheet.mine else "",
        result=_says(sheet),
        most=result.counts[result.leaders[0]] if result and result.leaders else 0,
        mean_whole=mean // 10,
        mean_tenth=mean % 10,
    )


def _says(sheet: queries.SurveySheet) -> str:
    """Return the word for the sentence that the result is said with."""
    result = sheet.result
    if sheet.state == DRAFTED:
        return "none"
    if sheet.answered == 0:
        return "nobody"
    if result is None:
        return "hidden"
    if result.mean is not None:
        return "mean"
    return "words" if sheet.survey.kind is Kind.TEXT else "tie" if result.is_tie else "one"


def _options(sheet: queries.SurveySheet) -> list[OptionLine]:
    result = sheet.result
    mine = sheet.mine or Answer()
    return [
        _option(sheet.survey, place, result.counts[place] if result else 0, result is not None and place in result.leaders,
                place in mine.places)
        for place in range(places_of(sheet.survey.kind, len(sheet.survey.options)))
    ]  # fmt: skip


def _option(survey: Standing, place: int, count: int = 0, leads: bool = False, is_mine: bool = False) -> OptionLine:
    written = survey.kind in CHOICES
    code = "" if written else YES_NO[place] if survey.kind is Kind.YES_NO else f"mark_{place + 1}"
    word = dict(survey.options[place]) if written else {}
    return OptionLine(str(place), f"answer_{place}", word, code, count, leads, is_mine)


def _named(survey: Standing, each: queries.NamedAnswer) -> NamedLine:
    return NamedLine(each.name, [_option(survey, place) for place in each.answer.places], each.answer.words)


async def _papers(act: Act, sheet: queries.SurveySheet) -> list[PaperLine]:
    if sheet.state != CLOSED:
        return []
    rows = await papers_of(*act.within, kind=result_paper.KIND, subject_id=sheet.survey.id)
    return [
        PaperLine(row.language, row.title, row.issued_at.isoformat(), row.size, urls.paper(row.id))
        for row in sorted(rows, key=lambda row: LANGUAGES.index(row.language))
    ]


def _places(answers: Mapping[str, Any]) -> list[int]:
    """Return the places chosen in the form: one under `answer`, several each under its own name."""
    one = said(answers, "answer", 2)
    if one.isascii() and one.isdigit():
        return [int(one)]
    return [place for place in range(max(MOST_OPTIONS, RATINGS)) if answers.get(f"answer_{place}")]
