"""A thousand connections without a sign-in from one address, while the hall goes on: held off, and nothing of them kept."""

import asyncio

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from koprogo import db
from koprogo.core.clock import now
from koprogo.security.origin import ANONYMOUS_PER_ADDRESS, Door
from koprogo.services.identity import sessions
from koprogo.settings import settings
from tests.security.live import free_port, page, serving
from tests.security.test_live_sessions import Desk

FLOOD, AT_ONCE = 1000, 50


@pytest.fixture
async def port(database):
    port = free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KOPROGO_PORT", str(port))
        settings.cache_clear()
        yield port
    settings.cache_clear()


async def test_a_flood_without_sign_in_is_held_off_while_the_hall_goes_on(cast, port, monkeypatch):
    doors: list[Door] = []
    made = Door.__init__

    def remembered(self, app):
        made(self, app)
        doors.append(self)

    monkeypatch.setattr(Door, "__init__", remembered)
    async with db.open_session() as session:
        cookie = await sessions.create(session, cast.people["anna"], method="password", at=now())
    async with serving(port) as app, page(port, token="hall", cookie=cookie) as hall:
        [door] = doors
        held: list = []
        most = 0
        gate = asyncio.Semaphore(AT_ONCE)

        async def intrude(number: int) -> str:
            nonlocal most
            async with gate:
                try:
                    held.append(
                        await connect(
                            f"ws://127.0.0.1:{port}/_event/?EIO=4&transport=websocket&token=flood-{number}",
                            origin=f"http://127.0.0.1:{port}",
                            proxy=None,
                        )
                    )
                except InvalidStatus as refused:
                    return f"refused {refused.response.status_code}"
                finally:
                    most = max(most, door.anonymous.total())
                return "let in"

        flood = asyncio.gather(*(intrude(number) for number in range(FLOOD)))
        for _ in range(20):  # in the middle of it, each press of hers has its answer
            await hall.call(Desk.greet)
            await hall.hear("good evening Anna")
            await hall.call(Desk.note, words="")
            await hall.hear('"words_rx_state_":""')
        answers = await flood
        assert answers.count("let in") == ANONYMOUS_PER_ADDRESS == most
        assert answers.count("refused 403") == FLOOD - ANONYMOUS_PER_ADDRESS
        assert len(app.sio.eio.sockets) == ANONYMOUS_PER_ADDRESS + 1, "a refused one costs no connection"
        assert len(app.state_manager.states) == 1, "nobody's state but hers"
        await asyncio.gather(*(each.close() for each in held))
        async with asyncio.timeout(20):
            while True:
                if not door.anonymous and len(app.sio.eio.sockets) == 1:
                    break
                await asyncio.sleep(0)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            assert (await client.get("/healthz")).status_code == 200
