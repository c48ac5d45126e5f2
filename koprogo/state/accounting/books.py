"""The trial balance of a fiscal year: every account, what it stood at, what moved, what it stands at."""

from dataclasses import dataclass, field

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.permissions import PERMISSIONS
from koprogo.security.policies import member, policy
from koprogo.services.accounting.trial_balance import BalanceRow, TrialBalance, trial_balance
from koprogo.services.buildings.queries import association_sheet
from koprogo.state.accounting.year_choice import YearView, chosen_year, year_view, years_of
from koprogo.state.base import AppState
from koprogo.state.buildings.here import Act, here

MOST_ROWS = 1200
"""Two accounts for each of five hundred owners, and the chart."""


@dataclass(frozen=True)
class BalanceLine:
    """An account; cents, opening and balance signed. `people` owe on an owner's account. `href` empty: a sum of owners."""

    code: str
    names: dict[str, str] = field(default_factory=dict)
    people: str = ""
    tier: str = ""
    opening: int = 0
    debit: int = 0
    credit: int = 0
    balance: int = 0
    href: str = ""


class BooksState(AppState, rx.State):
    """The page with the trial balance."""

    association: str = ""
    sheet_at: str = ""
    years: list[YearView] = []
    year: str = ""
    shown: YearView = YearView()
    rows: list[BalanceLine] = []
    total: BalanceLine = BalanceLine("")
    may_write: bool = False
    reads_all: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the trial balance of the year of today."""
        self.loaded, self.year = False, ""
        async with self.refusals(), here(self) as act:
            self.association = (await association_sheet(*act.within, day=today())).facts.name
            self.sheet_at = urls.association(act.association_id)
            roles = act.actor.roles_in(act.association_id)
            self.may_write = bool(roles & PERMISSIONS["books.write"])
            self.reads_all = bool(roles & PERMISSIONS["books.read"])
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def choose_year(self, year_id: str) -> None:
        """Show another fiscal year."""
        async with self.refusals(), here(self) as act:
            self.year = str(year_id)[:40]
            await self._show(act)

    async def _show(self, act: Act) -> None:
        found = await years_of(act)
        self.years = [year_view(each) for each in found]
        year = chosen_year(found, self.year, today())
        self.rows, self.total, self.shown, self.year = [], BalanceLine(""), YearView(), ""
        if year is not None:
            sheet = await trial_balance(*act.within, starts=year.starts, until=year.next_starts)
            self.year, self.shown = str(year.id), year_view(year)
            self.rows = [_line(act, row) for row in sheet.rows][:MOST_ROWS]
            self.total = _total(sheet)


def _line(act: Act, row: BalanceRow) -> BalanceLine:
    return BalanceLine(
        code=row.code,
        names=row.names,
        people=", ".join(row.people),
        tier=row.tier.value,
        opening=row.opening,
        debit=row.debit,
        credit=row.credit,
        balance=row.balance,
        href=urls.association(act.association_id, f"accounts/{row.id}") if row.id else "",
    )


def _total(sheet: TrialBalance) -> BalanceLine:
    return BalanceLine("", opening=sheet.opening, debit=sheet.debit, credit=sheet.credit, balance=sheet.balance)
