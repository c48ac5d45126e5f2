"""Hints between processes: what one commits, the other hears once, and its own never."""

import asyncio
from uuid import uuid4

import psycopg
import pytest

from koprogo.realtime.hints import Hints


@pytest.fixture
async def two(database):
    """Two processes' ends, both listening."""
    heard: dict[str, list] = {"here": [], "there": []}
    ends = {
        name: Hints(lambda kind, thing, name=name: heard[name].append((kind, thing)), lambda: None) for name in heard
    }
    running = [asyncio.create_task(end.run()) for end in ends.values()]
    await _until(lambda: all(end.alive for end in ends.values()))
    yield ends, heard
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def _until(reached) -> None:
    async with asyncio.timeout(20):
        while True:
            if reached():
                return
            await asyncio.sleep(0)


async def test_a_thousand_commits_in_one_room_are_one_hint(two):
    ends, heard = two
    room, sign_in = uuid4(), uuid4()
    for _ in range(1000):
        ends["here"].send("assembly", room)
    ends["here"].send("session", sign_in)
    await _until(lambda: ("session", sign_in) in heard["there"])
    assert heard == {"here": [], "there": [("assembly", room), ("session", sign_in)]}


async def test_each_hears_the_other(two):
    ends, heard = two
    one, other = uuid4(), uuid4()
    ends["here"].send("assembly", one)
    ends["there"].send("assembly", other)
    await _until(lambda: heard["here"] and heard["there"])
    assert heard == {"here": [("assembly", other)], "there": [("assembly", one)]}


class Lost:
    """A connection that ends under the first sending."""

    async def execute(self, *_):
        raise psycopg.OperationalError("the connection is gone")


async def test_a_hint_under_which_the_connection_ends_is_sent_by_the_next_one(two):
    _, heard = two
    room, later = uuid4(), uuid4()
    apart = Hints(lambda *_: None, lambda: None)
    apart.send("assembly", room)
    with pytest.raises(psycopg.OperationalError):
        await apart._send(Lost())
    apart.send("assembly", later)
    running = asyncio.create_task(apart.run())
    await _until(lambda: len(heard["there"]) == len(heard["here"]) == 2)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert heard["there"] == heard["here"] == [("assembly", room), ("assembly", later)]
