"""One connection's way out: in order, one at a time; of what everybody sees, only the newest waits."""

import asyncio

import pytest

from koprogo.adapters.wire import Wire


class _Line:
    """A server's `send` whose messages leave when the test says so."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self._leaving: list[asyncio.Future] = []

    def __call__(self, message):
        self.begun.append(message.get("text") or message["type"])
        self._leaving.append(asyncio.get_running_loop().create_future())
        return self._leaving[-1]

    async def let_out(self, fault: Exception | None = None) -> None:
        future = self._leaving.pop(0)
        if fault:
            future.set_exception(fault)
        else:
            future.set_result(None)
        for _ in range(3):
            await asyncio.sleep(0)

    async def all_out(self) -> None:
        while self._leaving:
            await self.let_out()


def own(text: str) -> dict:
    return {"type": "websocket.send", "text": text, "bytes": None}


async def _sent(wire: Wire, *texts: str) -> list[asyncio.Task]:
    tasks = [asyncio.ensure_future(wire.send(own(text))) for text in texts]
    await asyncio.sleep(0)
    return tasks


async def test_what_all_see_leaves_at_once_on_a_free_line():
    line = _Line()
    Wire(line).show("tally 1")
    assert line.begun == ["tally 1"]


async def test_a_slow_reader_is_sent_the_newest_not_the_history():
    line = _Line()
    wire = Wire(line)
    for number in range(1, 6):
        wire.show(f"tally {number}")
    await line.all_out()
    assert line.begun == ["tally 1", "tally 5"]


async def test_ones_own_messages_all_arrive_in_order_and_wait_their_turn():
    line = _Line()
    wire = Wire(line)
    tasks = await _sent(wire, "a", "b", "c")
    assert line.begun == ["a"] and not any(task.done() for task in tasks)
    await line.all_out()
    await asyncio.gather(*tasks)
    assert line.begun == ["a", "b", "c"]


async def test_what_was_shown_before_ones_own_message_leaves_before_it():
    """One's own message may hold a newer view of the room: an older one must not arrive after it."""
    line = _Line()
    wire = Wire(line)
    wire.show("tally 1")
    wire.show("tally 2")
    tasks = await _sent(wire, "mine, knowing tally 3")
    wire.show("tally 4")
    await line.all_out()
    await asyncio.gather(*tasks)
    assert line.begun == ["tally 1", "tally 2", "mine, knowing tally 3", "tally 4"]


async def test_a_lost_connection_ends_the_waiting_and_sends_nothing_more():
    line = _Line()
    wire = Wire(line)
    wire.show("tally 1")
    tasks = await _sent(wire, "mine")
    await line.let_out(OSError("gone"))
    with pytest.raises(ConnectionError):
        await tasks[0]
    wire.show("tally 2")
    assert wire.is_closed and line.begun == ["tally 1"]


async def test_a_server_that_refuses_at_once_is_a_lost_connection():
    def refuses(message):
        raise RuntimeError("the connection is closed")

    wire = Wire(refuses)
    wire.show("tally 1")
    assert wire.is_closed


async def test_the_goodbye_goes_past_everything():
    line = _Line()
    wire = Wire(line)
    wire.show("tally 1")
    goodbye = asyncio.ensure_future(wire.send({"type": "websocket.close", "code": 1001}))
    await asyncio.sleep(0)
    assert line.begun == ["tally 1", "websocket.close"] and wire.is_closed
    await line.all_out()
    await goodbye
