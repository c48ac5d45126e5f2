"""The surveys of an association: those that are open, drafts for who makes them, those that are closed; a new one."""

from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import now
from koprogo.rules.community.survey import Kind
from koprogo.security.policies import member, policy
from koprogo.services.community import making, queries
from koprogo.state.base import AppState
from koprogo.state.buildings.here import ROWS, Act, here
from koprogo.state.community.drafting import FormView, Group, draft_of, groups_of, languages_of, new_form


@dataclass(frozen=True)
class SurveyLine:
    """A survey of the list; `until` an ISO instant: when it closes, or closed; `answered` heads."""

    id: str
    title: dict[str, str]
    kind: str
    state: str
    until: str
    answered: int
    is_answered: bool
    is_anonymous: bool
    href: str


class SurveysState(AppState, rx.State):
    """The page with the list."""

    association: str = ""
    sheet_at: str = ""
    languages: list[str] = []
    groups: list[Group] = []
    rows: list[SurveyLine] = []
    may_make: bool = False
    drafting: bool = False
    kind: str = Kind.YES_NO.value
    form: FormView = FormView()
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the surveys of the association in the address."""
        self.loaded, self.drafting = False, False
        async with self.refusals(), here(self) as act:
            self.association, self.languages = await languages_of(act)
            self.sheet_at = urls.association(act.association_id)
            self.may_make = act.may("survey.make")
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def draft(self) -> None:
        """Show the form of a new survey, or fold it away."""
        async with self.refusals(), here(self) as act:
            self.drafting = not self.drafting
            self.kind, self.form = Kind.YES_NO.value, new_form()
            self.groups = await groups_of(act) if self.drafting else []

    @rx.event
    @policy(member)
    async def choose_kind(self, kind: str) -> None:
        """Show what a survey of this kind needs."""
        self.kind = str(kind)[:20]

    @rx.event
    @policy(member)
    async def make(self, answers: dict) -> EventSpec | None:
        """Keep the draft and go to its page."""
        async with self.refusals(), here(self) as act:
            made = await making.make_survey(*act.within, draft=draft_of(answers, self.kind), at=now())
            self.drafting = False
            return rx.redirect(urls.survey(act.association_id, made))
        return None

    async def _show(self, act: Act) -> None:
        self.rows = [_line(act, row) for row in await queries.surveys(*act.within, at=now())][:ROWS]


def _line(act: Act, row: queries.SurveyRow) -> SurveyLine:
    survey = row.survey
    return SurveyLine(
        id=str(survey.id),
        title=dict(survey.title),
        kind=survey.kind.value,
        state=row.state,
        until=survey.closed_at.isoformat(),
        answered=row.answered,
        is_answered=row.is_answered,
        is_anonymous=survey.is_anonymous,
        href=urls.survey(act.association_id, survey.id),
    )
