"""A countdown nobody watches: it closes once, by whichever process comes first, also after a restart; nobody waits here."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now
from koprogo.jobs import upkeep
from koprogo.realtime.broadcast import Broadcaster
from koprogo.services.assemblies.voting import countdowns, voting
from koprogo.settings import settings
from tests.services.assemblies.evening import NOW, opened


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    """Each test is a process that has just started."""
    monkeypatch.setattr(countdowns, "_running", {})


@pytest.fixture
def server(monkeypatch):
    """A process whose rooms nobody watches."""
    made = Broadcaster(SimpleNamespace(), "state", "room", lambda ended: None)
    monkeypatch.setattr(made.rooms, "watched", list)
    return made


async def opened_for(cast, at, seconds=60):
    assembly, [item] = await opened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await voting.open_item(session, cast.syndic, cast.association_id, item, at=at, seconds=seconds)
    return assembly, item


async def closings(cast, item):
    async with db.tenant_session(cast.syndic) as session:
        return await session.scalar(
            text("SELECT count(*) FROM item_event WHERE item_id = :i AND what = 'closed'"), {"i": item}
        )


async def test_a_vote_that_nobody_watches_closes_at_its_time(cast, server):
    at = now() - timedelta(seconds=61)
    _, item = await opened_for(cast, at)
    assert await server.close_due(at + timedelta(seconds=59)) == 0  # by the clock of the process it still runs
    assert await closings(cast, item) == 0
    assert await server.close_due(now()) == 1
    assert await server.close_due(now()) == 0
    assert await closings(cast, item) == 1


async def test_what_an_earlier_process_left_is_taken_over(cast, server, monkeypatch):
    _, item = await opened_for(cast, now() - timedelta(minutes=5))
    monkeypatch.setattr(countdowns, "_running", {})  # the process ended
    assert await server.close_due(now()) == 0
    await server.load_countdowns()
    assert await server.close_due(now()) == 1
    assert await closings(cast, item) == 1


async def test_a_server_that_may_not_look_everywhere_still_closes_what_it_knows(cast, server, monkeypatch):
    """`koprogo run` gives the server no URL for a look across associations: the task must not fail for it, and close."""
    monkeypatch.setenv("KOPROGO_PLATFORM_DATABASE_URL", "")
    settings.cache_clear()
    try:
        task = asyncio.create_task(server.close_in_time())
        _, item = await opened_for(cast, now() - timedelta(minutes=5))
        async with asyncio.timeout(20):
            while not await closings(cast, item):
                assert not task.done(), task.exception()
        task.cancel()
    finally:
        monkeypatch.undo()
        settings.cache_clear()


async def test_several_processes_close_it_once(cast, server):
    _, item = await opened_for(cast, now() - timedelta(minutes=5))
    [countdown] = countdowns.due(now())
    closed = await asyncio.gather(*(server._close(countdown) for _ in range(4)), upkeep.close_votes(0))
    assert sum(filter(None, closed)) <= 1  # the worker may have been first
    assert await closings(cast, item) == 1


async def test_time_given_by_another_process_is_respected(cast, server):
    _, item = await opened_for(cast, now() - timedelta(seconds=61))
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await voting.extend_item(session, cast.syndic, cast.association_id, item, at=now(), seconds=600)
    countdowns.remember(countdowns.Countdown(cast.association_id, item, NOW))  # what this process had heard before
    assert await server.close_due(now()) == 0
    assert await closings(cast, item) == 0
    assert [each.item_id for each in countdowns.due(now() + timedelta(seconds=700))] == [item]


async def test_the_worker_closes_what_no_server_did(cast):
    _, late = await opened_for(cast, now() - timedelta(minutes=5))
    await upkeep.close_votes(0)
    assert await closings(cast, late) == 1
    _, running = await opened_for(cast, now(), seconds=600)
    await upkeep.close_votes(0)
    assert await closings(cast, running) == 0
