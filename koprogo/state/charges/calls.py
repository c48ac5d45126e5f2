"""The page of calls: a co-owner's own, the list for who reads the books, and the next one with its preview."""

import re
from datetime import date
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.days import named_day
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import PERMISSIONS
from koprogo.security.policies import member, policy
from koprogo.services.accounting import periods
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges import call_queries, calls, making_calls
from koprogo.state.assemblies.acting import said
from koprogo.state.base import AppState
from koprogo.state.buildings.here import ROWS, Act, here, said_day
from koprogo.state.charges.budgets import Option
from koprogo.state.charges.call_rows import (
    AskedView,
    CallView,
    EndedKeyView,
    LotView,
    PartView,
    asked_view,
    by_lot,
    call_view,
    next_number,
)
from koprogo.state.charges.typed import euros


class CallsState(AppState, rx.State):
    """The list and the form of the next call; `mine` and `my_calls` go together, place by place."""

    association: str = ""
    sheet_at: str = ""
    rows: list[CallView] = []
    my_calls: list[CallView] = []
    mine: list[AskedView] = []
    years: list[Option] = []
    next_number: str = ""
    """Of the instalment that comes next in the newest year; empty when all of them are called."""
    planned: list[LotView] = []
    planned_reference: str = ""
    planned_total: int = 0
    planned_old_year: int = 0
    planned_left_out: list[PartView] = []
    planned_ended: list[EndedKeyView] = []
    wish: dict[str, str] = {}
    may_read: bool = False
    may_write: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the calls of the association in the address."""
        self.loaded, self.planned, self.planned_reference, self.wish = False, [], "", {}
        async with self.refusals(), here(self) as act:
            self.association, self.sheet_at = await association_name(*act.within), urls.association(act.association_id)
            roles = act.actor.roles_in(act.association_id)
            self.may_read = bool(roles & PERMISSIONS["books.read"])
            self.may_write = bool(roles & PERMISSIONS["books.write"])
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def preview(self, answers: dict) -> None:
        """Show what an instalment would ask of each lot; nothing is written."""
        async with self.refusals(), here(self) as act:
            self.planned, self.planned_reference = [], ""
            self.wish = {
                name: said(answers, name, 20)
                for name in ("starts", "number", "due_on", "called_on", "earlier_elsewhere")
            }
            planned = await making_calls.preview(*act.within, **_wish(self.wish))
            holders = await call_queries.holders_on(*act.within, planned.due_on)
            self.planned = by_lot(planned, holders)[: 10 * ROWS]
            self.planned_reference, self.planned_total = planned.reference, planned.total.cents
            other = planned.budget_starts
            self.planned_old_year = other.year if other and other != planned.starts else 0
            self.planned_left_out = [PartView(part, left.cents) for part, left in planned.left_out.items()]
            self.planned_ended = [EndedKeyView(dict(names), day.isoformat()) for names, day in planned.ended_keys]

    @rx.event
    @policy(member)
    async def make(self) -> EventSpec | None:
        """Freeze the instalment that is shown, post it, and go to its page."""
        async with self.refusals(), here(self) as act:
            call_id = await making_calls.instalment(*act.within, **_wish(self.wish), at=now())
            await calls.post_call(*act.within, call_id, at=now())
            return rx.redirect(urls.association(act.association_id, f"calls/{call_id}"))
        return None

    @rx.event
    @policy(member)
    async def raise_fund(self, answers: dict) -> EventSpec | None:
        """Call an amount for the working fund, post it, and go to its page."""
        async with self.refusals(), here(self) as act:
            due = said_day(answers, "fund_due_on") if said(answers, "fund_due_on", 20) else None
            amount = euros(said(answers, "fund_amount", 30), "fund_amount")
            call_id = await making_calls.working_fund(
                *act.within, amount=amount, called_on=today(), due_on=due, at=now()
            )
            await calls.post_call(*act.within, call_id, at=now())
            return rx.redirect(urls.association(act.association_id, f"calls/{call_id}"))
        return None

    async def _show(self, act: Act) -> None:
        found = await call_queries.my_calls(*act.within)
        pairs = [(call_view(each.row), asked_view(asked, each.row)) for each in found for asked in each.asked][:ROWS]
        self.my_calls, self.mine = [view for view, _ in pairs], [asked for _, asked in pairs]
        self.rows = [call_view(row) for row in await call_queries.calls(*act.within)][:ROWS] if self.may_read else []
        years = await periods.years(*act.within) if self.may_write else []
        self.years = [Option(row.starts.isoformat(), str(row.starts.year)) for row in years][:ROWS]
        self.next_number = next_number(self.rows, self.years[0].word) if self.years else ""


def _wish(said_: dict[str, str]) -> dict[str, Any]:
    """Return an instalment as the service takes it; BadInput names what is missing."""
    problems = []
    if not re.fullmatch("[0-9]{1,2}", said_.get("number", "")):
        problems.append(Problem("number", "Write the number of the instalment: 1, 2, 3…"))
    days: dict[str, date | None] = {}
    for name in ("starts", "called_on", "due_on"):
        try:
            days[name] = named_day(said_[name]) if said_.get(name) else None
        except ValueError:
            problems.append(Problem(name, "Choose a day."))
    if not problems and days["starts"] is None:
        problems.append(Problem("starts", "Choose the year that is called."))
    if problems:
        raise BadInput(*problems)
    return {
        **days, "number": int(said_["number"]), "earlier_elsewhere": said_.get("earlier_elsewhere") in ("on", "true"),
    }  # fmt: skip
