"""The secret poll on the phone and in the room: answered once, closed, mentioned in the minutes when the chair says so."""

from contextlib import suppress

import reflex as rx

from koprogo.core.clock import now
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.security.policies import attends, member, policy
from koprogo.services.assemblies.voting import opinion_polls
from koprogo.state.assemblies.acting import acting
from koprogo.state.base import AppState, parse_id


class OpinionPollState(AppState, rx.State):
    """Whether the reader answered; never what."""

    answered: list[str] = []
    """The polls that she answered."""
    offered: str = ""
    """The point for which the syndic looks at opening a poll."""

    @rx.event
    @policy(attends)
    async def look(self) -> None:
        """See which polls the reader answered already, on whichever phone."""
        with suppress(NotFound, NotAllowed):
            async with acting(self) as act:
                self.answered = [str(each) for each in await opinion_polls.answered_here(*act.here)]

    @rx.event
    @policy(attends)
    async def answer(self, poll_id: str, answer: str) -> None:
        """Answer the poll, once."""
        async with self.refusals(), acting(self) as act:
            await opinion_polls.answer_poll(*act.within, parse_id(poll_id), answer=str(answer))
            self.answered = [*self.answered, str(parse_id(poll_id))]

    @rx.event
    @policy(member)
    async def offer(self, item_id: str) -> None:
        """Show what a poll about a point would be, before it is opened; or fold it away."""
        self.offered = "" if self.offered == str(item_id) else str(item_id)[:36]

    @rx.event
    @policy(member)
    async def open(self, item_id: str) -> None:
        """Open a poll about the point that is shown."""
        async with self.refusals(), acting(self) as act:
            await opinion_polls.open_poll(*act.within, parse_id(item_id), at=now())
            self.offered = ""

    @rx.event
    @policy(member)
    async def close(self, poll_id: str) -> None:
        """Close the poll: its counts are shown, where enough answered."""
        async with self.refusals(), acting(self) as act:
            await opinion_polls.close_poll(*act.within, parse_id(poll_id), at=now())

    @rx.event
    @policy(member)
    async def tell(self, poll_id: str) -> None:
        """Have the minutes mention the poll, because the chair said so."""
        async with self.refusals(), acting(self) as act:
            await opinion_polls.tell_in_minutes(*act.within, parse_id(poll_id), at=now())
