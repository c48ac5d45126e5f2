"""The page of settlements: the reader's own, what is to be settled with its preview, and what was issued."""

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.days import named_day
from koprogo.core.errors import NotFound
from koprogo.core.period import Period
from koprogo.core.permissions import PERMISSIONS
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges import rhythms, settlement_queries
from koprogo.services.charges.settlements import issue_settlement
from koprogo.state.accounting.year_choice import VoteChoice, vote_choices
from koprogo.state.assemblies.acting import said
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, said_day
from koprogo.state.charges.settlement_rows import (
    IssuedView,
    SheetView,
    ToSettleView,
    issued_view,
    mine_view,
    sheet_view,
    to_settle_view,
)

MOST = 500
LONGEST_COVERS = 30


class SettlementsState(AppState, rx.State):
    """One page for everybody: her own settlements for an owner, all of them for who keeps or checks the books."""

    association: str = ""
    sheet_at: str = ""
    mine: list[SheetView] = []
    pending: list[ToSettleView] = []
    issued: list[IssuedView] = []
    shown: SheetView = SheetView()
    rejections: list[VoteChoice] = []
    """Points on which the assembly rejected annual accounts, after one for none."""
    covers: str = ""
    days_over: bool = False
    has_rhythm: bool = False
    rhythm_source: str = ""
    may_read: bool = False
    may_issue: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the settlements of the association in the address."""
        self.loaded, self.shown, self.covers = False, SheetView(), ""
        async with self.refusals(), here(self) as act:
            self.association, self.sheet_at = await association_name(*act.within), urls.association(act.association_id)
            roles = act.actor.roles_in(act.association_id)
            self.may_read = bool(roles & PERMISSIONS["books.read"])
            self.may_issue = bool(roles & PERMISSIONS["books.close"])
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def enter_rhythm(self, answers: dict) -> None:
        """Enter how the association settles."""
        async with self.refusals(), here(self) as act:
            await rhythms.set_rhythm(
                *act.within,
                since=said_day(answers, "since"),
                rhythm=said(answers, "rhythm", 20),
                every=said(answers, "every", 20),
                days_of=said(answers, "days_of", 20),
                source=said(answers, "source", 400),
                at=now(),
            )
            await self._show(act)

    @rx.event
    @policy(member)
    async def preview(self, covers: str) -> None:
        """Show what the settlement of these days would say now."""
        async with self.refusals(), here(self) as act:
            self.shown, self.covers = SheetView(), ""
            days = _period(covers)
            self.days_over = days.end <= today()
            found = await settlement_queries.preview(*act.within, covers=days)
            self.shown, self.covers = sheet_view(found, act.association_id, most=MOST), str(covers)[:LONGEST_COVERS]

    @rx.event
    @policy(member)
    async def show(self, settlement_id: str) -> None:
        """Show an issued version whole."""
        async with self.refusals(), here(self) as act:
            found = await settlement_queries.sheet(*act.within, parse_id(settlement_id))
            self.shown, self.covers = sheet_view(found, act.association_id, most=MOST), ""

    @rx.event
    @policy(member)
    async def hide(self) -> None:
        """Put away what is shown."""
        self.shown, self.covers = SheetView(), ""

    @rx.event
    @policy(member)
    async def issue(self, answers: dict) -> None:
        """Issue the version that is shown, and show it as it was issued."""
        async with self.refusals(), here(self) as act:
            covers, why = _period(self.covers), said(answers, "why", 600)
            item = said(answers, "item", 40)
            made = await issue_settlement(
                *act.within, covers=covers, version=self.shown.version, why=why,
                item_id=parse_id(item) if item else None, at=now(),
            )  # fmt: skip
            found = await settlement_queries.sheet(*act.within, made)
            self.shown, self.covers = sheet_view(found, act.association_id, most=MOST), ""
            await self._show(act)

    async def _show(self, act: Act) -> None:
        mine = await settlement_queries.my_settlements(*act.within)
        self.mine = [mine_view(each, act.association_id, most=MOST) for each in mine][:ROWS]
        rhythm = await settlement_queries.rhythm(*act.within, day=today())
        self.has_rhythm, self.rhythm_source = rhythm is not None, rhythm.source if rhythm else ""
        self.rejections = await vote_choices(act, carried=False) if self.may_issue else []
        if self.may_read:
            issued = await settlement_queries.settlements(*act.within)
            self.issued = [issued_view(row) for row in issued][:ROWS]
            pending = await settlement_queries.to_settle(*act.within)
            self.pending = [to_settle_view(row) for row in pending if row.open][:ROWS]


def _period(covers: str) -> Period:
    """Read both ends of what a button sent; NotFound for anything else."""
    try:
        start, end = (named_day(each) for each in str(covers).split("/"))
        return Period(start, end)
    except ValueError:
        raise NotFound from None
