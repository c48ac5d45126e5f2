"""The proxy sheets at the desk: one grid per holder, locked where the giver decided herself."""

from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from koprogo.core.errors import NotAllowed, NotFound
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.voting import hand_entry
from koprogo.services.assemblies.voting.proxy_sheet import Principal, find_sheets, proxy_sheets
from koprogo.state.assemblies.acting import Act, acting
from koprogo.state.assemblies.room.assembly_room import AssemblyRoomState
from koprogo.state.assemblies.voting.ballot import parse_choice
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, page_within, pages_of


@dataclass(frozen=True)
class HolderLine:
    """A holder who is there, and how many principals she votes for; `left` have no ballot yet."""

    id: str
    name: str
    principals: int
    left: int


@dataclass(frozen=True)
class PrincipalLine:
    """A row of the grid; `bound` is the choice that is locked."""

    key: str
    name: str
    lots: list[str] = field(default_factory=list)
    votes: int = 0
    bound: str = ""
    choice: str = ""
    pending: str = ""


class ProxySheetState(AppState, rx.State):
    """The holders present, and the sheet that is open."""

    holders: list[HolderLine] = []
    holder_id: str = ""
    lines: list[PrincipalLine] = []
    locked: int = 0
    """How many rows of the sheet are decided by their giver and not entered yet."""
    words: str = ""
    page: int = 1
    pages: int = 1

    @rx.event
    @policy(member)
    async def look(self) -> None:
        """Show who holds proxies now, to who runs the room; a refusal on the screen stays."""
        with suppress(NotFound, NotAllowed):
            async with acting(self) as act:
                await self._look(act)

    @rx.event
    @policy(member)
    async def search(self, words: str) -> None:
        """Show the holders found by these words: their own name, or a giver's name or lot."""
        async with self.refusals(), acting(self) as act:
            self.words, self.page = str(words)[:60], 1
            await self._look(act)

    @rx.event
    @policy(member)
    async def turn_to(self, page: int) -> None:
        """Show another page of holders."""
        async with self.refusals(), acting(self) as act:
            self.page = page if isinstance(page, int) else 1
            await self._look(act)

    @rx.event
    @policy(member)
    async def unfold(self, holder_id: str) -> None:
        """Open the sheet of a holder, or shut it."""
        self.holder_id = "" if self.holder_id == str(holder_id) else str(holder_id)[:36]
        async with self.refusals(), acting(self) as act:
            await self._look(act)

    @rx.event
    @policy(member)
    async def enter(self, item_id: str, key: str, choice: str) -> EventSpec | None:
        """Enter what the holder's sheet says for one principal."""
        async with self.refusals(), acting(self) as act:
            row = next((each for each in await self._rows(act) if each.key == str(key)), None)
            if row is None:
                raise NotFound
            await self._enter(act, item_id, dict.fromkeys(row.lot_ids, parse_choice(choice)))
            return AssemblyRoomState.refresh  # type: ignore[return-value]
        return None

    @rx.event
    @policy(member)
    async def enter_locked(self, item_id: str) -> EventSpec | None:
        """Enter, for all principals of the sheet who decided themselves, what they decided."""
        async with self.refusals(), acting(self) as act:
            rows = [each for each in await self._rows(act) if _is_left(each) and each.bound]
            await self._enter(act, item_id, {lot: row.bound for row in rows for lot in row.lot_ids})
            return AssemblyRoomState.refresh  # type: ignore[return-value]
        return None

    async def _enter(self, act: Act, item_id: object, choices: dict[UUID, str]) -> None:
        await hand_entry.enter_ballots(*act.within, parse_id(item_id), choices=choices, channel="proxy_sheet")
        await self._look(act)

    async def _rows(self, act: Act) -> tuple[Principal, ...]:
        sheets = await proxy_sheets(*act.here)
        return next((sheet.principals for sheet in sheets if str(sheet.holder_id) == self.holder_id), ())

    async def _look(self, act: Act) -> None:
        sheets = await proxy_sheets(*act.here)
        found = find_sheets(sheets, self.words)
        self.page, self.pages = page_within(self.page, len(found)), pages_of(len(found))
        self.holders = [
            HolderLine(
                str(sheet.holder_id), sheet.holder_name, len(sheet.principals), sum(map(_is_left, sheet.principals))
            )
            for sheet in found[(self.page - 1) * ROWS : self.page * ROWS]
        ]
        rows = next((sheet.principals for sheet in sheets if str(sheet.holder_id) == self.holder_id), ())
        self.locked = sum(_is_left(row) and bool(row.bound) for row in rows)
        self.lines = [
            PrincipalLine(row.key, row.owner_name, list(row.lots), row.votes, row.bound, row.choice, row.pending)
            for row in rows[:ROWS]
        ]


def _is_left(row: Principal) -> bool:
    return not row.choice and not row.pending
