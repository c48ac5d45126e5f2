"""One loan: who takes part, its schedule with what is called and paid, and every act until it is repaid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import Problem
from koprogo.core.money import ZERO
from koprogo.core.permissions import allows
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges import calls
from koprogo.services.charges.loans import calling, drawing, entering, leaving, queries, repaying
from koprogo.services.charges.loans.at_the_bank import BankSide
from koprogo.services.charges.loans.typed import rate_of, table_of
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, part_of, said, said_day, said_id
from koprogo.state.charges.loan_rows import (
    BankLineRow,
    DueLine,
    EarlyLine,
    LoanRow,
    LotLine,
    bank_line,
    due_line,
    early_line,
    loan_row,
    lot_line,
)
from koprogo.state.charges.typed import euros

A_PAGE = 12
"""Instalments on a page: a year of months."""
NO_LOT = Problem("lot", "Choose a lot.")
TERMS = ("way", "rate", "every", "instalments", "first_due")
NEXT = "next"


@dataclass(frozen=True)
class Previewed:
    """The schedule as it would be: cents."""

    count: int = 0
    first: int = 0
    last: int = 0
    last_on: str = ""
    interest: int = 0
    total: int = 0


class LoanState(AppState, rx.State):
    """The page of one loan; an owner sees the part of her own lots."""

    association: str = ""
    sheet_at: str = ""
    loan: LoanRow = LoanRow()
    lots: list[LotLine] = []
    taking_part: int = 0
    """How many lots borrow; the others pay cash."""
    dues: list[DueLine] = []
    early: list[EarlyLine] = []
    lines: list[BankLineRow] = []
    previewed: Previewed = Previewed()
    wish: dict[str, str] = {}
    table: str = ""
    page: int = 1
    pages: int = 1
    today: str = ""
    may_write: bool = False
    keeps: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the loan in the address."""
        self.loaded, self.today, self.previewed, self.wish, self.table, self.page = (
            False, today().isoformat(), Previewed(), {}, "", 0,
        )  # fmt: skip
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.may_write = allows(act.actor, "books.write", act.association_id)
            self.keeps = allows(act.actor, "books.read", act.association_id)
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Show another page of the schedule."""
        async with self.refusals(), here(self) as act:
            self.page = page if isinstance(page, int) else 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def choose(self, answers: dict) -> None:
        """Record what was said for a lot."""
        async with self.refusals(), here(self) as act:
            await entering.choose(
                *act.within, part_of(self.router.url.path), lots=[said_id(answers, "lot", NO_LOT)],
                participates=said(answers, "takes_part") != "cash", chosen_on=said_day(answers, "chosen_on"), at=now(),
            )  # fmt: skip
            self.previewed = Previewed()
            await self._show(act)

    @rx.event
    @policy(member)
    async def preview(self, answers: dict) -> None:
        """Show the schedule of what is borrowed as things stand; nothing is written."""
        async with self.refusals(), here(self) as act:
            self.previewed, self.wish = Previewed(), {name: said(answers, name)[:40] for name in TERMS}
            typed = answers.get("table")
            self.table = typed[:40_000] if isinstance(typed, str) else ""
            where = part_of(self.router.url.path)
            dues = await drawing.preview_drawing(*act.within, where, terms=_contract(self.wish, self.table))
            self.previewed = Previewed(
                len(dues), dues[0].total.cents, dues[-1].total.cents, dues[-1].day.isoformat(),
                sum(due.interest.cents for due in dues), sum(due.total.cents for due in dues),
            )  # fmt: skip

    @rx.event
    @policy(member)
    async def draw(self, answers: dict) -> None:
        """Freeze who takes part and book what the bank paid out, by the schedule that is shown."""
        async with self.refusals(), here(self) as act:
            await drawing.draw(
                *act.within, part_of(self.router.url.path), terms=_contract(self.wish, self.table), side=_side(answers),
                today=today(), at=now(),
            )  # fmt: skip
            self.previewed, self.page = Previewed(), 0
            await self._show(act)

    @rx.event
    @policy(member)
    async def call_cash(self, answers: dict) -> EventSpec | None:
        """Call what is paid cash, post it, and go to its page."""
        async with self.refusals(), here(self) as act:
            return await self._called(act, calling.call_cash, _days(answers, "cash_called_on", "cash_due_on"))
        return None

    @rx.event
    @policy(member)
    async def call_next(self, answers: dict) -> EventSpec | None:
        """Call the next instalment, post it, and go to its page."""
        async with self.refusals(), here(self) as act:
            return await self._called(act, calling.call_instalment, _days(answers, "called_on", "due_on"))
        return None

    @rx.event
    @policy(member)
    async def leave(self, answers: dict) -> EventSpec | None:
        """Call all a lot owes, work the others' schedule out again, and go to the call."""
        async with self.refusals(), here(self) as act:
            typed = answers.get("new_table")
            wish: dict[str, Any] = {
                "lot_id": said_id(answers, "early_lot", NO_LOT),
                "fee": euros(said(answers, "fee"), "fee") if said(answers, "fee") else ZERO,
                "table": table_of(typed[:40_000] if isinstance(typed, str) else ""),
                **_days(answers, "early_called_on", "early_due_on"),
            }  # fmt: skip
            return await self._called(act, leaving.leave, wish)
        return None

    @rx.event
    @policy(member)
    async def book(self, answers: dict) -> None:
        """Book what the bank took: the next instalment, or an early repayment."""
        async with self.refusals(), here(self) as act:
            where, what = part_of(self.router.url.path), said(answers, "what")
            facts: dict[str, Any] = {"side": _side(answers), "today": today(), "at": now()}
            if what == NEXT:
                await repaying.repay(*act.within, where, number=self.loan.next_number, **facts)
            else:
                await repaying.repay_early(*act.within, where, leaving_id=parse_id(what), **facts)
            await self._show(act)

    @rx.event
    @policy(member)
    async def take_back(self, answers: dict) -> None:
        """Take the last instalment that was booked by hand back."""
        async with self.refusals(), here(self) as act:
            where = part_of(self.router.url.path)
            found = await queries.loan(*act.within, where, day=today())
            entry = next((due.entry_id for due in reversed(found.dues) if due.entry_id), act.association_id)
            day, why = said_day(answers, "back_day"), said(answers, "why")
            await repaying.take_back(*act.within, where, entry_id=entry, day=day, why=why)
            await self._show(act)

    async def _called(self, act: Act, make: Any, wish: Mapping[str, Any]) -> EventSpec:
        made = await make(*act.within, part_of(self.router.url.path), at=now(), **wish)
        await calls.post_call(*act.within, made, at=now())
        return rx.redirect(urls.association(act.association_id, f"calls/{made}"))

    async def _show(self, act: Act) -> None:
        where = part_of(self.router.url.path)
        found = await queries.loan(*act.within, where, day=today())
        self.loan = loan_row(act.association_id, found)
        self.lots = [lot_line(each) for each in found.lots][: 10 * ROWS]
        self.taking_part = sum(each.participates for each in found.lots)
        self.early = [early_line(act.association_id, each) for each in found.early][:ROWS]
        self.pages = max(1, -(-len(found.dues) // A_PAGE))
        if self.page < 1:
            first = next((place for place, due in enumerate(found.dues) if due.paid_on is None), 0)
            self.page = first // A_PAGE + 1
        self.page = min(self.page, self.pages)
        shown = found.dues[(self.page - 1) * A_PAGE : self.page * A_PAGE]
        self.dues = [due_line(act.association_id, each, reads=self.keeps) for each in shown]
        self.lines = []
        if self.may_write:
            fitting = await queries.lines_that_fit(*act.within, where)
            self.lines = [bank_line(line) for lines in fitting.values() for line in lines][:ROWS]


def _contract(wish: dict[str, str], table: str) -> drawing.Contract:
    """Return the contract as it was typed; BadInput names what is missing."""
    way = wish.get("way", "")
    by_table = way == "table"
    count = wish.get("instalments", "")
    first: date | None = None
    if not by_table and wish.get("first_due"):
        first = said_day(wish, "first_due")
    return drawing.contract(
        way=way, every=wish.get("every") or "month", rate=0 if by_table else rate_of(wish.get("rate", "")),
        instalments=int(count) if count.isascii() and count.isdigit() else 0, first_due=first,
        table=table_of(table) if by_table else (),
    )  # fmt: skip


def _side(answers: dict) -> BankSide:
    line = said(answers, "line")
    return BankSide(line_id=parse_id(line)) if line else BankSide(day=said_day(answers, "day"))


def _days(answers: dict, called_on: str, due_on: str) -> dict[str, date | None]:
    return {
        "called_on": said_day(answers, called_on),
        "due_on": said_day(answers, due_on) if said(answers, due_on) else None,
    }
