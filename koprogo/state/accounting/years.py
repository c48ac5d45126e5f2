"""The fiscal years: where each stands, its next step, and opening the next one."""

from datetime import date, timedelta

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.errors import BadInput, Problem
from koprogo.core.period import add_months
from koprogo.core.permissions import PERMISSIONS
from koprogo.rules.accounting.closing import Step
from koprogo.security.policies import member, policy
from koprogo.services.accounting import periods
from koprogo.services.buildings.queries import association_name
from koprogo.state.accounting.year_choice import YearView, year_view, years_of
from koprogo.state.assemblies.acting import parse_day, said
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here


class YearsState(AppState, rx.State):
    """The page with the fiscal years."""

    association: str = ""
    sheet_at: str = ""
    rows: list[YearView] = []
    may_write: bool = False
    may_close: bool = False
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
        """Take a year to its next step."""
        async with self.refusals(), here(self) as act:
            if str(step) not in list(Step):
                raise BadInput(Problem("step", "Choose a step."))
            await periods.advance(*act.within, parse_id(year_id), step=Step(str(step)))
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
        starts = found[0].next_starts if found else date(today().year, 1, 1)
        self.starts = starts.isoformat()
        self.last_day = (add_months(starts, 12) - timedelta(days=1)).isoformat()
