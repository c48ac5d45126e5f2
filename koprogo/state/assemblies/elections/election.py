"""Who stands at a point that elects: found by name or lot or typed, with her word; standing down."""

from contextlib import suppress
from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from koprogo.core.clock import now
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.rules.assemblies.elections import MAY_BE_OUTSIDE, Post
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.elections import elections
from koprogo.services.assemblies.elections.candidates import election_item
from koprogo.state.assemblies.acting import Act, acting, said
from koprogo.state.assemblies.attendance.bureau import FoundPerson, find_people
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.base import AppState, parse_id


@dataclass(frozen=True)
class CandidateLine:
    """Somebody who stands; `how` she agreed, empty when she is still to be asked."""

    id: str
    post: str
    name: str
    agreed: bool
    how: str


class ElectionState(AppState, rx.State):
    """The candidates of the point that was opened, and the way to add one."""

    item_id: str = ""
    """The point whose candidates are shown, or empty."""
    posts: list[str] = []
    """What the point fills; `outside` those for which an outsider may be typed."""
    outside: list[str] = []
    lines: list[CandidateLine] = []
    post: str = ""
    """For which post somebody is being added, or empty."""
    found: list[FoundPerson] = []
    typed: int = 0
    """Grows each time the form for an outsider is emptied."""

    @rx.event
    @policy(member)
    async def open(self, item_id: str) -> None:
        """Show who stands at a point, or shut it."""
        wanted = "" if self.item_id == str(item_id) else str(item_id)[:36]
        self.item_id, self.lines, self.posts, self.post, self.found = "", [], [], "", []
        if wanted:
            async with self.refusals(), acting(self) as act:
                await self._read(act, wanted)
                self.item_id = wanted

    @rx.event
    @policy(member)
    async def look(self) -> None:
        """Read again who stands at the point that is open; a refusal on the screen stays."""
        if self.item_id:
            with suppress(NotFound, NotAllowed):
                async with acting(self) as act:
                    await self._read(act, self.item_id)

    @rx.event
    @policy(member)
    async def choose_post(self, post: str) -> None:
        """Begin to add somebody for a post, or stop."""
        self.post, self.found = post if post in self.posts and post != self.post else "", []

    @rx.event
    @policy(member)
    async def search(self, words: str) -> None:
        """Find people whom the association knows, by name or lot."""
        async with self.refusals(), acting(self) as act:
            self.found = await find_people(act, words)

    @rx.event
    @policy(member)
    async def stand(self, person_id: str, how: str) -> EventSpec | None:
        """Write down that somebody stands, and how she agreed; empty when she is still to be asked."""
        async with self.refusals(), acting(self) as act:
            await elections.stand(
                *act.within, parse_id(self.item_id), post=self.post, person_id=parse_id(person_id), how=str(how), at=now()
            )  # fmt: skip
            return await self._done(act)
        return None

    @rx.event
    @policy(member)
    async def stand_outsider(self, answers: dict) -> EventSpec | None:
        """Write down that a person or a firm from outside stands, who agreed in writing."""
        async with self.refusals(), acting(self) as act:
            await elections.stand(
                *act.within, parse_id(self.item_id), post=self.post, name=said(answers, "name", 200),
                is_firm="firm" in answers, how=elections.WRITING, at=now(),
            )  # fmt: skip
            self.typed += 1
            return await self._done(act)
        return None

    @rx.event
    @policy(member)
    async def agreed(self, candidate_id: str, how: str) -> EventSpec | None:
        """Write down how she agreed."""
        async with self.refusals(), acting(self) as act:
            await elections.agree(*act.within, parse_id(candidate_id), how=str(how), at=now())
            return await self._done(act)
        return None

    @rx.event
    @policy(member)
    async def stand_down(self, candidate_id: str) -> EventSpec | None:
        """Take somebody off the ballot."""
        async with self.refusals(), acting(self) as act:
            await elections.withdraw(*act.within, parse_id(candidate_id), at=now())
            return await self._done(act)
        return None

    async def _done(self, act: Act) -> EventSpec:
        self.post, self.found = "", []
        await self._read(act, self.item_id)
        return LiveState.read_again  # type: ignore[return-value]

    async def _read(self, act: Act, item_id: str) -> None:
        wanted = parse_id(item_id)
        rows = await elections.candidates(*act.within, wanted)
        item = await election_item(act.session, act.association_id, wanted)
        self.posts = [str(post) for post in item.posts] if item else []
        self.outside = [post for post in self.posts if Post(post) in MAY_BE_OUTSIDE]
        self.lines = [CandidateLine(str(row.id), row.post, row.label, row.agreed, row.how) for row in rows]
