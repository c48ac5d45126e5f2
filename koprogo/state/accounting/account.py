"""The ledger of one account in a fiscal year, with what it stood at after each line."""

from dataclasses import dataclass, field

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.security.policies import member, policy
from koprogo.services.accounting import ledger_of_account
from koprogo.services.buildings.queries import association_sheet
from koprogo.state.accounting.year_choice import YearView, chosen_year, year_view, years_of
from koprogo.state.base import AppState
from koprogo.state.buildings.here import Act, here, part_of


@dataclass(frozen=True)
class LedgerView:
    """A line of the ledger: cents, the amount signed; `href` empty where it is about other owners."""

    day: str
    voucher: str
    reference: str
    text: str
    debit: int
    credit: int
    balance: int
    is_reversal: bool
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
    page: int = 1
    pages: int = 1
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the account in the address."""
        self.loaded, self.year, self.page = False, "", 1
        async with self.refusals(), here(self) as act:
            self.association = (await association_sheet(*act.within, day=today())).facts.name
            self.sheet_at = urls.association(act.association_id)
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
        sheet = await ledger_of_account.ledger_of_account(
            *act.within, part_of(self.router.url.path), starts=year.starts, until=year.next_starts, page=self.page
        )
        self.year, self.shown = str(year.id), year_view(year)
        self.pages = max(1, -(-sheet.count // ledger_of_account.PAGE))
        self.view = AccountView(
            sheet.code, dict(sheet.names), ", ".join(sheet.people), sheet.tier, sheet.opening, sheet.debit, sheet.credit,
            sheet.balance,
        )  # fmt: skip
        self.rows = [_line(act, line) for line in sheet.lines]


def _line(act: Act, line: ledger_of_account.LedgerLine) -> LedgerView:
    return LedgerView(
        day=line.day.isoformat(),
        voucher=f"{line.year}/{line.number}",
        reference=line.reference,
        text=line.text,
        debit=max(line.amount, 0),
        credit=max(-line.amount, 0),
        balance=line.balance,
        is_reversal=line.is_reversal,
        has_paper=line.has_paper,
        href=urls.association(act.association_id, f"entries/{line.entry_id}") if line.entry_id else "",
    )
