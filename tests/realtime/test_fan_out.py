"""A room message through the real server: one frame, the same for all who watch, and for nobody else."""

import asyncio
from uuid import uuid4

import pytest
from reflex.state import StateUpdate

from koprogo.realtime.rooms import PREFIX, Rooms
from koprogo.settings import settings
from tests.security.live import free_port, page, serving

EVENT = "event"


@pytest.fixture(scope="module")
async def port(database):
    port = free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KOPROGO_PORT", str(port))
        settings.cache_clear()
        yield port
    settings.cache_clear()


@pytest.fixture
async def app(port):
    async with serving(port) as app:
        yield app


def _sid(app, token: str) -> str:
    return app.event_namespace.token_to_sid[token]


def _seen(number: int) -> StateUpdate:
    return StateUpdate(delta={"some.state": {"room_rx_state_": {"version": number, "speaker": "Zoé"}}})


async def test_everyone_who_watches_gets_the_same_frame(app, port):
    rooms, assembly = Rooms(app, {}), uuid4()
    async with page(port, token="one") as one, page(port, token="two") as two, page(port, token="not") as other:
        for token in ("one", "two"):
            await rooms.join(_sid(app, token), uuid4(), assembly)
        assert len(rooms.wires) == 2, "past the queues, or this test shows nothing"
        await rooms.emit(assembly, EVENT, _seen(7))
        frames = [await each.hear('"version":7') for each in (one, two)]
        assert frames == [rooms.encoded(EVENT, _seen(7))] * 2
        await rooms.emit(uuid4(), EVENT, _seen(8))
        await app.event_namespace.emit(EVENT, _seen(9), to=_sid(app, "not"))
        await other.hear('"version":9')
        assert not any('"version":7' in each or '"version":8' in each for each in other.heard)


async def test_the_frame_is_the_one_socket_io_would_send(app, port):
    rooms, assembly = Rooms(app, {}), uuid4()
    async with page(port, token="same") as opened:
        await rooms.join(_sid(app, "same"), uuid4(), assembly)
        await app.sio.emit(EVENT, _seen(3), room=PREFIX + str(assembly), namespace=rooms.namespace)
        theirs = await opened.hear('"version":3')
        await rooms.emit(assembly, EVENT, _seen(3))
        assert await opened.hear('"version":3') == theirs


async def test_who_came_past_the_door_is_served_the_slow_way(app, port):
    rooms, assembly = Rooms(app, {}), uuid4()
    async with page(port, token="slow") as opened:
        await rooms.join(_sid(app, "slow"), uuid4(), assembly)
        rooms.wires.clear()
        await rooms.emit(assembly, EVENT, _seen(5))
        assert await opened.hear('"version":5') == rooms.encoded(EVENT, _seen(5))


async def test_a_phone_that_left_is_forgotten(app, port):
    rooms, assembly = Rooms(app, {}), uuid4()
    async with page(port, token="stays") as stays:
        async with page(port, token="goes"):
            for token in ("stays", "goes"):
                await rooms.join(_sid(app, token), uuid4(), assembly)
            gone = rooms.wires[_sid(app, "goes")]
        async with asyncio.timeout(20):
            while True:
                if gone.is_closed:
                    break
                await asyncio.sleep(0)
        await rooms.emit(assembly, EVENT, _seen(1))
        await stays.hear('"version":1')
        assert rooms.watched() == [assembly] and len(rooms.wires) == 1
