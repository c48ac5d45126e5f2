"""Acts of the syndic's room on a choice between options, and on the proposed text before its vote."""

import reflex as rx
from reflex.event import EventSpec

from koprogo.core.clock import now
from koprogo.core.errors import NotFound
from koprogo.security.policies import member, policy
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.voting import amendments, run_off
from koprogo.state.assemblies.acting import acting, in_languages
from koprogo.state.assemblies.room.assembly_room import AssemblyRoomState
from koprogo.state.base import AppState, parse_id


class ChoosingState(AppState, rx.State):
    """What only a choice or an amendment needs."""

    amending: str = ""
    """The point whose text is being amended."""
    text: dict[str, str] = {}
    """The text in the form, by language."""
    fill: int = 0
    """Grows each time the form is filled anew."""

    @rx.event
    @policy(member)
    async def amend(self, item_id: str) -> None:
        """Open the text of a point to be amended, or shut it."""
        if self.amending == str(item_id):
            self.amending = ""
            return
        async with self.refusals(), acting(self) as act:
            wanted = parse_id(item_id)
            item = next((each for each in (await queries.sheet(*act.here)).items if each.id == wanted), None)
            if item is None:
                raise NotFound
            shown = dict(item.amendment or item.proposal or {})
            self.amending, self.text, self.fill = str(wanted), shown, self.fill + 1

    @rx.event
    @policy(member)
    async def take_back(self) -> None:
        """Put the text of the convocation into the form."""
        async with self.refusals(), acting(self) as act:
            self.text = await amendments.convened_text(*act.within, parse_id(self.amending))
            self.fill += 1

    @rx.event
    @policy(member)
    async def save(self, answers: dict) -> EventSpec | None:
        """Propose the text as amended: every screen shows it, and it is voted before the text it changes."""
        async with self.refusals(), acting(self) as act:
            words = in_languages(answers, "amended")
            await amendments.amend(*act.within, parse_id(self.amending), proposal=words, at=now())
            self.amending = ""
            return AssemblyRoomState.refresh  # type: ignore[return-value]
        return None

    @rx.event
    @policy(member)
    async def withdraw(self, item_id: str) -> EventSpec | None:
        """Take back the amendment that waits for its vote."""
        async with self.refusals(), acting(self) as act:
            await amendments.withdraw_amendment(*act.within, parse_id(item_id), at=now())
            return AssemblyRoomState.refresh  # type: ignore[return-value]
        return None

    @rx.event
    @policy(member)
    async def run_off(self, item_id: str) -> EventSpec | None:
        """Begin the round between the two options left."""
        async with self.refusals(), acting(self) as act:
            await run_off.begin_run_off(*act.within, parse_id(item_id))
            return AssemblyRoomState.refresh  # type: ignore[return-value]
        return None
