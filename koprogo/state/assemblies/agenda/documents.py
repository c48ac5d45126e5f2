"""The syndic's documents of an agenda: a file to the assembly or to a point, and taking one back."""

from dataclasses import dataclass

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now
from koprogo.security.policies import member, policy
from koprogo.services.assemblies import queries
from koprogo.services.documents import attachments
from koprogo.state.assemblies.acting import Act, acting
from koprogo.state.assemblies.agenda.plan import DraftView, draft_view
from koprogo.state.assemblies.convening.agenda import FileView, file_view
from koprogo.state.base import AppState, parse_id


@dataclass(frozen=True)
class PlaceView:
    """Where a file can go: the whole assembly (empty id) or a point."""

    id: str = ""
    number: str = ""
    endpoint: str = ""


class DocumentsState(AppState, rx.State):
    """The files of the assembly of this address; `endpoint` is where the next one is sent."""

    assembly: DraftView = DraftView()
    loaded: bool = False
    files: list[FileView] = []
    places: list[PlaceView] = []
    endpoint: str = ""
    place: str = ""

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the files of this address, and where another one can go."""
        self.loaded, self.place = False, ""
        async with self.refusals(), acting(self) as act:
            await self._show(act)
            self.endpoint = urls.attachments(act.assembly_id)
            self.loaded = True

    @rx.event
    @policy(member)
    async def go_to(self, place: str) -> None:
        """Choose the point the next file belongs to; nothing is the whole assembly."""
        found = next((each for each in self.places if each.id == place), None)
        if found:
            self.place, self.endpoint = found.id, found.endpoint

    @rx.event
    @policy(member)
    async def sent(self, attachment_id: str, name: str) -> None:
        """Show the files again, after one arrived."""
        async with self.refusals(), acting(self) as act:
            await self._show(act)

    @rx.event
    @policy(member)
    async def withdraw(self, attachment_id: str) -> None:
        """Take a file back."""
        async with self.refusals(), acting(self) as act:
            await attachments.withdraw(*act.within, parse_id(attachment_id), at=now())
            await self._show(act)

    async def _show(self, act: Act) -> None:
        sheet = await queries.sheet(*act.here)
        self.assembly = draft_view(sheet)
        self.files = [file_view(row) for row in await attachments.attachments_of(*act.here)]
        points = [
            PlaceView(
                str(item.id), f"{item.number}{getattr(item, 'part', '')}", urls.attachments(act.assembly_id, item.id)
            )
            for item in sheet.items
        ]
        self.places = [PlaceView(endpoint=urls.attachments(act.assembly_id)), *points]
