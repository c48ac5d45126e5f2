"""The vouchers of a fiscal year, of all journals or of one, the newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.rules.accounting.closing import Journal
from koprogo.security.policies import member, policy
from koprogo.services.accounting import journal
from koprogo.services.accounting.entry_words import EntryWords
from koprogo.services.accounting.journal_search import LONGEST
from koprogo.services.accounting.periods import YearRow
from koprogo.services.buildings.queries import association_name
from koprogo.state.accounting.said import said_of, words_of
from koprogo.state.accounting.year_choice import YearView, chosen_year, year_view, years_of
from koprogo.state.base import AppState
from koprogo.state.buildings.here import Act, here, page_within, pages_of, said, said_day

DAYS = ("first_day", "last_day")


@dataclass(frozen=True)
class VoucherLine:
    """A voucher of the list: its place in its journal, its day ISO, the sum of its debits in cents.

    `said`, `facts` and `own` word it.
    """

    journal: str
    year: int
    number: int
    day: str
    reference: str
    said: str
    facts: dict[str, str | int]
    own: str
    taken_back: bool
    has_paper: bool
    cents: int
    href: str


class JournalState(AppState, rx.State):
    """The page with the journal."""

    association: str = ""
    sheet_at: str = ""
    years: list[YearView] = []
    year: str = ""
    journal: str = ""
    search: str = ""
    first_day: str = ""
    last_day: str = ""
    """Days of the search, ISO; empty where the year decides."""
    rows: list[VoucherLine] = []
    count: int = 0
    page: int = 1
    pages: int = 1
    may_write: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the vouchers of the year of today."""
        self.loaded, self.year, self.journal, self.page = False, "", "", 1
        self.search = self.first_day = self.last_day = ""
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.may_write = act.may("books.write")
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def choose_year(self, year_id: str) -> None:
        """Show another fiscal year."""
        async with self.refusals(), here(self) as act:
            self.year, self.first_day, self.last_day, self.page = str(year_id)[:40], "", "", 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def choose_journal(self, name: str) -> None:
        """Show one journal, or all of them."""
        async with self.refusals(), here(self) as act:
            self.journal, self.page = (str(name) if str(name) in list(Journal) else ""), 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def look_for(self, answers: dict) -> None:
        """Show what has all of these words, in the year or between two days."""
        async with self.refusals(), here(self) as act:
            days = [said_day(answers, name).isoformat() if said(answers, name) else "" for name in DAYS]
            self.search, self.first_day, self.last_day, self.page = said(answers, "search")[:LONGEST], *days, 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Turn to another page of the list."""
        async with self.refusals(), here(self) as act:
            self.page = page_within(page, self.count)
            await self._show(act)

    async def _show(self, act: Act) -> None:
        found = await years_of(act)
        self.years = [year_view(each) for each in found]
        year = chosen_year(found, self.year, today())
        self.rows, self.count, self.year = [], 0, ""
        if year is not None:
            only = Journal(self.journal) if self.journal else None
            starts, until = self._days(found, year)
            rows, self.count = await journal.entries(
                *act.within, starts=starts, until=until, journal=only, search=self.search, page=self.page
            )
            words = await words_of(act, (row.id for row in rows))
            self.year, self.rows = str(year.id), [_line(act, row, words) for row in rows]
        self.pages = pages_of(self.count)

    def _days(self, years: Sequence[YearRow], year: YearRow) -> tuple[date, date]:
        """Return the days that are shown, the last exclusive: those of the year, unless days were asked for."""
        if not self.first_day and not self.last_day:
            return year.starts, year.next_starts
        starts = date.fromisoformat(self.first_day) if self.first_day else min(each.starts for each in years)
        last = date.fromisoformat(self.last_day) + timedelta(days=1) if self.last_day else None
        return starts, last or max(each.next_starts for each in years)


def _line(act: Act, row: journal.EntryRow, words: Mapping[UUID, EntryWords]) -> VoucherLine:
    return VoucherLine(
        journal=row.journal.value,
        year=row.year,
        number=row.number,
        day=row.day.isoformat(),
        reference=row.reference,
        **said_of(words.get(row.id), row.text),
        has_paper=row.has_paper,
        cents=row.cents,
        href=urls.association(act.association_id, f"entries/{row.id}"),
    )
