"""One owner's account: what is due and how to pay it, then the running fiscal year; earlier years open on a press."""

from datetime import date, timedelta
from uuid import UUID

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.numbers import format_iban, format_structured
from koprogo.security.policies import member, policy
from koprogo.services.accounting import owner_account
from koprogo.services.accounting.owner_account import DueItem, OwnerAccount
from koprogo.services.accounting.periods import YearRow
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges.loans import queries
from koprogo.state.accounting.owner_account_rows import (
    AccountYear,
    DueLine,
    LoanLink,
    account_year,
    due_lines,
    entries_of,
    lines_of_year,
    loan_links,
)
from koprogo.state.accounting.said import words_of
from koprogo.state.accounting.year_choice import years_of
from koprogo.state.base import AppState
from koprogo.state.buildings.here import Act, here, part_of

MOST_ENTRIES, MOST_DUE = 200, 24


class OwnerAccountState(AppState, rx.State):
    """The page with one owner's account."""

    association: str = ""
    sheet_at: str = ""
    people: str = ""
    balance: int = 0
    permanent: str = ""
    iban: str = ""
    due: list[DueLine] = []
    due_cents: int = 0
    late_cents: int = 0
    loans: list[LoanLink] = []
    """Her own, on her own account."""
    years: list[AccountYear] = []
    """The newest first; what runs is opened, what is over when it was pressed."""
    earlier: int = 0
    """How many years are over."""
    opened: list[str] = []
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the account in the address, with the running year."""
        self.loaded, self.opened, self.years, self.due = False, [], [], []
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def open_year(self, year_id: str) -> None:
        """Show what was asked and paid in a year that is over, or fold it away again."""
        async with self.refusals(), here(self) as act:
            year = str(year_id)[:40]
            others = [each for each in self.opened if each != year]
            known = {each.id for each in self.years}
            self.opened = others if year in self.opened else [*others, *([year] if year in known else [])]
            await self._show(act)

    async def _show(self, act: Act) -> None:
        where, day = part_of(self.router.url.path), today()
        sheet = await owner_account.owner_account(*act.within, where, until=day + timedelta(days=366))
        due = await owner_account.what_is_due(*act.within, where)
        years = [year for year in await years_of(act) if year.starts <= day or lines_of_year(sheet, year)]
        shown = {year.id for year in years if year.next_starts > day or str(year.id) in self.opened}
        self.people, self.balance = ", ".join(sheet.people), sheet.balance
        self.permanent = format_structured(sheet.permanent) if sheet.permanent else ""
        self.iban = format_iban(sheet.iban)
        words = await words_of(act, _worded(sheet, [year for year in years if year.id in shown], due))
        self.due = due_lines(act, sheet, due, words, today=day)[:MOST_DUE]
        self.due_cents, self.late_cents = sum(each.cents for each in due), _late(due, day)
        self.years = [
            account_year(act, sheet, year, words, today=day, opened=year.id in shown, most=MOST_ENTRIES)
            for year in years
        ]
        own = sheet.debtor_id in await owner_account.own_debtors(*act.within)
        self.loans = loan_links(act, await queries.loans(*act.within, day=day)) if own else []
        self.earlier = sum(not year.runs for year in self.years)


def _worded(sheet: OwnerAccount, years: list[YearRow], due: tuple[DueItem, ...]) -> list[UUID]:
    """Return the vouchers that are shown: those of the years that are opened, and those that ask for what is due."""
    asked_by = entries_of(sheet)
    shown = [line.entry_id for year in years for line in lines_of_year(sheet, year)]
    return [*shown, *(asked_by.get(each.source, each.source) for each in due)]


def _late(due: tuple[DueItem, ...], day: date) -> int:
    return sum(each.cents for each in due if each.kind == "call" and each.day < day)
