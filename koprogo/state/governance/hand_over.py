"""The file that a syndic whose mandate is over hands over: a list per mandate, for the days that the law gives her."""

from dataclasses import dataclass, field

import reflex as rx

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.security.policies import current_actor, policy, signed_in
from koprogo.services.governance import handover
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import said, said_day
from koprogo.state.governance.syndic import HandoverRow, handover_row


@dataclass(frozen=True)
class OutgoingLine:
    """A mandate that is over; days ISO and inclusive; `to_come`: how many things nobody received yet."""

    id: str
    association: str
    firm: str
    last_day: str
    handover_due: str
    to_come: int
    handover: list[HandoverRow] = field(default_factory=list)


class HandOverState(AppState, rx.State):
    """What the reader hands over these days; empty for everybody else."""

    mandates: list[OutgoingLine] = []
    today: str = ""
    count: int = 0
    """How often something was sent: an emptied form is drawn anew."""
    loaded: bool = False

    @rx.event
    @policy(signed_in)
    async def load(self) -> None:
        """Show the lists of the reader's firm."""
        self.loaded = False
        async with self.refusals():
            await self._show()
            self.loaded = True

    @rx.event
    @policy(signed_in)
    async def note_handover(self, answers: dict) -> None:
        """Say that the thing the form names was given, or is missing."""
        async with self.refusals():
            await handover.note_given(
                current_actor(),
                parse_id(said(answers, "mandate")),
                item=said(answers, "item"),
                what=said(answers, "what"),
                day=said_day(answers, "day"),
                words=said(answers, "words"),
                today=today(),
                at=now(),
            )
            await self._show()

    async def _show(self) -> None:
        self.today = today().isoformat()
        async with db.open_session() as session:
            found = await handover.handing_over(session, current_actor(), today=today())
        self.mandates = [
            OutgoingLine(
                id=str(each.mandate_id),
                association=each.association,
                firm=each.firm,
                last_day=each.last_day.isoformat(),
                handover_due=each.due.isoformat(),
                to_come=each.left,
                handover=[handover_row(each.mandate_id, line) for line in each.lines],
            )
            for each in found
        ]
        self.count += 1
