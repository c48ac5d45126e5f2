"""The way out of one live connection: one message at a time, in order; of what everybody sees, only the newest waits.

    wire = Wire(send)
    await wire.send(message)   the ASGI way, for what is this reader's own
    wire.show(text)            what the whole room sees: no task, no queue, no second encoding

A phone that reads slowly is sent what is on now, not the history: `show` replaces what was shown and has not left yet.
Order holds all the same: what was shown before a message of the reader's own leaves before it.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
RawSend = Callable[[Message], Awaitable[None]]
SEND = "websocket.send"
SCOPE_KEY = "koprogo.wire"
"""Where the door leaves it in the scope of the connection."""


class Wire:
    """One connection's outgoing side. `raw` is the server's own `send`, which begins to send when it is called."""

    __slots__ = ("_busy", "_raw", "_shown", "_waiting", "is_closed")

    def __init__(self, raw: RawSend) -> None:
        self._raw = raw
        self._busy = False
        self._shown: str | None = None
        self._waiting: deque[tuple[Message, asyncio.Future[None] | None]] = deque()
        self.is_closed = False

    async def send(self, message: Message) -> None:
        """Send one ASGI message, after those before it.

        Raises:
            what the server raises when the connection is gone.
        """
        if message["type"] != SEND:
            if message["type"] == "websocket.close":
                self.close()
            await self._raw(message)
            return
        if self._busy:
            self._queue_shown()
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((message, turn))
            await turn
            return
        self._busy = True
        try:
            await self._raw(message)
        finally:
            self._busy = False
            self._next()

    def show(self, text: str) -> None:
        """Send what the whole room sees, now or as soon as the message before it has left; never blocks, never raises."""
        if self.is_closed:
            return
        if self._busy:
            self._shown = text
        else:
            self._begin({"type": SEND, "text": text}, None)

    def close(self) -> None:
        """Send nothing more; who waits for a turn is told that the connection is gone."""
        self.is_closed = True
        self._shown = None
        while self._waiting:
            _, turn = self._waiting.popleft()
            if turn is not None and not turn.done():
                turn.set_exception(ConnectionError("the connection is gone"))

    def _queue_shown(self) -> None:
        if self._shown is not None:
            self._waiting.append(({"type": SEND, "text": self._shown}, None))
            self._shown = None

    def _next(self) -> None:
        if self._waiting:
            self._begin(*self._waiting.popleft())
        elif self._shown is not None:
            text, self._shown = self._shown, None
            self._begin({"type": SEND, "text": text}, None)

    def _begin(self, message: Message, turn: asyncio.Future[None] | None) -> None:
        self._busy = True
        try:
            sending = asyncio.ensure_future(self._raw(message))
        except (RuntimeError, OSError) as gone:
            self._left(gone, turn)
            return
        sending.add_done_callback(lambda done: self._left(None if done.cancelled() else done.exception(), turn))

    def _left(self, fault: BaseException | None, turn: asyncio.Future[None] | None) -> None:
        self._busy = False
        if turn is not None and not turn.done():
            if fault is None:
                turn.set_result(None)
            else:
                turn.set_exception(fault)
        if fault is not None:
            self.close()
        else:
            self._next()
