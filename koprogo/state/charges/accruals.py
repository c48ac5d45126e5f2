"""The page that brings costs to their days: invoices paid in advance, and what a year bears without its paper."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.errors import BadInput, Problem
from koprogo.rules.accounting.closing import Step
from koprogo.security.policies import member, policy
from koprogo.services.accounting.periods import YearRow
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges import keys, spreading, year_end
from koprogo.state.accounting.year_choice import years_of
from koprogo.state.base import AppState
from koprogo.state.buildings.here import ROWS, Act, here, said, said_day, said_id
from koprogo.state.charges.invoice_rows import Choice
from koprogo.state.charges.typed import euros


@dataclass(frozen=True)
class SpreadView:
    """A line of an invoice whose costs are not where its days are; days ISO, amounts in cents."""

    id: str
    href: str
    supplier: str
    number: str
    words: str
    code: str
    lot: str
    first_day: str
    last_day: str
    amount: int
    in_costs: int
    belongs: int
    move: int


@dataclass(frozen=True)
class AccrualView:
    """Something a year bears without its paper; `amount` below nought when it bears less."""

    id: str
    href: str
    words: str
    code: str
    amount: int
    day: str
    back_on: str
    key_name: dict[str, str] = field(default_factory=dict)


class AccrualsState(AppState, rx.State):
    """What would be moved on a day, what was accrued, and the form for more."""

    association: str = ""
    sheet_at: str = ""
    last_day: str = ""
    rows: list[SpreadView] = []
    cents: int = 0
    accrued: list[AccrualView] = []
    years: list[Choice] = []
    year: str = ""
    keys: list[Choice] = []
    may_write: bool = False
    may_close: bool = False
    count: int = 0
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show what is to be moved on the last day of the year that is next to be closed."""
        self.loaded = False
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.may_write = act.may("books.write")
            self.may_close = act.may("books.close")
            found = await years_of(act)
            self.last_day = _first_choice(found).isoformat()
            self.years = [Choice(str(row.id), _name(row)) for row in found if row.stands is not Step.FINAL]
            self.year = self.years[-1].value if self.years else ""
            language = act.actor.language
            named = await keys.keys(*act.within, day=today())
            self.keys = [
                Choice("", "–"),
                *(
                    Choice(str(each.id), each.name.get(language) or next(iter(each.name.values()), "–"))
                    for each in named
                ),
            ]
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def look(self, answers: dict) -> None:
        """Show what would be moved for another day."""
        async with self.refusals(), here(self) as act:
            self.last_day = said_day(answers, "last_day").isoformat()
            await self._show(act)

    @rx.event
    @policy(member)
    async def spread(self) -> None:
        """Book what is shown."""
        async with self.refusals(), here(self) as act:
            await spreading.spread(*act.within, last_day=date.fromisoformat(self.last_day))
            await self._show(act)

    @rx.event
    @policy(member)
    async def accrue(self, answers: dict) -> None:
        """Book what is not invoiced yet or still in stock, and take it back in the next year."""
        async with self.refusals(), here(self) as act:
            year = said_id(answers, "year", Problem("year", "Choose the fiscal year."))
            try:
                key = said_id(answers, "key", Problem("key", ""))
            except BadInput:
                key = None
            await year_end.accrue(
                *act.within, year, kind=said(answers, "kind"), code=said(answers, "code"),
                amount=euros(said(answers, "amount"), "amount"), words=said(answers, "words"), key_id=key,
            )  # fmt: skip
            self.count += 1
            await self._show(act)

    async def _show(self, act: Act) -> None:
        found = await spreading.spreads(*act.within, last_day=date.fromisoformat(self.last_day))
        self.rows = [_spread_view(each, act) for each in found][:ROWS]
        self.cents = sum(each.move.cents for each in found)
        self.accrued = [_accrual_view(each, act) for each in await year_end.accruals(*act.within)][:ROWS]


def _first_choice(found: list[YearRow]) -> date:
    """Return the last day of the oldest year that is not closed; of this calendar year without one."""
    waiting = [row for row in found if row.stands is not Step.FINAL]
    return waiting[-1].next_starts - timedelta(days=1) if waiting else date(today().year, 12, 31)


def _name(year: YearRow) -> str:
    last = year.next_starts - timedelta(days=1)
    whole = (year.starts.month, year.starts.day, last.month, last.day) == (1, 1, 12, 31)
    return str(year.starts.year) if whole and year.starts.year == last.year else f"{year.starts:%Y-%m} – {last:%Y-%m}"


def _spread_view(each: spreading.Spread, act: Act) -> SpreadView:
    return SpreadView(
        f"{each.line_id}{each.lot_id or ''}{each.key_id or ''}",
        urls.association(act.association_id, f"invoices/{each.invoice_id}"), each.supplier, each.supplier_number,
        each.words, each.code, each.lot_number, each.service.start.isoformat(), each.service.last_day.isoformat(),
        each.amount.cents, each.in_costs.cents, each.belongs.cents, each.move.cents,
    )  # fmt: skip


def _accrual_view(each: year_end.AccrualRow, act: Act) -> AccrualView:
    return AccrualView(
        str(each.id), urls.association(act.association_id, f"entries/{each.id}"), each.words, each.code,
        each.amount.cents, each.day.isoformat(), each.back_on.isoformat() if each.back_on else "", each.key_name,
    )  # fmt: skip
