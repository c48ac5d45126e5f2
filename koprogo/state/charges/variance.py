"""The page of what was spent against the budget: a line each, a chart, and where the year ends."""

from collections import Counter
from dataclasses import dataclass

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.days import named_day
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges import budget_queries
from koprogo.services.charges import variance as variances
from koprogo.state.base import AppState
from koprogo.state.buildings.here import ROWS, Act, here


@dataclass(frozen=True)
class VarianceLine:
    """A line: the year in cents, and how it stands after the last period that ended. `percent` empty: no budget.

    `hundredths`: the same in hundredths of a per cent. `before`: what the twelve months before came to.
    """

    code: str
    name: dict[str, str]
    key_name: dict[str, str]
    budget: int
    actual: int
    left: int
    percent: str
    hundredths: int
    projected: int
    alert: bool
    unplanned: bool
    before: int = 0


@dataclass(frozen=True)
class PeriodLine:
    """Up to one period of the year: budget and actual in cents; `name` its last day, ISO."""

    name: str
    budget: int
    actual: int
    left: int
    overrun: bool


@dataclass(frozen=True)
class BudgetYear:
    """A year to choose by its first day, ISO; `twin`: another one begins in the same calendar year."""

    starts: str
    year: int
    twin: bool


class VarianceState(AppState, rx.State):
    """The page."""

    association: str = ""
    sheet_at: str = ""
    years: list[BudgetYear] = []
    year: str = ""
    """The first day of the year that is shown, ISO."""
    by: str = variances.MONTH
    on: str = ""
    gone: int = 0
    days: int = 1
    lines: list[VarianceLine] = []
    periods: list[PeriodLine] = []
    sum: VarianceLine = VarianceLine("", {}, {}, 0, 0, 0, "", 0, 0, False, False)
    alerts: int = 0
    knows_before: bool = False
    """Something is known of the year before."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the latest year that has a budget in force and has begun."""
        self.loaded, self.by, self.year = False, variances.MONTH, ""
        async with self.refusals(), here(self) as act:
            self.association, self.sheet_at = await association_name(*act.within), urls.association(act.association_id)
            begun = (await budget_queries.years_begun(*act.within, on=today()))[:ROWS]
            often = Counter(each.year for each in begun)
            self.years = [BudgetYear(each.isoformat(), each.year, often[each.year] > 1) for each in begun]
            if self.years:
                self.year = self.years[0].starts
                await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def choose_year(self, starts: str) -> None:
        """Show another year."""
        async with self.refusals(), here(self) as act:
            if any(each.starts == starts for each in self.years):
                self.year = starts
            await self._show(act)

    @rx.event
    @policy(member)
    async def choose_by(self, by: str) -> None:
        """Show months or quarters."""
        async with self.refusals(), here(self) as act:
            self.by = str(by)[:10]
            await self._show(act)

    async def _show(self, act: Act) -> None:
        if not self.year:
            return  # no budget's year has begun: there is nothing to choose from, and nothing to show
        starts = named_day(self.year)
        found = await variances.variance(*act.within, starts.year, on=today(), by=self.by, starts=starts)
        start, end = found.edges[0], found.edges[-1]
        self.on = min(today(), end).isoformat()
        self.days, self.gone = (end - start).days, max(0, min((today() - start).days, (end - start).days))
        self.lines = [_line(line) for line in found.lines][: 4 * ROWS]
        self.sum, self.alerts, self.knows_before = _line(found.sum), len(found.alerts), found.sum.before is not None
        self.periods = [
            PeriodLine(edge.isoformat(), each.budget.cents, each.actual.cents, each.variance.cents, each.overrun)
            for edge, each in zip(found.edges[1:], found.sum.so_far, strict=False)
        ]


def _line(line: variances.LineVariance) -> VarianceLine:
    return VarianceLine(
        code=line.code,
        name=dict(line.name),
        key_name=dict(line.key_name),
        budget=line.year.budget.cents,
        actual=line.year.actual.cents,
        left=line.year.variance.cents,
        percent=line.year.percent or "",
        hundredths=line.year.hundredths or 0,
        projected=line.projected.cents,
        alert=line.alert,
        unplanned=not line.year.budget and bool(line.year.actual),
        before=line.before.cents if line.before is not None else 0,
    )
