"""The fan-out of one process: a tick that fails is followed by another; the message is small, and says all there is."""

import asyncio
import re
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from socketio.packet import EVENT, Packet
from sqlalchemy.exc import OperationalError

from koprogo.cli.bench.phones import LIVE, ROOM
from koprogo.realtime import broadcast
from koprogo.realtime.broadcast import LEFT_OUT, SLOW_TICK_SECONDS, Broadcaster, small
from koprogo.services.assemblies.room.snapshot import RoomView
from koprogo.settings import PROJECT

MOST_BYTES = 1000
VOTING = RoomView(
    version=2503, at="2026-11-22T20:14:03.123Z", state="opened", opened_at="2026-11-22T20:10:03.123456+00:00", heads=1000,
    heads_total=1000, heads_needed=501, shares=10_000, shares_total=10_000, half_needed=5001, three_quarters_needed=7501,
    quorum=True, agenda=("open",), item_id=str(uuid4()), item_number=1, item_round=1, item_state="open",
    majority="two_thirds", article="3.88 §1, 1° b)", text_version=1, in_favour=5010, against=2000, abstained=1000,
    votes_cast=7010, needed=4674, key_total=10_000, present=10_000, voted=8010, no_ballot=1990, lots_present=1000,
    lots_voted=801, minutes_run=14, minutes_due=10, minutes_planned=10,
)  # fmt: skip
"""A thousand owners in the middle of a vote."""
TEXTS = "|".join(name for name in LEFT_OUT if isinstance(getattr(RoomView(), name), str))
COMPARED = re.compile(rf'\b(room|ROOM)\.({TEXTS})\b\s*(==|!=)\s*""|\b(room|ROOM)\.({"|".join(LEFT_OUT)})\.length')


class Stumbling(Broadcaster):
    """A fan-out whose reads fail some times, each in the middle of a commit elsewhere, before one goes well."""

    fails, read = 2, 0

    def __init__(self, *facts):
        super().__init__(*facts)
        self.well = asyncio.Event()

    async def tick(self, assembly_id):
        self.read += 1
        if self.read <= self.fails:
            self.mark(assembly_id)  # the last ballot of the vote is committed now
            await asyncio.sleep(0)  # and the mark is looked at while this tick still runs
            raise OperationalError("SELECT", {}, OSError("the connection is gone"))
        self.well.set()


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
    async with asyncio.timeout(SLOW_TICK_SECONDS):  # the slow tick would come to help only then
        await made.well.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def test_the_message_of_a_vote_of_a_thousand_is_small():
    data = ["event", {"delta": {LIVE: {ROOM: small(VOTING)}}, "events": []}]
    assert len(f"4{Packet(EVENT, namespace='/_event', data=data).encode()}".encode()) <= MOST_BYTES


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_left_out_says_nothing_and_is_sent_once_it_does(name):
    said = {bool: True, int: 3, str: "x"}[type(getattr(RoomView(), name))]
    assert name not in small(VOTING) and not getattr(VOTING, name)
    assert small(replace(VOTING, **{name: said}))[name] == said


def test_no_screen_compares_what_may_be_left_out_with_the_empty_text():
    files: list[Path] = [
        *(PROJECT / "koprogo" / "pages").rglob("*.py"),
        *(PROJECT / "koprogo" / "components").rglob("*.py"),
    ]
    files += (PROJECT / "assets" / "js").glob("*.js")
    assert COMPARED.search('rx.cond(ROOM.speaker != "", words)'), "or this test shows nothing"
    assert [file.name for file in files if COMPARED.search(file.read_text())] == []
