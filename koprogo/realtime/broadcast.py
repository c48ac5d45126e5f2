"""Fan-out: after a commit the room is dirty; at once after a quiet moment, else at most every tick, everyone gets one view.

A tick reads one snapshot, encodes one update and emits it to the room. It also seals the ballots that were committed, and
closes a vote whose countdown has run out. Under load the tick widens; a slow tick repeats the view for who missed it.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import reflex as rx
import structlog
from prometheus_client import Gauge, Histogram
from reflex.state import StateUpdate
from reflex_base.constants.state import FIELD_MARKER

from koprogo import db
from koprogo.adapters.housekeeping import Housekeeping
from koprogo.core.clock import now
from koprogo.core.errors import KoproError
from koprogo.realtime.hints import Hints
from koprogo.realtime.rooms import Rooms
from koprogo.services import audit
from koprogo.services.assemblies.proof import seal
from koprogo.services.assemblies.room.snapshot import RoomView, snapshot
from koprogo.services.assemblies.voting import countdowns, voting
from koprogo.settings import settings

TICK_SECONDS = 0.1
WIDE_TICK_SECONDS = 0.25
SLOW_TICK_SECONDS = 5.0
SEAL_LOG_SECONDS = 1.0
QUIET_SECONDS = 3.0
AGAIN_SECONDS = 0.5
"""Before a room that could not be read is read again: the database is away, and each try takes one of its connections."""
BUSY = 0.7
EVENT = "event"

SessionsEnded = Callable[[frozenset[UUID]], None]

TICKS = Histogram("koprogo_tick_seconds", "From reading a room to its message being handed to the sockets")
LAG = Gauge("koprogo_loop_lag_seconds", "How late the event loop was after the last broadcast")

log = structlog.get_logger()


LEFT_OUT = (
    "amended", "amendment", "carried", "chosen", "hidden", "outcome", "poll_about", "poll_against", "poll_answered",
    "poll_for", "poll_heads", "poll_id", "poll_item", "poll_shown", "poll_undecided", "reading", "speaker",
)  # fmt: skip
"""What a message leaves out while it says nothing: a thousand phones get it ten times a second. A screen finds nothing where
one of these would stand, which is as good as false; none of them may be compared with the empty text (held by a test)."""


def small(view: RoomView) -> dict[str, Any]:
    """Return a view as it is sent to the room, without the rare parts that say nothing now."""
    return {name: value for name, value in asdict(view).items() if value or name not in LEFT_OUT}


class Broadcaster:
    """The fan-out of one process."""

    def __init__(self, app: rx.App, state_name: str, var: str, sessions_ended: SessionsEnded) -> None:
        self.rooms = Rooms(app, {})
        self.hints = Hints(self._heard, self._all_dirty)
        self.views: dict[UUID, RoomView] = {}
        self._sessions_ended = sessions_ended
        self._key = (state_name, var + FIELD_MARKER)
        self._dirty: set[UUID] = set()
        self._wake = asyncio.Event()
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._unsealed: set[UUID] = set()
        self.interval = TICK_SECONDS
        self._heard_at = 0.0

    def is_quiet(self) -> bool:
        """Say whether nothing was committed here for a while, so that a short pause keeps nobody waiting."""
        return time.monotonic() - self._heard_at > QUIET_SECONDS

    def mark(self, assembly_id: UUID) -> None:
        """Have a room read again soon, if anybody here watches it."""
        if assembly_id in self.rooms.associations:
            self._unsealed.add(self.rooms.associations[assembly_id])
            self._dirty.add(assembly_id)
            self._wake.set()

    def committed(self, touched: frozenset[db.Touched]) -> None:
        """Hear of a commit of this process: mark the rooms, hint the others."""
        self._heard_at = time.monotonic()
        for each in touched:
            self.hints.send(each.kind, each.id)
            if each.kind == "assembly":
                self.mark(each.id)

    def _heard(self, kind: str, thing_id: UUID) -> None:
        if kind == "assembly":
            self.mark(thing_id)
        elif kind == "session":
            self._sessions_ended(frozenset({thing_id}))

    def _all_dirty(self) -> None:
        for assembly_id in self.rooms.watched():
            self.mark(assembly_id)

    async def run(self) -> None:
        """Start a tick for each dirty room, one at a time per room; runs as long as the server."""
        asyncio.current_task().set_name("broadcast")  # type: ignore[union-attr]
        while True:
            await self._wake.wait()
            self._wake.clear()
            for assembly_id in list(self._dirty):
                running = self._tasks.get(assembly_id)
                if running is None or running.done():
                    self._tasks[assembly_id] = asyncio.create_task(self._serve(assembly_id), name="room")

    async def _serve(self, assembly_id: UUID) -> None:
        """Tick until the room is clean: the first time at once, then from start to start no sooner than the interval.

        A tick that failed leaves the room dirty: what it did not show may be the last ballot of the vote, and nothing else
        would come to show it.
        """
        while assembly_id in self._dirty:
            self._dirty.discard(assembly_id)
            began = time.monotonic()
            try:
                await self.tick(assembly_id)
            except KoproError as gone:
                log.warning("room.unreadable", error=type(gone).__name__)
            except Exception as failed:
                log.warning("room.not_read", error=type(failed).__name__)
                self._dirty.add(assembly_id)
                await asyncio.sleep(AGAIN_SECONDS)
            spent = time.monotonic() - began
            await asyncio.sleep(max(self.interval - spent, self.interval / 2))  # half of it is for the presses

    async def tick(self, assembly_id: UUID) -> None:
        """Read the room once and send it to everyone who watches."""
        association_id = self.rooms.associations.get(assembly_id)
        if association_id is None:
            return
        with TICKS.time():
            async with db.association_session(association_id) as session:
                view = await snapshot(session, association_id, assembly_id)
            self.views[assembly_id] = view
            await self.rooms.emit(assembly_id, EVENT, StateUpdate(delta=self._delta(view)))
        await self._pace()
        if view.item_state == "open":
            async with db.association_session(association_id) as session:
                await seal.try_seal(session, association_id, UUID(view.item_id), view.item_round)

    def _delta(self, view: RoomView) -> dict[str, Any]:
        state, var = self._key
        return {state: {var: small(view)}}

    async def _pace(self) -> None:
        """Widen the tick while the sockets drain more slowly than it comes."""
        loop = asyncio.get_running_loop()
        before = loop.time()
        await asyncio.sleep(0)
        await asyncio.sleep(0.001)
        late = max(0.0, loop.time() - before - 0.001)
        LAG.set(late)
        self.interval = WIDE_TICK_SECONDS if late > BUSY * TICK_SECONDS else TICK_SECONDS

    async def repeat(self) -> None:
        """Send every watched room again now and then: a lost hint or message is repaired by this."""
        while True:
            await asyncio.sleep(SLOW_TICK_SECONDS)
            self._all_dirty()

    async def close_in_time(self) -> None:
        """Close votes whose countdown has run out, in the name of who opened them, watched or not."""
        await self.load_countdowns()
        while True:
            await asyncio.sleep(TICK_SECONDS)
            await self.close_due(now())

    async def load_countdowns(self) -> None:
        """Take over the countdowns that an earlier process left running.

        A server that was given no look across associations (docs/adr/0006) takes over those of the rooms that are
        watched; the worker closes the others within a minute.
        """
        if not settings().platform_database_url:
            return
        async with db.platform_session(None, "server: countdowns that run") as session:
            countdowns.remember_all(await countdowns.running(session))

    async def close_due(self, at: datetime) -> int:
        """Close every vote whose countdown this process knows to have run out by an instant; return how many it closed."""
        for assembly_id in self.rooms.watched():
            view = self.views.get(assembly_id)
            if view and view.item_state == "open" and view.closes_at:
                ends = datetime.fromisoformat(view.closes_at)
                association_id = self.rooms.associations[assembly_id]
                countdowns.remember(countdowns.Countdown(association_id, UUID(view.item_id), ends))
        return sum([await self._close(each) for each in countdowns.due(at)])

    async def _close(self, due: countdowns.Countdown) -> bool:
        countdowns.forget(due.item_id)
        try:
            async with db.association_session(due.association_id) as session:
                if await voting.close_when_due(session, due.association_id, due.item_id):
                    return True
                countdowns.remember_all(await countdowns.running(session, due.item_id))  # more time was given elsewhere
        except KoproError as refused:
            log.info("countdown.not_closed", why=type(refused).__name__)
        return False

    async def seal_logs(self) -> None:
        """Chain what was logged, each second, for the associations that were touched."""
        while True:
            await asyncio.sleep(SEAL_LOG_SECONDS)
            while self._unsealed:
                association_id = self._unsealed.pop()
                async with db.association_session(association_id) as session:
                    await audit.seal_log(session, association_id)


_broadcaster: Broadcaster | None = None


def register(app: rx.App, state_name: str, var: str, sessions_ended: SessionsEnded) -> Broadcaster:
    """Make this process's fan-out, once, where the app is made; it starts with the server.

    `state_name` and `var` say which variable of the pages the view goes to; `sessions_ended` is called with sign-ins that
    ended in another process.
    """
    global _broadcaster
    _broadcaster = made = Broadcaster(app, state_name, var, sessions_ended)
    db.on_commit(made.committed)
    broom = Housekeeping(made.is_quiet)
    for task in (made.run, made.repeat, made.close_in_time, made.seal_logs, made.hints.run, broom.run):
        app.register_lifespan_task(_kept_alive(task))
    return made


def _kept_alive(task: Any) -> Any:
    """Start a task again when it fails, after saying so: a lost connection must not end the fan-out for good."""

    async def run() -> None:
        while True:
            try:
                await task()
            except Exception as failed:
                log.error("realtime.failed", task=task.__name__, error=type(failed).__name__)
                await asyncio.sleep(0.5)

    run.__name__ = task.__name__
    return run


async def join(sid: str, association_id: UUID, assembly_id: UUID) -> Mapping[str, Any]:
    """Let a connection watch an assembly and return the view to start with; the caller checked that its person may."""
    if _broadcaster is None:
        raise RuntimeError("the fan-out is not registered")
    await _broadcaster.rooms.join(sid, association_id, assembly_id)
    view = _broadcaster.views.get(assembly_id)
    if view is None:
        async with db.association_session(association_id) as session:
            view = await snapshot(session, association_id, assembly_id)
        _broadcaster.views[assembly_id] = view
    _broadcaster.mark(assembly_id)
    return asdict(view)


async def leave(sid: str) -> None:
    """Let a connection watch no assembly any more."""
    if _broadcaster is not None:
        await _broadcaster.rooms.leave(sid)


def is_listening() -> bool:
    """Say whether this process hears the others."""
    return _broadcaster is not None and _broadcaster.hints.alive
