"""The fan-out of one process: a tick that fails is not the last one, and what it left unshown is shown by the next."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError

from koprogo.realtime import broadcast
from koprogo.realtime.broadcast import SLOW_TICK_SECONDS, Broadcaster


class Stumbling(Broadcaster):
    """A fan-out whose reads fail some times, each in the middle of a commit elsewhere, before one goes well."""

    fails, read = 2, 0

    async def tick(self, assembly_id):
        self.read += 1
        if self.read <= self.fails:
            self.mark(assembly_id)  # the last ballot of the vote is committed now
            await asyncio.sleep(0)  # and the mark is looked at while this tick still runs
            raise OperationalError("SELECT", {}, OSError("the connection is gone"))


@pytest.fixture
def made(monkeypatch):
    """A fan-out with one room that is watched."""
    monkeypatch.setattr(broadcast, "AGAIN_SECONDS", 0.0)
    fan_out = Stumbling(None, "state", "room", lambda ended: None)
    fan_out.rooms.associations[uuid4()] = uuid4()
    return fan_out


async def test_a_room_that_could_not_be_read_is_read_again_at_once(made):
    [assembly] = made.rooms.associations
    running = asyncio.create_task(made.run())
    made.mark(assembly)
    async with asyncio.timeout(SLOW_TICK_SECONDS):  # the slow tick, which this fan-out does not even run
        while made.read <= made.fails:
            await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
