"""Hands and paper in the room: one press for all without a ballot, exceptions by lot, paper by name."""

from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from koprogo.core.clock import now
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.agenda.options import parse_choice
from koprogo.services.assemblies.attendance.attendance_list import attendance_list, lots_named
from koprogo.services.assemblies.voting import hand_entry
from koprogo.state.assemblies.acting import Act, acting
from koprogo.state.assemblies.room.assembly_room import AssemblyRoomState
from koprogo.state.base import AppState, parse_id


class HandEntryState(AppState, rx.State):
    """What the syndic enters for others; every entry waits for a second person."""

    noting: str = ""
    """The co-owner whose paper is being entered."""
    excepted: str = ""
    """The lots that the next press leaves out, as they were typed."""
    presses: int = 0
    """Counts what was entered, so that the page empties its field."""
    entered: int = 0
    """How many ballots the last act entered."""

    @rx.event
    @policy(member)
    async def note(self, key: str) -> None:
        """Begin to enter the paper of a co-owner, or stop."""
        self.noting = "" if self.noting == str(key) else str(key)[:400]

    @rx.event
    @policy(member)
    async def enter_paper(self, item_id: str, key: str, choice: str, correcting: bool) -> EventSpec | None:
        """Enter what one co-owner's paper says, or after the closing a correction."""
        self.entered = 0
        async with self.refusals(), acting(self) as act:
            lots = await _lots_of(act, key)
            channel = "correction" if correcting else "paper"
            choices = dict.fromkeys(lots, parse_choice(choice))
            self.entered = await hand_entry.enter_ballots(
                *act.within, parse_id(item_id), choices=choices, channel=channel
            )
            self.noting = ""
        return AssemblyRoomState.refresh  # type: ignore[return-value]

    @rx.event
    @policy(member)
    async def leave_out(self, lots: str) -> None:
        """Remember which lots the next press leaves out."""
        self.excepted = str(lots)[:2000]

    @rx.event
    @policy(member)
    async def enter_hands(self, item_id: str, choice: str) -> EventSpec | None:
        """Enter one choice for all present without a ballot, but for the lots left out: they stay without one."""
        self.entered = 0
        async with self.refusals(), acting(self) as act:
            exceptions = dict.fromkeys(lots_named((await attendance_list(*act.here)).rows, self.excepted))
            self.entered = await hand_entry.enter_show_of_hands(
                *act.within, parse_id(item_id), choice=parse_choice(choice), exceptions=exceptions
            )
            self.excepted, self.presses = "", self.presses + 1
        return AssemblyRoomState.refresh  # type: ignore[return-value]

    @rx.event
    @policy(member)
    async def count_alone(self, item_id: str) -> EventSpec | None:
        """Let what the reader entered count where nobody else can confirm it; the minutes say so."""
        async with self.refusals(), acting(self) as act:
            await hand_entry.confirm_alone(*act.within, parse_id(item_id), at=now())
            return AssemblyRoomState.refresh  # type: ignore[return-value]
        return None


async def _lots_of(act: Act, key: object) -> tuple[UUID, ...]:
    rows = (await attendance_list(*act.here)).rows
    return next((row.voting_lot_ids for row in rows if row.owner_key == str(key)), ())
