"""The page of the financial statements: one period for all of them, one statement at a time."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.security.policies import member, policy
from koprogo.services.accounting.cash_flow import cash_flow
from koprogo.services.accounting.funds import funds
from koprogo.services.accounting.owner_account import debtors, owed_by_owners
from koprogo.services.accounting.reports.asked import Asked, What
from koprogo.services.accounting.simplified import allowance, simplified
from koprogo.services.accounting.statements import balance_sheet, income_statement
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges.variance import variance
from koprogo.state.accounting import statement_rows as rows
from koprogo.state.accounting.year_choice import YearView, chosen_year, year_view, years_of
from koprogo.state.base import AppState
from koprogo.state.buildings.here import Act, here, said_day

OVERVIEW, LISTS = "overview", "lists"
SHOWN = (
    OVERVIEW, What.BALANCE_SHEET.value, What.INCOME.value, What.CASH.value, What.FUNDS.value, What.AGED.value,
    What.SIMPLIFIED.value, LISTS,
)  # fmt: skip
MOST_OWNERS = 600


@dataclass(frozen=True)
class Totals:
    """What the overview says in figures; cents. `budget` 0: none is in force; `days` gone of `of_days`."""

    cash: int = 0
    reserve: int = 0
    owed: int = 0
    costs: int = 0
    budget: int = 0
    spent: int = 0
    days: int = 0
    of_days: int = 1
    too_fast: bool = False


class StatementsState(AppState, rx.State):
    """The page."""

    association: str = ""
    association_id: str = ""
    sheet_at: str = ""
    years: list[YearView] = []
    year: str = ""
    starts: str = ""
    last_day: str = ""
    until: str = ""
    what: str = OVERVIEW
    reads_all: bool = False
    lots: int = 0
    may_simplify: bool = True
    totals: Totals = Totals()
    tables: list[rows.FigureTable] = []
    cash: list[rows.CashTable] = []
    funds: list[rows.FundLine] = []
    aged: list[rows.AgedLine] = []
    sheet_on: str = ""
    """The day whose balance sheet is shown: the last one, or today in a fiscal year that runs."""
    on_today: bool = False
    """`sheet_on` is today, and the fiscal year goes on after it."""
    aged_on: str = ""
    """The day whose ages are shown: the last one, or today before it."""
    ages: rows.AgedLine = rows.AgedLine("", "", "", "", 0)
    curve: rows.Curve = rows.Curve()
    costs: list[rows.LengthLine] = []
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the overview of the year of today, or what the address asks for."""
        self.loaded, self.year, self.starts, self.until = False, "", "", ""
        asked = self.router.url.query_parameters
        self.what = str(asked.get("what", "")) if asked.get("what", "") in SHOWN else OVERVIEW
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
            self.association_id, self.sheet_at = str(act.association_id), urls.association(act.association_id)
            self.reads_all = act.may("books.read")
            allowed = await allowance(*act.within)
            self.lots, self.may_simplify = allowed.lots, allowed.allowed
            found = await years_of(act)
            self.years = [year_view(each) for each in found]
            if (year := chosen_year(found, "", today())) is not None:
                self._take(str(year.id), year.starts, year.next_starts)
                await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def choose_year(self, year_id: str) -> None:
        """Show a fiscal year."""
        async with self.refusals(), here(self) as act:
            year = next((each for each in await years_of(act) if str(each.id) == str(year_id)), None)
            if year is None:
                raise NotFound
            self._take(str(year.id), year.starts, year.next_starts)
            await self._show(act)

    @rx.event
    @policy(member)
    async def choose_days(self, answers: dict) -> None:
        """Show any days; the form asks for the last one, as people say it."""
        async with self.refusals(), here(self) as act:
            starts, last = said_day(answers, "starts"), said_day(answers, "last_day")
            if last < starts:
                raise BadInput(Problem("last_day", "Choose a last day after the first one."))
            Asked(What.FUNDS, starts, last + timedelta(days=1))  # says what is too long a period
            self._take("", starts, last + timedelta(days=1))
            await self._show(act)

    @rx.event
    @policy(member)
    async def choose(self, what: str) -> None:
        """Show another statement."""
        async with self.refusals(), here(self) as act:
            self.what = str(what) if str(what) in SHOWN else OVERVIEW
            await self._show(act)

    def _take(self, year: str, starts: date, until: date) -> None:
        self.year, self.starts, self.until = year, starts.isoformat(), until.isoformat()
        last = until - timedelta(days=1)
        day = _so_far(starts, until) if year else last  # days that were typed are taken at their word
        self.last_day, self.sheet_on, self.on_today = last.isoformat(), day.isoformat(), day < last and day == today()

    async def _show(self, act: Act) -> None:
        """Read what the chosen statement needs, and nothing else."""
        if not self.starts:
            return
        self.tables, self.cash, self.funds, self.aged = [], [], [], []
        show = {
            OVERVIEW: self._overview,
            What.BALANCE_SHEET.value: self._balance_sheet,
            What.INCOME.value: self._income,
            What.CASH.value: self._cash,
            What.FUNDS.value: self._funds,
            What.AGED.value: self._aged,
            What.SIMPLIFIED.value: self._simplified,
        }
        if self.what in show:
            await show[self.what](act, date.fromisoformat(self.starts), date.fromisoformat(self.until))

    async def _balance_sheet(self, act: Act, starts: date, until: date) -> None:
        day = date.fromisoformat(self.sheet_on)
        self.tables = rows.balance_tables(act, await balance_sheet(*act.within, starts=starts, day=day))

    async def _income(self, act: Act, starts: date, until: date) -> None:
        self.tables = rows.income_tables(act, await income_statement(*act.within, starts=starts, until=until))

    async def _funds(self, act: Act, starts: date, until: date) -> None:
        self.funds = rows.fund_lines(await funds(*act.within, starts=starts, until=until))

    async def _cash(self, act: Act, starts: date, until: date) -> None:
        flow = await cash_flow(*act.within, starts=starts, until=until)
        self.cash = rows.cash_tables(act, flow, _so_far(starts, until))
        self.curve = rows.curve(flow.together, _so_far(starts, until))

    async def _aged(self, act: Act, starts: date, until: date) -> None:
        if self.reads_all:
            day = _so_far(starts, until)
            self.aged_on = day.isoformat()
            found = await debtors(*act.within, day=day)
            self.aged = rows.aged_lines(act, found, MOST_OWNERS)
            self.ages = next(line for line in self.aged if line.word == "owed")

    async def _simplified(self, act: Act, starts: date, until: date) -> None:
        if not self.may_simplify:
            return
        found = await simplified(*act.within, starts=starts, until=until)
        claims, debts = rows.balance_tables(act, found.sheet)
        self.tables = [rows.book_table(found), claims, debts]
        self.cash = rows.cash_tables(act, found.cash, _so_far(starts, until))[-1:]
        self.funds = rows.fund_lines(found.funds)

    async def _overview(self, act: Act, starts: date, until: date) -> None:
        await self._cash(act, starts, until)
        await self._aged(act, starts, until)
        result = await income_statement(*act.within, starts=starts, until=until)
        self.costs = rows.cost_lengths(result)
        owed = await owed_by_owners(*act.within, day=_so_far(starts, until))
        reserve = (await funds(*act.within, starts=starts, until=until)).reserve
        costs = sum(each.cents for each in result.figures.costs)
        self.totals = await self._budget(act, starts, Totals(self.curve.closing, reserve.closing, owed, costs))

    async def _budget(self, act: Act, starts: date, so_far: Totals) -> Totals:
        """Add the budget of the year, as far as one is in force."""
        try:
            found = await variance(*act.within, starts.year, on=today())
        except NotFound:
            return so_far
        first, end, year = found.edges[0], found.edges[-1], found.sum.year
        gone = max(0, min((today() - first).days, (end - first).days))
        return replace(
            so_far, budget=year.budget.cents, spent=year.actual.cents, days=gone, of_days=(end - first).days,
            too_fast=found.sum.alert,
        )  # fmt: skip


def _so_far(starts: date, until: date) -> date:
    """Return the last day of a period, or today before it: days to come move no cash, and nothing grows older in them."""
    return min(until - timedelta(days=1), max(today(), starts))
