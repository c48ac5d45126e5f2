"""The letters of one decision in writing: sent with one press, who got them, what is to post."""

import reflex as rx

from koprogo.core.clock import now
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.written import letters as written_letters
from koprogo.state.assemblies.convening.sent_letters import REACHED, LetterLine, letter_line
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, page_within, pages_of, said_day


class WrittenLettersState(AppState, rx.State):
    """The letters of the decision that was opened, for the syndic."""

    decision: str = ""
    """The decision whose letters are shown, or empty."""
    association_id: str = ""
    rows: list[LetterLine] = []
    count: int = 0
    reached: int = 0
    """Letters that were opened, posted or delivered."""
    to_post: int = 0
    printing: int = 0
    """Letters that wait for the printer."""
    page: int = 1
    pages: int = 1
    sent_now: int = -1
    """How many letters the last press wrote; -1 before any."""

    @rx.event
    @policy(member)
    async def open(self, decision_id: str) -> None:
        """Show the letters of a decision, or shut them."""
        wanted = "" if self.decision == str(decision_id) else str(decision_id)[:36]
        self.decision, self.rows, self.count, self.sent_now = "", [], 0, -1
        if wanted:
            async with self.refusals(), here(self) as act:
                await self._show(act, wanted, 1)

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Show another page."""
        async with self.refusals(), here(self) as act:
            await self._show(act, self.decision, page)

    @rx.event
    @policy(member)
    async def send(self, decision_id: str) -> None:
        """Write to everybody who was not written to."""
        async with self.refusals(), here(self) as act:
            self.sent_now = await written_letters.send_letters(*act.within, parse_id(decision_id), at=now())
            await self._show(act, str(decision_id), 1)

    @rx.event
    @policy(member)
    async def posted(self, decision_id: str, answers: dict) -> None:
        """Record on which day the printed letters were brought to the post."""
        async with self.refusals(), here(self) as act:
            day = said_day(answers, "day")
            await written_letters.tell_posted(*act.within, parse_id(decision_id), day=day, at=now())
            await self._show(act, str(decision_id), self.page)

    async def _show(self, act: Act, decision_id: str, page: int) -> None:
        found = await written_letters.sent_letters(*act.within, parse_id(decision_id))
        self.decision, self.association_id = decision_id, str(act.association_id)
        self.count = len(found)
        self.reached = sum(line.state in REACHED for line in found)
        self.printing = sum(line.state == "waiting" for line in found)
        self.to_post = sum(line.state == "printed" for line in found)
        self.page, self.pages = page_within(page, len(found)), pages_of(len(found))
        self.rows = [letter_line(line) for line in found[(self.page - 1) * ROWS : self.page * ROWS]]
