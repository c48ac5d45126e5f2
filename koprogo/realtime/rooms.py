"""Rooms: which connections of this process watch which assembly. Membership ends with the socket.

A room message is made into bytes once and put on each connection's own wire, past the queues and tasks that Socket.IO and
Engine.IO keep for each: measured with 500 phones, a tenth of the processor time (docs/performance.md). What it looks like
on the wire is Engine.IO 4 and Socket.IO 5, held by a test against a real client.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import reflex as rx
from engineio.packet import MESSAGE
from socketio.packet import EVENT

from koprogo.adapters.wire import SCOPE_KEY, Wire

PREFIX = "assembly:"


@dataclass
class Rooms:
    """The rooms of one app; `associations` remembers the tenant of each assembly that somebody here watches."""

    app: rx.App
    associations: dict[UUID, UUID]
    wires: dict[str, Wire] = field(default_factory=dict)
    """Connection -> its way out, of those who watch."""

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
        if (wire := self._wire_of(sid)) is not None:
            self.wires[sid] = wire
        await self._sio.enter_room(sid, PREFIX + str(assembly_id), namespace=self.namespace)

    async def leave(self, sid: str) -> None:
        """Let a connection watch no assembly any more."""
        for room in list(self._sio.rooms(sid, namespace=self.namespace)):
            if room.startswith(PREFIX):
                await self._sio.leave_room(sid, room, namespace=self.namespace)

    def watched(self) -> list[UUID]:
        """Return the assemblies that at least one connection here watches, and forget the others."""
        for sid in [each for each, wire in self.wires.items() if wire.is_closed]:
            del self.wires[sid]
        open_rooms = self._sio.manager.rooms.get(self.namespace, {})
        for assembly_id in [each for each in self.associations if PREFIX + str(each) not in open_rooms]:
            del self.associations[assembly_id]
        return list(self.associations)

    def size(self, assembly_id: UUID) -> int:
        """Return how many connections here watch an assembly."""
        return len(self._sio.manager.rooms.get(self.namespace, {}).get(PREFIX + str(assembly_id), ()))

    async def emit(self, assembly_id: UUID, event: str, update: object) -> None:
        """Show one message to everyone here who watches; it is encoded once.

        A connection that did not come through our door is served by Socket.IO's own way.
        """
        room = PREFIX + str(assembly_id)
        text = self.encoded(event, update)
        others = []
        for sid, _ in list(self._sio.manager.get_participants(self.namespace, room)):
            wire = self.wires.get(sid)
            if wire is None:
                others.append(sid)
            else:
                wire.show(text)
        for sid in others:
            await self._sio.emit(event, update, to=sid, namespace=self.namespace)

    def encoded(self, event: str, update: object) -> str:
        """Return an event as it stands in a frame of the live connection."""
        packet = self._sio.packet_class(EVENT, namespace=self.namespace, data=[event, update])
        return f"{MESSAGE}{packet.encode()}"

    def _wire_of(self, sid: str) -> Wire | None:
        environ: dict[str, Any] = self._sio.get_environ(sid, self.namespace) or {}
        found = environ.get("asgi.scope", {}).get(SCOPE_KEY)
        return found if isinstance(found, Wire) else None

    @property
    def _sio(self):  # type: ignore[no-untyped-def]
        if self.app.sio is None:
            raise RuntimeError("the app has no live connections")
        return self.app.sio
