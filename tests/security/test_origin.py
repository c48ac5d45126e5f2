"""The door: who may connect, what goes through, and what never does."""

import asyncio

import pytest

from koprogo import db
from koprogo.core.clock import now
from koprogo.security import cookie, headers, origin
from koprogo.security.origin import Door
from koprogo.services.identity import sessions
from koprogo.services.identity.sessions import hash_of
from koprogo.settings import settings
from tests.api.web import ORIGIN, Browser

OURS = [(b"host", b"127.0.0.1:8000"), (b"origin", ORIGIN.encode())]


class Inside:
    """What stands behind the door: accepts every connection and remembers what it was given."""

    def __init__(self) -> None:
        self.scopes: list[dict] = []
        self.heard: list[dict] = []

    async def __call__(self, scope, receive, send) -> None:
        self.scopes.append(scope)
        await receive()
        await send({"type": "websocket.accept"})
        while True:
            message = await receive()
            self.heard.append(message)
            if message["type"] == "websocket.disconnect":
                return


class Socket:
    """A live connection from outside: what it says goes into a queue, what it hears into a list."""

    def __init__(self, door: Door, *, sent=OURS, path="/_event/", address="81.240.0.1") -> None:
        self.said: asyncio.Queue[dict] = asyncio.Queue()
        self.heard: list[dict] = []
        self.answered = asyncio.Event()
        self.said.put_nowait({"type": "websocket.connect"})
        scope = {"type": "websocket", "path": path, "headers": sent, "client": (address, 4711), "query_string": b""}
        self.task = asyncio.create_task(door(scope, self.said.get, self._hear))

    async def _hear(self, message) -> None:
        self.heard.append(message)
        self.answered.set()

    async def opened(self) -> bool:
        await self.answered.wait()
        return self.heard[0]["type"] == "websocket.accept"

    async def close(self) -> None:
        self.said.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await self.task

    def closed_with(self) -> int | None:
        return next((each["code"] for each in self.heard if each["type"] == "websocket.close"), None)


@pytest.fixture
def inside():
    return Inside()


@pytest.fixture
def door(database, inside):
    sessions.forget_all()
    return Door(inside)


async def cookie_of(person_id) -> tuple[str, tuple[bytes, bytes]]:
    async with db.open_session() as session:
        token = await sessions.create(session, person_id, method="password", at=now())
    return token, (b"cookie", f"lang=fr; __Host-koprogo={token}; other=1".encode())


@pytest.mark.parametrize(
    "sent",
    [
        [],
        [(b"origin", b"http://evil.example")],
        [(b"origin", b"null")],
        [(b"origin", b"http://127.0.0.1:8000.evil.example")],
        [(b"origin", b"https://127.0.0.1:8000")],
        [(b"origin", b"http://127.0.0.1:8001")],
        [(b"sec-fetch-site", b"cross-site")],
        [(b"origin", b"http://evil.example"), (b"sec-fetch-site", b"same-origin")],
    ],
)
async def test_a_foreign_or_missing_origin_is_refused(door, inside, sent):
    socket = Socket(door, sent=sent)
    await socket.task
    assert socket.heard == [{"type": "websocket.close", "code": origin.FORBIDDEN}]
    assert inside.scopes == []


async def test_no_other_path_takes_live_connections(door, inside):
    socket = Socket(door, path="/api/v1/live")
    await socket.task
    assert socket.closed_with() == origin.FORBIDDEN
    assert inside.scopes == []


async def test_behind_the_door_the_cookie_is_a_hash(cast, door, inside):
    token, sent = await cookie_of(cast.people["anna"])
    socket = Socket(door, sent=[*OURS, sent])
    assert await socket.opened()
    await socket.close()
    [scope] = inside.scopes
    assert [value for name, value in scope["headers"] if name == b"cookie"] == [
        f"session={hash_of(token).hex()}".encode()
    ]
    assert token.encode() not in repr(scope).encode()
    assert cookie.unseal(dict(scope["headers"])[b"cookie"].decode()) == hash_of(token)


async def test_a_hash_that_a_client_sends_is_dropped(cast, door, inside):
    token, _ = await cookie_of(cast.people["anna"])
    forged = f"session={hash_of(token).hex()}".encode()
    socket = Socket(door, sent=[*OURS, (b"cookie", forged), (b"Cookie", forged)])
    assert await socket.opened()
    await socket.close()
    assert not any(name.lower() == b"cookie" for name, _ in inside.scopes[0]["headers"])


async def test_a_sign_in_that_ended_is_nobody(cast, door, inside):
    token, sent = await cookie_of(cast.people["bram"])
    async with db.open_session() as session:
        await sessions.revoke_hash(session, hash_of(token), at=now())
    socket = Socket(door, sent=[*OURS, sent])
    assert await socket.opened()
    await socket.close()
    assert not any(name == b"cookie" for name, _ in inside.scopes[0]["headers"])


async def test_twenty_at_one_address_without_a_sign_in_and_no_more(door):
    sockets = [Socket(door) for _ in range(21)]
    assert [await socket.opened() for socket in sockets] == [True] * 20 + [False]
    assert sockets[20].closed_with() == origin.TRY_LATER
    elsewhere = Socket(door, address="81.240.0.2")
    assert await elsewhere.opened(), "another address is not held up"
    await sockets[0].close()
    again = Socket(door)
    assert await again.opened(), "a place is free again"
    for socket in [*sockets[1:20], elsewhere, again]:
        await socket.close()
    assert door.anonymous.total() == 0


async def test_five_hundred_in_all_without_a_sign_in(door, monkeypatch):
    monkeypatch.setattr(origin, "ANONYMOUS_IN_ALL", 5)
    sockets = [Socket(door, address=f"81.240.1.{n}") for n in range(6)]
    assert [await socket.opened() for socket in sockets] == [True] * 5 + [False]
    for socket in sockets[:5]:
        await socket.close()


async def test_a_hall_that_signed_in_is_never_counted_by_address(cast, door):
    _, sent = await cookie_of(cast.people["anna"])
    sockets = [Socket(door, sent=[*OURS, sent]) for _ in range(200)]
    assert all([await socket.opened() for socket in sockets])
    assert door.anonymous.total() == 0
    for socket in sockets:
        await socket.close()


def test_an_ipv6_network_counts_as_one_and_only_our_proxies_are_believed(database, monkeypatch):
    scope = {"client": ("2001:db8:1:2:3::1", 1), "headers": [(b"x-forwarded-for", b"6.6.6.6, 81.240.0.9")]}
    assert origin.client_address(scope) == "2001:db8:1:2::/64"
    monkeypatch.setenv("KOPROGO_TRUSTED_PROXY_HOPS", "1")
    settings.cache_clear()
    try:
        assert origin.client_address(scope) == "81.240.0.9"
    finally:
        monkeypatch.undo()
        settings.cache_clear()


async def test_silence_without_a_sign_in_ends_it_and_pongs_are_silence(door, inside, monkeypatch):
    monkeypatch.setattr(origin, "ANONYMOUS_IDLE_SECONDS", 0.05)
    socket = Socket(door)
    assert await socket.opened()
    socket.said.put_nowait({"type": "websocket.receive", "text": "3"})
    await socket.task
    assert socket.closed_with() == origin.GOING_AWAY
    assert inside.heard[-1]["type"] == "websocket.disconnect"


async def test_silence_with_a_sign_in_does_not(cast, door, monkeypatch):
    monkeypatch.setattr(origin, "ANONYMOUS_IDLE_SECONDS", 0.0)
    _, sent = await cookie_of(cast.people["anna"])
    socket = Socket(door, sent=[*OURS, sent])
    assert await socket.opened()
    for _ in range(50):
        await asyncio.sleep(0)
    assert not socket.task.done()
    await socket.close()
    assert socket.closed_with() is None


async def test_a_message_that_is_too_large_ends_it(door, inside):
    socket = Socket(door)
    assert await socket.opened()
    socket.said.put_nowait({"type": "websocket.receive", "text": "4" * (64 * 1024 + 1)})
    await socket.task
    assert socket.closed_with() == origin.TOO_BIG
    assert [each["type"] for each in inside.heard] == ["websocket.disconnect"]


@pytest.mark.parametrize("message", [{"text": ""}, {"text": "9"}, {"text": "\x00"}, {"bytes": b"42"}, {"text": "x42"}])
async def test_what_is_no_message_of_a_page_ends_it(door, inside, message):
    socket = Socket(door)
    assert await socket.opened()
    socket.said.put_nowait({"type": "websocket.receive", **message})
    await socket.task
    assert socket.closed_with() == origin.FORBIDDEN
    assert [each["type"] for each in inside.heard] == ["websocket.disconnect"]


async def test_messages_faster_than_a_hand_end_it(door, inside):
    socket = Socket(door)
    assert await socket.opened()
    for _ in range(origin.MESSAGES_AT_ONCE + 30):
        socket.said.put_nowait({"type": "websocket.receive", "text": "42"})
    await socket.task
    assert socket.closed_with() == origin.FORBIDDEN
    assert len(inside.heard) <= origin.MESSAGES_AT_ONCE + 30


async def test_without_the_database_nobody_is_let_in_as_nobody(door, inside, monkeypatch):
    """A signed-in person must not lose her page to an anonymous one because the database was away."""

    async def away(*_args, **_more):
        raise TimeoutError

    monkeypatch.setattr(sessions, "resolve", away)
    socket = Socket(door, sent=[*OURS, (b"cookie", b"__Host-koprogo=abc")])
    await socket.task
    assert socket.closed_with() == origin.TRY_LATER
    assert inside.scopes == []


class TestRequests:
    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
    @pytest.mark.parametrize(
        "sent", [{}, {"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "same-site"}]
    )
    async def test_what_changes_something_comes_from_a_page_of_ours(self, database, method, sent):
        browser = Browser()
        browser.headers = sent
        answer = await browser.send(method, "/auth/sign-out")
        assert answer.status_code == 403

    async def test_a_browser_that_sends_no_origin_says_same_origin(self, database):
        browser = Browser()
        browser.headers = {"sec-fetch-site": "same-origin"}
        assert (await browser.post("/auth/sign-out", json={})).status_code == 200

    async def test_large_bodies_are_refused_announced_or_not(self, database):
        browser = Browser()
        announced = await browser.post("/auth/sign-in", content=b"x" * (origin.AUTH_BODY_BYTES + 1))
        assert announced.status_code == 413

        async def endless():
            for _ in range(10):
                yield b"x" * 4096

        unannounced = await browser.post(
            "/auth/sign-in", content=endless(), headers={"content-type": "application/json"}
        )
        assert unannounced.status_code >= 400

    async def test_every_answer_carries_the_headers(self, database):
        for path in ("/healthz", "/api/v1/me", "/nothing", "/_upload"):
            answer = await Browser().get(path)
            for name, value in headers.ALWAYS:
                assert answer.headers[name.decode()] == value.decode(), path

    async def test_a_page_says_what_it_may_load(self, database):
        policy = (await Browser().get("/api/v1/docs")).headers["content-security-policy"]
        directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert directives["script-src"] == "'self' 'unsafe-inline'"
        assert "unsafe-eval" not in policy
        sockets = [origin.replace("http://", "ws://") for origin in settings().origins]
        assert directives["connect-src"].split() == ["'self'", *sockets]
        assert "ws://127.0.0.1:8000" in sockets
        assert directives["frame-ancestors"] == "'none'"

    async def test_https_is_kept_once_seen(self, database, monkeypatch):
        monkeypatch.setenv("KOPROGO_PUBLIC_URL", "https://koprogo.example.be")
        settings.cache_clear()
        try:
            answer = await Browser().get("/healthz")
            assert answer.headers["strict-transport-security"] == "max-age=31536000"
            assert (await Browser().post("/auth/sign-out", json={})).status_code == 403, "loopback is foreign now"
        finally:
            monkeypatch.undo()
            settings.cache_clear()
