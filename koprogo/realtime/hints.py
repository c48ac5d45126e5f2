"""Hints between processes: a commit here is heard there. A hint carries an id, never a fact; the database is read again.

One connection of each process listens and also notifies, so that no cast ever does: NOTIFY inside a cast would make every
commit of the database wait its turn.
"""

import asyncio
from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
import structlog

from koprogo.settings import settings

CHANNEL = "koprogo_hints"
EXCHANGE_SECONDS = 0.05
"""How long a hint waits for company: half a tick."""
RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0)

log = structlog.get_logger()


class Hints:
    """Listen for other processes' hints and send our own; `alive` says whether the connection stands."""

    def __init__(self, heard: Callable[[str, UUID], None], gap: Callable[[], None]) -> None:
        self._heard, self._gap = heard, gap
        self._own = uuid4().hex[:12]
        self._outbox: dict[tuple[str, UUID], None] = {}
        self.alive = False

    def send(self, kind: str, thing_id: UUID) -> None:
        """Tell the other processes soon, once for any number of times until then; never blocks."""
        self._outbox[kind, thing_id] = None

    async def run(self) -> None:
        """Keep one connection; after each loss connect again and have everything read anew."""
        attempt = 0
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(settings().app_database_url, autocommit=True) as link:
                    await link.execute(f"LISTEN {CHANNEL}")
                    self.alive, attempt = True, 0
                    self._gap()
                    await self._exchange(link)
            except psycopg.OperationalError as lost:
                log.warning("hints.lost", error=type(lost).__name__)
            self.alive = False
            await asyncio.sleep(RETRY_SECONDS[min(attempt, len(RETRY_SECONDS) - 1)])
            attempt += 1

    async def _exchange(self, link: psycopg.AsyncConnection) -> None:
        while True:
            async for notice in link.notifies(timeout=EXCHANGE_SECONDS, stop_after=64):
                self._take(notice.payload)
            if self._outbox:
                await self._send(link)

    async def _send(self, link: psycopg.AsyncConnection) -> None:
        """Send what waits. A connection lost meanwhile loses nothing: it waits again, beside what came since."""
        leaving, self._outbox = self._outbox, {}
        words = [f"{self._own} {kind} {thing_id}" for kind, thing_id in leaving]
        try:
            await link.execute("SELECT pg_notify(%s, word) FROM unnest(%s::text[]) AS word", [CHANNEL, words])
        except psycopg.Error:
            self._outbox = leaving | self._outbox
            raise

    def _take(self, payload: str) -> None:
        sender, _, rest = payload.partition(" ")
        kind, _, thing = rest.partition(" ")
        if sender == self._own:
            return
        try:
            thing_id = UUID(thing)
        except ValueError:
            log.warning("hints.unreadable")
            return
        self._heard(kind, thing_id)
