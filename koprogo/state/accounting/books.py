"""The trial balance of a fiscal year: every account, what it stood at, what moved, what it stands at."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.permissions import PERMISSIONS
from koprogo.rules.accounting.chart import OWNER_HEADING
from koprogo.security.policies import member, policy
from koprogo.services.accounting.labels import account_names
from koprogo.services.accounting.trial_balance import BalanceRow, TrialBalance, trial_balance
from koprogo.services.buildings.queries import association_name
from koprogo.state.accounting.year_choice import YearView, chosen_year, year_view, years_of
from koprogo.state.base import AppState
from koprogo.state.buildings.here import Act, here

MOST_ROWS = 1200
"""Two accounts for each of five hundred owners, and the chart."""


@dataclass(frozen=True)
class BalanceLine:
    """An account; cents, opening and balance signed. `people` owe on an owner's account. `href` empty: a sum of owners.

    `owners`: how many accounts of owners this line sums up, `opened`: they stand below it; `under`: it is one of them.
    """

    code: str
    names: dict[str, str] = field(default_factory=dict)
    people: str = ""
    tier: str = ""
    opening: int = 0
    debit: int = 0
    credit: int = 0
    balance: int = 0
    href: str = ""
    owners: int = 0
    opened: bool = False
    under: bool = False


class BooksState(AppState, rx.State):
    """The page with the trial balance."""

    association: str = ""
    sheet_at: str = ""
    years: list[YearView] = []
    year: str = ""
    shown: YearView = YearView()
    rows: list[BalanceLine] = []
    total: BalanceLine = BalanceLine("")
    opened: list[str] = []
    """Control accounts whose owners are shown."""
    may_write: bool = False
    reads_all: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the trial balance of the year of today."""
        self.loaded, self.year, self.opened = False, "", []
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
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

    @rx.event
    @policy(member)
    async def open_owners(self, code: str) -> None:
        """Show the owners under a control account, or fold them away again."""
        async with self.refusals(), here(self) as act:
            others = [each for each in self.opened if each != code]
            known = code not in self.opened and code in OWNER_HEADING.values()
            self.opened = [*others, str(code)] if known else others
            await self._show(act)

    async def _show(self, act: Act) -> None:
        found = await years_of(act)
        self.years = [year_view(each) for each in found]
        year = chosen_year(found, self.year, today())
        self.rows, self.total, self.shown, self.year = [], BalanceLine(""), YearView(), ""
        if year is not None:
            sheet = await trial_balance(*act.within, starts=year.starts, until=year.next_starts)
            self.year, self.shown = str(year.id), year_view(year)
            self.rows = _folded([_line(act, row) for row in sheet.rows], self.opened)[:MOST_ROWS]
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


def _folded(lines: Sequence[BalanceLine], opened: Collection[str]) -> list[BalanceLine]:
    """Return the lines with owners' accounts as one sum per control account, and below it those that are opened."""
    found: list[BalanceLine] = []
    for heading, group in groupby(lines, key=lambda line: line.code.partition(".")[0]):
        rows = list(group)
        if heading not in OWNER_HEADING.values() or not rows[0].people:
            found += rows
            continue
        sums = {name: sum(getattr(row, name) for row in rows) for name in ("opening", "debit", "credit", "balance")}
        is_open = heading in opened
        found.append(BalanceLine(heading, account_names(heading, {}), tier=rows[0].tier, owners=len(rows),
                                 opened=is_open, **sums))  # fmt: skip
        found += [replace(row, under=True) for row in rows] if is_open else []
    return found


def _total(sheet: TrialBalance) -> BalanceLine:
    return BalanceLine("", opening=sheet.opening, debit=sheet.debit, credit=sheet.credit, balance=sheet.balance)
