"""The page of one call: what it asks of everybody, or of the reader alone; posting it, taking it back."""

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges import call_queries, calls
from koprogo.state.assemblies.acting import said
from koprogo.state.base import AppState
from koprogo.state.buildings.here import Act, here, part_of, said_day
from koprogo.state.charges.call_rows import AskedView, CallView, asked_view, call_view

MOST = 500


class CallState(AppState, rx.State):
    """One call."""

    association: str = ""
    sheet_at: str = ""
    call: CallView = CallView()
    asked: list[AskedView] = []
    is_own: bool = False
    """Whether only what it asks of the reader is shown."""
    may_write: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the call in the address."""
        self.loaded = False
        async with self.refusals(), here(self) as act:
            self.association, self.sheet_at = await association_name(*act.within), urls.association(act.association_id)
            self.may_write = act.may("books.write")
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def post(self) -> None:
        """Post it to the books."""
        async with self.refusals(), here(self) as act:
            await calls.post_call(*act.within, part_of(self.router.url.path), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def reverse(self, answers: dict) -> None:
        """Take it back by a counter-entry."""
        async with self.refusals(), here(self) as act:
            call_id, day = part_of(self.router.url.path), said_day(answers, "back_day")
            await calls.reverse_call(*act.within, call_id, day=day, why=said(answers, "why", 200), at=now())
            await self._show(act)

    async def _show(self, act: Act) -> None:
        self.is_own = not act.may("books.read")
        read = call_queries.my_call if self.is_own else call_queries.call
        sheet = await read(*act.within, part_of(self.router.url.path))
        self.call = call_view(sheet.row)
        self.asked = [asked_view(each, sheet.row) for each in sheet.asked][:MOST]
