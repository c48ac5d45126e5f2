"""The outermost layer of the web server: who may connect at all, and with which identity.

- A request that changes something, and a live connection, must come from a page of ours (Origin). Foreign or missing:
403. - The cookie stays outside: behind this layer the Cookie header of a live connection holds the hash of the sign-in,
and only
  while that sign-in lives. What a client sends under that name is dropped with the rest of its cookies.
- Nobody uploads through Reflex (`/_upload` does not exist here); addresses meant for developers do not exist either.
- Live connections without a sign-in are few (20 per address, 500 in all) and short (60 s idle); somebody signed in, by
  account or slip, is never counted by address, because a hall is one address.
- Messages have a size and a pace that no page of ours exceeds.
"""

import asyncio
import ipaddress
import time
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import psycopg
import structlog

from koprogo.adapters.wire import SCOPE_KEY, Wire
from koprogo.core.clock import now
from koprogo.security import cookie, counters, logs
from koprogo.security.headers import with_security
from koprogo.services.identity import sessions
from koprogo.settings import settings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SOCKET = "/_event"
CLOSED = ("/_upload", "/_event", "/_health", "/_all_routes", "/auth-codespace")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
ANONYMOUS_PER_ADDRESS = 20
ANONYMOUS_IN_ALL = 500
ANONYMOUS_IDLE_SECONDS = 60.0
BODY_BYTES = 26 * 1024 * 1024
"""The largest request: a file to import; routes hold their own lower limits."""
AUTH_BODY_BYTES = 16 * 1024
MESSAGE_BYTES = 256 * 1024
ANONYMOUS_MESSAGE_BYTES = 64 * 1024
MESSAGES_AT_ONCE = 100
MESSAGES_PER_SECOND = 20.0
PONG = "3"
PACKETS = frozenset("123456")
"""How a message of a page begins (Engine.IO); bytes are never sent. Others would leave a connection half open below."""
GOING_AWAY, FORBIDDEN, TOO_BIG, OUR_MISTAKE, TRY_LATER = 1001, 1008, 1009, 1011, 1013

log = structlog.get_logger()


def header(scope: Scope, name: bytes) -> str:
    """Return a request header as text, or nothing; repeated headers are joined."""
    return ", ".join(value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name)


def is_own_page(scope: Scope) -> bool:
    """Say whether a page of ours sent this: by Origin, or by Sec-Fetch-Site where a browser sends no Origin."""
    origin = header(scope, b"origin")
    if origin:
        return origin in settings().origins
    return header(scope, b"sec-fetch-site") == "same-origin"


def client_address(scope: Scope) -> str:
    """Return the address that counts: the client's, seen past our own proxies; an IPv6 network counts as one."""
    peer = scope.get("client")
    address = peer[0] if peer else ""
    hops = settings().trusted_proxy_hops
    if hops:
        seen = [each.strip() for each in header(scope, b"x-forwarded-for").split(",") if each.strip()]
        address = seen[-hops] if len(seen) >= hops else address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address


class Door:
    """ASGI layer around everything; put it last in `api_transformer`."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.anonymous: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request or a connection in, or answer it here.

        What is wrong inside is written down here and goes no further: the server below would print its words.
        """
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        logs.begin()
        try:
            if scope["type"] == "http":
                await self._request(scope, receive, send)
            else:
                await self._connection(scope, receive, send)
        except Exception as error:
            logs.log_fault(error, kind=scope["type"])
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": OUR_MISTAKE})

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]

        async def send_secured(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": with_security(path, message.get("headers", ()))}
            await send(message)

        if any(path == closed or path.startswith(f"{closed}/") for closed in CLOSED):
            await _answer(send_secured, 404, b"Not found")
        elif scope["method"] not in SAFE_METHODS and not is_own_page(scope):
            _turned_away("foreign_request", method=scope["method"])
            await _answer(send_secured, 403, b"This request did not come from a page of KoproGo.")
        else:
            most = AUTH_BODY_BYTES if path.startswith("/auth/") else BODY_BYTES
            if _announced_bytes(scope) > most:
                await _answer(send_secured, 413, b"This is too large.")
            else:
                await self.app(scope, _bounded(receive, most), send_secured)

    async def _connection(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].rstrip("/") != SOCKET:
            await _refuse(receive, send, FORBIDDEN)
        elif not is_own_page(scope):
            _turned_away("foreign_connection", has_origin=bool(header(scope, b"origin")))
            await _refuse(receive, send, FORBIDDEN)
        else:
            await self._admit(scope, receive, send)

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        session = cookie.hash_in("; ".join(header(scope, b"cookie").split(", ")), cookie.SESSION)
        try:
            live = session is not None and await sessions.resolve(session, at=now()) is not None
        except (psycopg.Error, TimeoutError):
            log.error("door.database_unreachable")
            await _refuse(receive, send, TRY_LATER)
            return
        sealed = cookie.sealed(session if live else None)
        headers = [(key, value) for key, value in scope["headers"] if key.lower() != b"cookie"]
        wire = Wire(send)
        headers = [*headers, (b"cookie", sealed.encode())] if sealed else headers
        scope = {**scope, "headers": headers, SCOPE_KEY: wire}
        try:
            if live:
                await self.app(scope, _Pace(receive, wire.send, MESSAGE_BYTES, None).receive, wire.send)
            else:
                await self._admit_anonymous(scope, receive, wire.send)
        finally:
            wire.close()

    async def _admit_anonymous(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = client_address(scope)
        if self.anonymous[address] >= ANONYMOUS_PER_ADDRESS or self.anonymous.total() >= ANONYMOUS_IN_ALL:
            _turned_away("too_many_anonymous", in_all=self.anonymous.total())
            await _refuse(receive, send, TRY_LATER)
            return
        self.anonymous[address] += 1
        counters.ANONYMOUS.inc()
        try:
            pace = _Pace(receive, send, ANONYMOUS_MESSAGE_BYTES, ANONYMOUS_IDLE_SECONDS)
            await self.app(scope, pace.receive, send)
        finally:
            counters.ANONYMOUS.dec()
            self.anonymous[address] -= 1
            if not self.anonymous[address]:
                del self.anonymous[address]


class _Pace:
    """Holds one live connection to a size, a pace and, without a sign-in, a time of silence."""

    def __init__(self, receive: Receive, send: Send, most_bytes: int, idle_seconds: float | None) -> None:
        self._receive, self._send = receive, send
        self._most_bytes, self._idle_seconds = most_bytes, idle_seconds
        self._left, self._filled_at = float(MESSAGES_AT_ONCE), time.monotonic()
        self._heard_at = time.monotonic()

    async def receive(self) -> MutableMapping[str, Any]:
        """Return the next message, or a goodbye when the connection broke a limit."""
        try:
            message = await self._next()
        except TimeoutError:
            return await self._goodbye(GOING_AWAY)
        if message["type"] != "websocket.receive":
            return message
        content = message.get("text") or ""
        if content == PONG:
            return message
        if content[:1] not in PACKETS:
            _turned_away("no_message_of_ours")
            return await self._goodbye(FORBIDDEN)
        if len(content) > self._most_bytes:
            _turned_away("message_too_big", size=len(content))
            return await self._goodbye(TOO_BIG)
        if not self._in_pace():
            _turned_away("messages_too_fast")
            return await self._goodbye(FORBIDDEN)
        self._heard_at = time.monotonic()
        return message

    async def _next(self) -> MutableMapping[str, Any]:
        if self._idle_seconds is None:
            return await self._receive()
        left = self._heard_at + self._idle_seconds - time.monotonic()
        return await asyncio.wait_for(self._receive(), max(left, 0.0))

    def _in_pace(self) -> bool:
        now_at = time.monotonic()
        self._left = min(float(MESSAGES_AT_ONCE), self._left + (now_at - self._filled_at) * MESSAGES_PER_SECOND)
        self._filled_at = now_at
        self._left -= 1
        return self._left >= 0

    async def _goodbye(self, code: int) -> MutableMapping[str, Any]:
        await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}


def _turned_away(why: str, **facts: str | int | bool) -> None:
    counters.TURNED_AWAY.labels(why).inc()
    log.warning(f"door.{why}", **facts)


def _announced_bytes(scope: Scope) -> int:
    length = header(scope, b"content-length")
    return int(length) if length.isdecimal() else 0


def _bounded(receive: Receive, most: int) -> Receive:
    """Hang up on a body that grows past its limit without having announced its length."""
    left = most

    async def bounded() -> MutableMapping[str, Any]:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        return message if left >= 0 else {"type": "http.disconnect"}

    return bounded


async def _refuse(receive: Receive, send: Send, code: int) -> None:
    """Close before accepting, which the server turns into a 403."""
    await receive()
    await send({"type": "websocket.close", "code": code})


async def _answer(send: Send, status: int, body: bytes) -> None:
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain; charset=utf-8")]}
    )
    await send({"type": "http.response.body", "body": body})
