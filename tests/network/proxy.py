"""A bad network: a TCP proxy on loopback that cuts, delays, goes silent, doubles requests and changes addresses, by seed."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass

CHUNK = 65536
LONGEST_DELAY = 0.3
MOST_BYTES = 20_000
"""A connection that is to fail does so within so many bytes."""
ADDRESSES = range(2, 40)


@dataclass
class Plan:
    """What happens to one connection: `kind` once `after` bytes went through it, in either direction."""

    kind: str
    after: int


class Proxy:
    """`async with Proxy(port, seed) as proxy`: listens on `proxy.port`; `calm()` ends all trouble, `happened` counts it."""

    def __init__(self, upstream: int, seed: int) -> None:
        self.upstream, self.dice, self.happened = upstream, random.Random(seed), Counter[str]()
        self.is_calm = asyncio.Event()
        self.port = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Proxy":
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def calm(self) -> None:
        """Let everything through from now on; connections that went silent are cut, as the system does in the end."""
        self.is_calm.set()

    def _plan(self) -> Plan:
        if self.is_calm.is_set():
            return Plan("well", 0)
        kind = self.dice.choice(["well", "cut", "delayed", "half open", "doubled"])
        return Plan(kind, self.dice.randrange(MOST_BYTES))

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        plan = self._plan()
        try:
            up_reader, up_writer = await self._connected()
        except OSError:
            writer.transport.abort()
            return
        sent = bytearray()
        both = [
            asyncio.create_task(self._pump(reader, up_writer, plan, sent)),
            asyncio.create_task(self._pump(up_reader, writer, plan, bytearray())),
        ]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if plan.kind == "doubled":
                await self._again(bytes(sent))
        except asyncio.CancelledError:  # the test is over; asyncio's server reports anything else as a failure
            return
        finally:
            for each in both:
                each.cancel()
            for end in (writer, up_writer):
                end.transport.abort()
            self._tasks.discard(task)

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Reach the server from an address of its own: the phone went from the hall's network to another."""
        self.happened["another address"] += 1
        address = f"127.0.0.{self.dice.choice(ADDRESSES)}"
        return await asyncio.open_connection("127.0.0.1", self.upstream, local_addr=(address, 0))

    async def _pump(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, plan: Plan, copy: bytearray
    ) -> None:
        try:
            while chunk := await source.read(CHUNK):
                copy += chunk
                if plan.kind == "delayed" and not self.is_calm.is_set():
                    self.happened["delayed"] += 1
                    await asyncio.sleep(self.dice.random() * LONGEST_DELAY)
                if plan.kind in ("cut", "half open") and len(copy) >= plan.after and not self.is_calm.is_set():
                    self.happened[plan.kind] += 1
                    if plan.kind == "half open":
                        await self.is_calm.wait()
                    return
                target.write(chunk)
                await target.drain()
        except OSError:
            return

    async def _again(self, request: bytes) -> None:
        """Send the bytes of a finished request once more, on a connection of their own; nobody hears the answer."""
        if not request.startswith(b"POST "):
            return
        self.happened["doubled"] += 1
        reader, writer = await self._connected()
        writer.write(request)
        await writer.drain()
        await reader.read(CHUNK)
        writer.close()
