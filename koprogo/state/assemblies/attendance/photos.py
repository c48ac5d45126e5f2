"""The photos of the evening, on the screens of the syndic: what stands, sent from the camera, taken back."""

from contextlib import suppress
from dataclasses import dataclass

import reflex as rx

from koprogo.core.clock import now
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.attendance import photos
from koprogo.state.assemblies.acting import Act, acting
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS


@dataclass(frozen=True)
class PhotoView:
    """A photo that stands: `about` its point, lot or giver; `href` its bytes; `is_picture` to be drawn small."""

    id: str
    kind: str
    subject_id: str
    about: str
    at: str
    href: str
    is_picture: bool


class PhotosState(AppState, rx.State):
    """The photos of the assembly of this address."""

    photos: list[PhotoView] = []
    taken: list[str] = []
    """Kind and subject of each, as `hands/<id>`: where one stands already."""

    @rx.event
    @policy(member)
    async def look(self) -> None:
        """Show what stands; who may not see sees nothing."""
        self.photos, self.taken = [], []
        with suppress(NotFound, NotAllowed):
            async with acting(self) as act:
                await self._show(act)

    @rx.event
    @policy(member)
    async def sent(self, photo_id: str, name: str) -> None:
        """Show the photos again, after one arrived."""
        async with self.refusals(), acting(self) as act:
            await self._show(act)

    @rx.event
    @policy(member)
    async def withdraw(self, photo_id: str) -> None:
        """Take a photo back."""
        async with self.refusals(), acting(self) as act:
            await photos.withdraw_photo(*act.here, parse_id(photo_id), at=now())
            await self._show(act)

    async def _show(self, act: Act) -> None:
        rows = await photos.photos(*act.here)
        self.photos = [
            PhotoView(
                str(row.id),
                row.kind,
                str(row.subject_id),
                row.about,
                row.at.isoformat(),
                f"/api/v1/assemblies/{act.assembly_id}/photos/{row.id}/content",
                row.media_type.startswith("image/"),
            )
            for row in rows[-ROWS:]
        ]
        self.taken = [f"{each.kind}/{each.subject_id}" for each in self.photos]
