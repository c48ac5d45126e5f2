"""The letters of the call or the settlement in the address: sent with one press, who got one, what goes to the post."""

from dataclasses import dataclass
from types import ModuleType
from typing import Any

import reflex as rx

from koprogo.core.clock import now
from koprogo.security.policies import member, policy
from koprogo.services.charges import call_letters, settlement_letters
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, part_of, said_day

MOST = 500
SORTS: dict[str, tuple[ModuleType, str]] = {
    "calls": (call_letters, "send_call"),
    "settlements": (settlement_letters, "send_settlement"),
}
"""By the part of the address: the service, and what sends."""


@dataclass(frozen=True)
class LetterView:
    """A letter: to whom, by which way, how far it got."""

    id: str
    name: str
    channel: str
    where: str
    lots: str
    state: str
    problem: str


class ChargeLettersState(AppState, rx.State):
    """The letters beside a call, or beside a settlement."""

    letters: list[LetterView] = []
    waiting: int = 0
    to_post: int = 0
    batch_at: str = ""
    """Where the ZIP for the post is."""
    may_write: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the letters, to who sends them; everybody else sees none."""
        self.letters, self.waiting, self.to_post, self.may_write = [], 0, 0, False
        async with self.refusals(), here(self) as act:
            self.may_write = act.may("books.write")
            if self.may_write:
                await self._show(act)

    @rx.event
    @policy(member)
    async def look(self) -> None:
        """Show how far they are."""
        async with self.refusals(), here(self) as act:
            await self._show(act)

    @rx.event
    @policy(member)
    async def send(self) -> None:
        """Write to everybody who has none."""
        async with self.refusals(), here(self) as act:
            service, send = self._sort()
            await getattr(service, send)(*act.within, part_of(self.router.url.path), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def again(self, letter_id: str) -> None:
        """Write one anew."""
        async with self.refusals(), here(self) as act:
            await self._sort()[0].send_again(*act.within, parse_id(letter_id), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def brought(self, answers: dict) -> None:
        """Record that the printed ones were brought to the post."""
        async with self.refusals(), here(self) as act:
            day = said_day(answers, "brought_day")
            await self._sort()[0].tell_posted(*act.within, part_of(self.router.url.path), day=day, at=now())
            await self._show(act)

    def _sort(self) -> tuple[Any, str]:
        return SORTS["settlements" if "/settlements/" in self.router.url.path else "calls"]

    async def _show(self, act: Act) -> None:
        service, _ = self._sort()
        subject = part_of(self.router.url.path)
        lines = (await service.sent(*act.within, subject))[:MOST]
        self.letters = [
            LetterView(
                str(line.id), line.name, line.channel, line.where, ", ".join(filter(None, line.lots)), line.state,
                line.problem,
            )
            for line in lines
        ]  # fmt: skip
        self.waiting = sum(line.state == "waiting" and line.channel != "email" for line in self.letters)
        self.to_post = sum(line.state == "printed" for line in self.letters)
        kind = "settlements" if service is settlement_letters else "calls"
        self.batch_at = f"/api/v1/associations/{act.association_id}/{kind}/{subject}/letters/batch"
