"""Standing for election oneself, from one's own page: before the evening and in the room; and standing down."""

from dataclasses import dataclass

import reflex as rx

from koprogo.core.clock import now
from koprogo.security.policies import attends, policy
from koprogo.services.assemblies.elections import elections, own_candidacy
from koprogo.state.assemblies.acting import Act, acting
from koprogo.state.base import AppState, parse_id


@dataclass(frozen=True)
class OfferLine:
    """A post that the reader may stand for; `candidacy` is hers, empty while she does not stand."""

    post: str
    others: list[str]
    candidacy: str
    agreed: bool


class StandingState(AppState, rx.State):
    """The point whose posts are shown to the reader."""

    item_id: str = ""
    """The point that is open, or empty."""
    offers: list[OfferLine] = []

    @rx.event
    @policy(attends)
    async def open(self, item_id: str) -> None:
        """Show what one may stand for at a point, or shut it."""
        wanted = "" if self.item_id == str(item_id) else str(item_id)[:36]
        self.item_id, self.offers = "", []
        if wanted:
            async with self.refusals(), acting(self) as act:
                await self._show(act, wanted)

    @rx.event
    @policy(attends)
    async def stand(self, post: str) -> None:
        """Stand for a post of the point that is open; that is agreeing too."""
        async with self.refusals(), acting(self) as act:
            await elections.stand_oneself(*act.within, parse_id(self.item_id), post=str(post), at=now())
            await self._show(act, self.item_id)

    @rx.event
    @policy(attends)
    async def agree(self, candidacy: str) -> None:
        """Agree to stand, where somebody wrote the reader down."""
        async with self.refusals(), acting(self) as act:
            await elections.agree(*act.within, parse_id(candidacy), how=elections.HERSELF, at=now())
            await self._show(act, self.item_id)

    @rx.event
    @policy(attends)
    async def stand_down(self, candidacy: str) -> None:
        """Take one's own candidacy back."""
        async with self.refusals(), acting(self) as act:
            await elections.withdraw(*act.within, parse_id(candidacy), at=now())
            await self._show(act, self.item_id)

    async def _show(self, act: Act, item_id: str) -> None:
        rows = await own_candidacy.offers(*act.within, parse_id(item_id))
        self.item_id = item_id
        self.offers = [OfferLine(row.post, list(row.others), str(row.candidacy_id or ""), row.agreed) for row in rows]
