"""The ledger of one account in a fiscal year, with what it stood at after each line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.days import named_day
from koprogo.security.policies import member, policy
from koprogo.services.accounting import ledger_of_account
from koprogo.services.accounting.entry_words import EntryWords
from koprogo.services.buildings.queries import association_name
from koprogo.state.accounting.said import said_of, words_of
from koprogo.state.accounting.year_choice import YearView, chosen_year, year_view, years_of
from koprogo.state.base import AppState
from koprogo.state.buildings.here import Act, here, part_of

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class LedgerView:
    """A line of the ledger: cents, the amount signed; `said`, `facts`, `own` word it; `href` empty where it is others'."""

    day: str
    voucher: str
    reference: str
    said: str
    facts: dict[str, str | int]
    own: str
    taken_back: bool
    debit: int
    credit: int
    balance: int
    has_paper: bool
    href: str


@dataclass(frozen=True)
class AccountView:
    """The account: its sums over the year in cents; `tier` says how sure we are of its row of the chart."""

    code: str = ""
    names: dict[str, str] = field(default_factory=dict)
    people: str = ""
    tier: str = ""
    opening: int = 0
    debit: int = 0
    credit: int = 0
    balance: int = 0


class AccountState(AppState, rx.State):
    """The page with the ledger of an account."""

    association: str = ""
    sheet_at: str = ""
    years: list[YearView] = []
    year: str = ""
    shown: YearView = YearView()
    view: AccountView = AccountView()
    rows: list[LedgerView] = []
    reads_all: bool = False
    page: int = 1
    pages: int = 1
    days: list[str] = []
    """First day and end, exclusive, of the period a statement leads here with; empty: a fiscal year."""
    take_along: str = ""
    """Where the whole ledger of these days is a file, up to its form."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the account in the address, over the days it names (`from`, `until`), else over the year of today."""
        self.loaded, self.year, self.page = False, "", 1
        asked = self.router.url.query_parameters
        self.days = _days(str(asked.get("from", "")), str(asked.get("until", "")))
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.reads_all = act.may("books.read")
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def choose_year(self, year_id: str) -> None:
        """Show another fiscal year."""
        async with self.refusals(), here(self) as act:
            self.year, self.page, self.days = str(year_id)[:40], 1, []
            await self._show(act)

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Turn to another page of lines."""
        async with self.refusals(), here(self) as act:
            self.page = max(1, min(page if isinstance(page, int) else 1, self.pages))
            await self._show(act)

    async def _show(self, act: Act) -> None:
        found = await years_of(act)
        self.years = [year_view(each) for each in found]
        year = chosen_year(found, self.year, today())
        if year is None:
            return
        starts, until = [date.fromisoformat(day) for day in self.days] or [year.starts, year.next_starts]
        account = part_of(self.router.url.path)
        sheet = await ledger_of_account.ledger_of_account(
            *act.within, account, starts=starts, until=until, page=self.page
        )
        self.year, self.shown = ("", _view(starts, until)) if self.days else (str(year.id), year_view(year))
        asked = {"association_id": act.association_id, "account_id": account, "starts": starts, "until": until}
        self.take_along = f"/api/v1/financial/ledger?{urlencode(asked)}&format="
        self.pages = max(1, -(-sheet.count // ledger_of_account.PAGE))
        self.view = AccountView(
            sheet.code, dict(sheet.names), ", ".join(sheet.people), sheet.tier, sheet.opening, sheet.debit, sheet.credit,
            sheet.balance,
        )  # fmt: skip
        words = await words_of(act, (line.entry_id for line in sheet.lines if line.entry_id))
        self.rows = [_line(act, line, words) for line in sheet.lines]


def _days(first: str, until: str) -> list[str]:
    """Return the days of an address where both are days in their order, else nothing."""
    if not (DAY.fullmatch(first) and DAY.fullmatch(until) and first < until):
        return []
    try:
        return [named_day(day).isoformat() for day in (first, until)]
    except ValueError:
        return []


def _view(starts: date, until: date) -> YearView:
    return YearView("days", starts.isoformat(), (until - timedelta(days=1)).isoformat())


def _line(act: Act, line: ledger_of_account.LedgerLine, words: Mapping[UUID, EntryWords]) -> LedgerView:
    return LedgerView(
        day=line.day.isoformat(),
        voucher=f"{line.year}/{line.number}",
        reference=line.reference,
        **said_of(words.get(line.entry_id) if line.entry_id else None, line.text),
        debit=max(line.amount, 0),
        credit=max(-line.amount, 0),
        balance=line.balance,
        has_paper=line.has_paper,
        href=urls.association(act.association_id, f"entries/{line.entry_id}") if line.entry_id else "",
    )
