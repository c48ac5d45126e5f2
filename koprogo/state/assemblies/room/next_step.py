"""The one button of the room: what comes next, why it waits, and the press that takes it."""

from contextlib import suppress

import reflex as rx
from reflex.event import EventSpec

from koprogo.core.clock import now
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.room import next_step
from koprogo.state.assemblies.acting import acting
from koprogo.state.assemblies.room.assembly_room import COUNTDOWNS, AssemblyRoomState
from koprogo.state.base import AppState


class NextStepState(AppState, rx.State):
    """The next lawful step, as it was last read."""

    step: str = ""
    wait: str = ""
    """Why it waits; empty: it can be taken now. `count`: for how many things."""
    count: int = 0
    number: str = ""
    title: dict[str, str] = {}
    article: str = ""
    seen: int = 0
    """What the step rests on: a press sends it back, and a step that was overtaken is not taken."""

    @rx.event
    @policy(member)
    async def look(self) -> None:
        """Read the next step; a refusal on the screen stays, and who does not run the evening sees none."""
        with suppress(NotFound, NotAllowed):
            async with acting(self) as act:
                self._show(await next_step.what_next(*act.here))

    @rx.event
    @policy(member)
    async def press(self, step: str, seen: int, countdown: str) -> list[EventSpec]:
        """Take the step that the button named, with the countdown that was chosen."""
        seconds = int(countdown) if str(countdown) in map(str, COUNTDOWNS) else 120
        async with self.refusals(), acting(self) as act:
            self._show(
                await next_step.take(
                    *act.here, step=str(step)[:30], seen=_number(seen), at=now(), seconds=seconds or None
                )
            )
            return [AssemblyRoomState.look_at(""), AssemblyRoomState.refresh]  # type: ignore[list-item, operator]
        return [NextStepState.look]  # type: ignore[list-item]

    def _show(self, found: next_step.StepView) -> None:
        self.step, self.wait, self.count, self.number = found.step, found.wait, found.count, found.number
        self.title, self.article, self.seen = dict(found.title), found.article, found.seen


def _number(sent: object) -> int:
    """Return a whole number that a browser sent; -1, which no step rests on, for anything else."""
    return sent if isinstance(sent, int) else -1
