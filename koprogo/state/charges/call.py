"""The page of one call: what it asks of everybody, posting, sending, taking it back."""

from dataclasses import dataclass

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.permissions import PERMISSIONS
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_sheet
from koprogo.services.charges import call_letters, call_queries, calls
from koprogo.state.assemblies.acting import said
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, part_of, said_day
from koprogo.state.charges.call_rows import AskedView, CallView, asked_view, call_view

MOST = 500


@dataclass(frozen=True)
class LetterView:
    """A letter of this call: to whom, by which way, how far it got; `at` an ISO instant."""

    id: str
    name: str
    channel: str
    where: str
    lots: str
    state: str
    problem: str


class CallState(AppState, rx.State):
    """One call."""

    association: str = ""
    sheet_at: str = ""
    call: CallView = CallView()
    asked: list[AskedView] = []
    letters: list[LetterView] = []
    waiting: int = 0
    to_post: int = 0
    may_write: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the call in the address."""
        self.loaded = False
        async with self.refusals(), here(self) as act:
            sheet = await association_sheet(*act.within, day=today())
            self.association, self.sheet_at = sheet.facts.name, urls.association(act.association_id)
            self.may_write = bool(act.actor.roles_in(act.association_id) & PERMISSIONS["books.write"])
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def look(self) -> None:
        """Show how far its letters are."""
        async with self.refusals(), here(self) as act:
            await self._show(act)

    @rx.event
    @policy(member)
    async def post(self) -> None:
        """Post it to the books."""
        async with self.refusals(), here(self) as act:
            await calls.post_call(*act.within, part_of(self.router.url.path), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def send(self) -> None:
        """Write to everybody who owes it and has no letter."""
        async with self.refusals(), here(self) as act:
            await call_letters.send_call(*act.within, part_of(self.router.url.path), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def again(self, letter_id: str) -> None:
        """Write one letter anew."""
        async with self.refusals(), here(self) as act:
            await call_letters.send_again(*act.within, parse_id(letter_id), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def brought(self, answers: dict) -> None:
        """Record that the printed letters were brought to the post."""
        async with self.refusals(), here(self) as act:
            day = said_day(answers, "brought_day")
            await call_letters.tell_posted(*act.within, part_of(self.router.url.path), day=day, at=now())
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
        sheet = await call_queries.call(*act.within, part_of(self.router.url.path))
        self.call = call_view(sheet.row)
        self.asked = [asked_view(each) for each in sheet.asked][:MOST]
        lines = await call_letters.sent_calls(*act.within, sheet.row.id) if self.may_write else []
        self.letters = [
            LetterView(
                str(line.id), line.name, line.channel, line.where, ", ".join(line.lots), line.state, line.problem
            )
            for line in lines
        ][:MOST]
        self.waiting = sum(line.state == "waiting" for line in self.letters)
        self.to_post = sum(line.state == "printed" for line in self.letters)
