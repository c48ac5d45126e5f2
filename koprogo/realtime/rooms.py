"""Rooms: which connections of this process watch which assembly. Membership ends with the socket."""

from dataclasses import dataclass
from uuid import UUID

import reflex as rx

PREFIX = "assembly:"


@dataclass
class Rooms:
    """The rooms of one app; `associations` remembers the tenant of each assembly that somebody here watches."""

    app: rx.App
    associations: dict[UUID, UUID]

    @property
    def namespace(self) -> str:
        """The Socket.IO namespace of Reflex's events."""
        events = self.app.event_namespace
        if events is None:
            raise RuntimeError("the app has no live connections")
        return str(events.namespace)

    async def join(self, sid: str, association_id: UUID, assembly_id: UUID) -> None:
        """Let a connection watch an assembly, and no other; the caller has checked that its person may."""
        await self.leave(sid)
        self.associations[assembly_id] = association_id
        await self._sio.enter_room(sid, PREFIX + str(assembly_id), namespace=self.namespace)

    async def leave(self, sid: str) -> None:
        """Let a connection watch no assembly any more."""
        for room in list(self._sio.rooms(sid, namespace=self.namespace)):
            if room.startswith(PREFIX):
                await self._sio.leave_room(sid, room, namespace=self.namespace)

    def watched(self) -> list[UUID]:
        """Return the assemblies that at least one connection here watches, and forget the others."""
        open_rooms = self._sio.manager.rooms.get(self.namespace, {})
        for assembly_id in [each for each in self.associations if PREFIX + str(each) not in open_rooms]:
            del self.associations[assembly_id]
        return list(self.associations)

    def size(self, assembly_id: UUID) -> int:
        """Return how many connections here watch an assembly."""
        return len(self._sio.manager.rooms.get(self.namespace, {}).get(PREFIX + str(assembly_id), ()))

    async def emit(self, assembly_id: UUID, event: str, update: object) -> None:
        """Send one message to everyone here who watches; it is encoded once."""
        await self._sio.emit(event, update, room=PREFIX + str(assembly_id), namespace=self.namespace)

    @property
    def _sio(self):  # type: ignore[no-untyped-def]
        if self.app.sio is None:
            raise RuntimeError("the app has no live connections")
        return self.app.sio
