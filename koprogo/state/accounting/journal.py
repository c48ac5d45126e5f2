"""The vouchers of a fiscal year, of all journals or of one, the newest first."""

from dataclasses import dataclass

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.permissions import PERMISSIONS
from koprogo.rules.accounting.closing import Journal
from koprogo.security.policies import member, policy
from koprogo.services.accounting import journal
from koprogo.services.buildings.queries import association_sheet
from koprogo.state.accounting.year_choice import YearView, chosen_year, year_view, years_of
from koprogo.state.base import AppState
from koprogo.state.buildings.here import Act, here, page_within, pages_of


@dataclass(frozen=True)
class VoucherLine:
    """A voucher of the list: its place in its journal, its day ISO, the sum of its debits in cents."""

    journal: str
    year: int
    number: int
    day: str
    reference: str
    text: str
    is_reversal: bool
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
        async with self.refusals(), here(self) as act:
            self.association = (await association_sheet(*act.within, day=today())).facts.name
            self.sheet_at = urls.association(act.association_id)
            self.may_write = bool(act.actor.roles_in(act.association_id) & PERMISSIONS["books.write"])
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def choose_year(self, year_id: str) -> None:
        """Show another fiscal year."""
        async with self.refusals(), here(self) as act:
            self.year, self.page = str(year_id)[:40], 1
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
            rows, self.count = await journal.entries(
                *act.within, starts=year.starts, until=year.next_starts, journal=only, page=self.page
            )
            self.year, self.rows = str(year.id), [_line(act, row) for row in rows]
        self.pages = pages_of(self.count)


def _line(act: Act, row: journal.EntryRow) -> VoucherLine:
    return VoucherLine(
        journal=row.journal.value,
        year=row.year,
        number=row.number,
        day=row.day.isoformat(),
        reference=row.reference,
        text=row.text,
        is_reversal=row.reverses is not None,
        has_paper=row.has_paper,
        cents=row.cents,
        href=urls.association(act.association_id, f"entries/{row.id}"),
    )
