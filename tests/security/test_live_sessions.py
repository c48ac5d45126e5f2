"""Live connections through the real server: told and closed when their sign-in ends, nothing left of who was nobody."""

import asyncio
import json
import pickle
from datetime import timedelta

import httpx
import pytest
import reflex as rx
from websockets.exceptions import InvalidStatus

from koprogo import db
from koprogo.core.clock import now
from koprogo.security import live_sessions
from koprogo.security.policies import anyone, current_actor, policy, signed_in
from koprogo.services.identity import sessions
from koprogo.services.identity.sessions import hash_of
from koprogo.settings import settings
from tests.security.live import free_port, page, serving


class Desk(rx.State):
    """A page that shows its reader's name."""

    words: str = ""

    @rx.event
    @policy(signed_in)
    async def greet(self):
        self.words = f"good evening {current_actor().name}"

    @rx.event
    @policy(anyone)
    async def note(self, words: str):
        self.words = words


@pytest.fixture(scope="module")
async def port(database):
    port = free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KOPROGO_PORT", str(port))
        settings.cache_clear()
        yield port
    settings.cache_clear()


@pytest.fixture(scope="module")
async def app(cast, port):
    async with serving(port) as app:
        yield app


async def sign_in(person_id) -> str:
    async with db.open_session() as session:
        return await sessions.create(session, person_id, method="password", at=now())


async def session_id_of(token: str):
    found = await sessions.resolve(hash_of(token), at=now())
    assert found
    return found.session_id


async def test_a_page_knows_its_reader(app, cast, port):
    async with page(port, token="reader", cookie=await sign_in(cast.people["anna"])) as anna:
        await anna.call(Desk.greet)
        await anna.hear("good evening Anna Peeters")


async def test_signing_out_tells_the_open_page_and_closes_it(app, cast, port):
    token = await sign_in(cast.people["bram"])
    async with page(port, token="leaving", cookie=token) as bram, page(port, token="other", cookie=token) as other:
        async with httpx.AsyncClient() as client:
            answer = await client.post(
                f"http://127.0.0.1:{port}/auth/sign-out",
                json={},
                headers={"origin": f"http://127.0.0.1:{port}", "cookie": f"__Host-koprogo={token}"},
            )
        assert answer.status_code == 200
        for tab in (bram, other):
            redirect = await tab.hear("_redirect")
            assert "/sign-in" in redirect
            await tab.hear("41/_event")


async def test_what_was_revoked_elsewhere_is_heard_here(app, cast, port):
    token = await sign_in(cast.people["bram"])
    async with page(port, token="elsewhere", cookie=token) as bram:
        live_sessions.ended(frozenset({await session_id_of(token)}))
        await bram.hear("41/_event")


async def test_the_last_hour_ends_a_page_too(app, cast, port):
    async with page(port, token="late", cookie=await sign_in(cast.people["bram"])) as bram:
        live_sessions.sweep(now() + timedelta(hours=23))
        await bram.call(Desk.greet)
        await bram.hear("good evening Bram Claes")
        live_sessions.sweep(now() + timedelta(hours=25))
        await bram.hear("41/_event")


async def test_the_cookie_is_in_no_state_and_no_log(app, cast, port, capfd):
    token = await sign_in(cast.people["anna"])
    async with page(port, token="secretive", cookie=token) as anna:
        await anna.call(Desk.greet)
        await anna.hear("good evening")
        kept = b"".join(pickle.dumps(state) for state in app.state_manager.states.values())
        heard = "".join(anna.heard)
    logged = "".join(capfd.readouterr())
    assert token.encode() not in kept
    assert hash_of(token).hex().encode() in kept, "only its hash is there"
    assert token not in heard
    assert hash_of(token).hex() not in heard
    assert token not in logged
    assert "Anna" not in logged


async def test_who_was_nobody_leaves_no_state(app, port):
    async with page(port, token="passer-by") as nobody:
        await nobody.call(Desk.note, words="x")
        await nobody.hear("words_rx_state_")
        assert "passer-by" in app.state_manager.states
    async with asyncio.timeout(20):
        while "passer-by" in app.state_manager.states:  # noqa: ASYNC110 - the state has no event to wait for
            await asyncio.sleep(0)


async def test_nobody_is_led_to_the_sign_in_page(app, port):
    async with page(port, token="nobody") as nobody:
        await nobody.call(Desk.greet)
        redirect = json.loads((await nobody.hear("_redirect")).partition(",")[2])
        assert redirect[1]["events"][0]["payload"]["path"] == "/sign-in"


async def test_another_sites_page_gets_no_connection(app, cast, port):
    with pytest.raises(InvalidStatus) as refused:
        async with page(port, token="csrf", cookie=await sign_in(cast.people["anna"]), origin="http://evil.example"):
            raise AssertionError("let in")
    assert refused.value.response.status_code == 403


async def test_an_oversized_message_ends_the_connection_and_the_server_lives(app, cast, port):
    async with page(port, token="large", cookie=await sign_in(cast.people["anna"])) as anna:
        await anna.call(Desk.note, words="x" * 300_000)
        await anna.wire.wait_closed()
    async with page(port, token="after", cookie=await sign_in(cast.people["anna"])) as anna:
        await anna.call(Desk.greet)
        await anna.hear("good evening")


@pytest.mark.parametrize(
    "frame",
    ['42/_event,["event",7]', '42/_event,["event",{"name":"no.such.handler"}]', '42/_event,["event"]', "42/_event,[", "9",
     '42/_event,["event",{"name":["x"],"payload":3}]', '40/_event,{"event":[]}', "\x00"],
)  # fmt: skip
async def test_what_no_page_sends_breaks_nothing(app, cast, port, frame, capfd):
    async with page(port, token="hostile", cookie=await sign_in(cast.people["anna"])) as hostile:
        await hostile.wire.send(frame)
    async with page(port, token="after", cookie=await sign_in(cast.people["anna"])) as anna:
        await anna.call(Desk.greet)
        await anna.hear("good evening")
    assert "no.such.handler" not in "".join(capfd.readouterr())
