"""The fiscal years: where each stands, its next step, and opening the next one."""

from dataclasses import replace
from datetime import date, timedelta

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.errors import BadInput, Problem
from koprogo.core.period import add_months
from koprogo.core.permissions import PERMISSIONS
from koprogo.i18n import format as formats
from koprogo.rules.accounting.closing import Step
from koprogo.security.policies import member, policy
from koprogo.services.accounting import periods
from koprogo.services.buildings.queries import association_name
from koprogo.state.accounting.year_choice import VoteChoice, YearView, vote_choices, year_view, years_of
from koprogo.state.assemblies.acting import parse_day, said
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, said_id


class YearsState(AppState, rx.State):
    """The page with the fiscal years."""

    association: str = ""
    sheet_at: str = ""
    rows: list[YearView] = []
    may_write: bool = False
    may_close: bool = False
    audits: bool = False
    """She is the auditor: her own press says that she looked at them."""
    to_audit: list[VoteChoice] = []
    """The years that are drawn up and not audited, the oldest first, for the syndic's form."""
    to_vote: list[VoteChoice] = []
    """The years whose accounts are drawn up and not voted, the oldest first; and the points that carried accounts."""
    votes: list[VoteChoice] = []
    count: int = 0
    to_close: str = ""
    """The oldest year that is not closed: years are closed in their order."""
    starts: str = ""
    last_day: str = ""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the fiscal years of this association."""
        self.loaded = False
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            roles = act.actor.roles_in(act.association_id)
            self.may_write = bool(roles & PERMISSIONS["books.write"])
            self.may_close = bool(roles & PERMISSIONS["books.close"])
            self.audits = not self.may_close and bool(roles & PERMISSIONS["accounts.audit"])
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def open_year(self, answers: dict) -> None:
        """Open the next fiscal year; the form asks for its last day, as people say it."""
        self.starts, self.last_day = said(answers, "starts", 20), said(answers, "last_day", 20)
        async with self.refusals(), here(self) as act:
            starts, last_day = parse_day(self.starts, "starts"), parse_day(self.last_day, "last_day")
            if last_day < starts:
                raise BadInput(Problem("last_day", "Choose a last day after the first one."))
            await periods.open_year(*act.within, starts=starts, next_starts=last_day + timedelta(days=1))
            await self._show(act)

    @rx.event
    @policy(member)
    async def advance(self, year_id: str, step: str) -> None:
        """Take a year to a step that nobody votes on."""
        async with self.refusals(), here(self) as act:
            if str(step) not in list(Step):
                raise BadInput(Problem("step", "Choose a step."))
            await periods.advance(*act.within, parse_id(year_id), step=Step(str(step)))
            await self._show(act)

    @rx.event
    @policy(member)
    async def audited(self, answers: dict) -> None:
        """Say which report of the auditor shows that she looked at the accounts of a year (syndic)."""
        missing = Problem("report_year", "Choose the fiscal year.")
        async with self.refusals(), here(self) as act:
            year, day = said_id(answers, "report_year", missing), said(answers, "report_day", 20)
            try:
                await periods.advance(
                    *act.within, year, step=Step.AUDITED, act=said(answers, "report", 200),
                    day=parse_day(day, "report_day") if day else None,
                )  # fmt: skip
            except BadInput as wrong:
                named = {"act": "report", "day": "report_day"}
                raise BadInput(
                    *(replace(each, where=named.get(each.where, each.where)) for each in wrong.problems)
                ) from None
            self.count += 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def vote(self, answers: dict) -> None:
        """Say that the assembly approved the accounts of a year: by a point here, or by other minutes and their day."""
        missing = Problem("year", "Choose the fiscal year.")
        async with self.refusals(), here(self) as act:
            year, item, day = said_id(answers, "year", missing), said(answers, "item", 40), said(answers, "day", 20)
            await periods.advance(
                *act.within, year, step=Step.VOTED, item_id=parse_id(item) if item else None,
                act=said(answers, "act", 200), day=parse_day(day, "day") if day else None,
            )  # fmt: skip
            self.count += 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def close(self, year_id: str) -> None:
        """Close a voted year."""
        async with self.refusals(), here(self) as act:
            await periods.close_year(*act.within, parse_id(year_id))
            await self._show(act)

    async def _show(self, act: Act) -> None:
        found = await years_of(act)
        self.rows = [year_view(each) for each in found]
        self.to_close = next((str(each.id) for each in reversed(found) if each.stands is not Step.FINAL), "")
        drawn_up = [each for each in self.rows[::-1] if each.stands == Step.PROVISIONAL] if self.may_close else []
        self.to_audit = [VoteChoice(each.id, _days(each, act.actor.language)) for each in drawn_up]
        waiting = [each for each in self.rows[::-1] if each.stands in (Step.PROVISIONAL, Step.AUDITED)]
        language = act.actor.language
        self.to_vote = [VoteChoice(each.id, _days(each, language)) for each in waiting] if self.may_close else []
        self.votes = await vote_choices(act, carried=True) if self.to_vote else []
        starts = found[0].next_starts if found else date(today().year, 1, 1)
        self.starts = starts.isoformat()
        self.last_day = (add_months(starts, 12) - timedelta(days=1)).isoformat()


def _days(year: YearView, language: str) -> str:
    return " – ".join(formats.day(date.fromisoformat(each), language) for each in (year.starts, year.last_day))
