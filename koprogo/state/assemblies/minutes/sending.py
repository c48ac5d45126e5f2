"""Sending the minutes of one assembly: who got them, by which way, and when."""

import reflex as rx

from koprogo.core.clock import now, today
from koprogo.rules.assemblies.deadlines import minutes_due
from koprogo.security.policies import member, policy
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.minutes import sending as minutes_sending
from koprogo.state.assemblies.acting import Act, acting, parse_day, said
from koprogo.state.assemblies.convening.sent_letters import REACHED, LetterLine, letter_line
from koprogo.state.base import AppState
from koprogo.state.buildings.here import page_within, pages_of

PER_PAGE = 50


class MinutesSendingState(AppState, rx.State):
    """A page of the letters, for the syndic; nothing for everybody else."""

    assembly_id: str = ""
    rows: list[LetterLine] = []
    count: int = 0
    reached: int = 0
    """Letters that were opened, posted or delivered."""
    to_post: int = 0
    due: str = ""
    left: int = 0
    page: int = 1
    pages: int = 1
    may_send: bool = False
    sent_now: int = -1
    """How many letters the last press wrote; -1 before any."""

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the letters of the assembly in the address."""
        self.sent_now, self.may_send, self.rows = -1, False, []
        async with self.refusals(), acting(self) as act:
            self.may_send = act.may("minutes.issue")
            self.assembly_id = str(act.assembly_id)
            if self.may_send:
                due = minutes_due((await queries.sheet(*act.here)).assembly.day)
                self.due, self.left = due.isoformat(), (due - today()).days
                await self._show(act, 1)

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Show another page."""
        async with self.refusals(), acting(self) as act:
            await self._show(act, page)

    @rx.event
    @policy(member)
    async def send(self) -> None:
        """Send the minutes to everybody who has not got them."""
        async with self.refusals(), acting(self) as act:
            self.sent_now = await minutes_sending.send_minutes(*act.here, at=now())
            await self._show(act, 1)

    @rx.event
    @policy(member)
    async def posted(self, answers: dict) -> None:
        """Record on which day the printed letters were brought to the post."""
        async with self.refusals(), acting(self) as act:
            day = parse_day(said(answers, "day", 20), "day")
            await minutes_sending.tell_posted(*act.here, day=day, at=now())
            await self._show(act, self.page)

    async def _show(self, act: Act, page: int) -> None:
        found = await minutes_sending.sent_minutes(*act.here)
        self.count = len(found)
        self.reached = sum(line.state in REACHED for line in found)
        self.to_post = sum(line.state == "printed" for line in found)
        self.pages, self.page = pages_of(len(found)), page_within(page, len(found))
        self.rows = [letter_line(line) for line in found[(self.page - 1) * PER_PAGE : self.page * PER_PAGE]]
