"""The floor: the same bytes to the same number of sockets from a bare server. What is above it is ours.

Run as `python -m koprogo.cli.bench.floor PORT`: it waits for the sockets, then sends the given bytes twenty times and
prints when it began each time. The clients are in `measure`, in the caller's process.
"""

import asyncio
import json
import sys
import time

import uvloop
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, broadcast, serve

TIMES = 20
PAUSE = 0.25


async def run_server(port: int, clients: int, size: int) -> None:
    """Serve until so many clients are there and each got the bytes twenty times."""
    there: set[ServerConnection] = set()
    ready = asyncio.Event()

    async def hold(socket: ServerConnection) -> None:
        there.add(socket)
        if len(there) == clients:
            ready.set()
        await socket.wait_closed()

    async with serve(hold, "127.0.0.1", port, compression=None, ping_interval=None, backlog=4096):
        print("listening", flush=True)
        await asyncio.wait_for(ready.wait(), 120)
        await asyncio.sleep(0.5)
        for number in range(TIMES):
            began = time.monotonic()
            broadcast(there, json.dumps([number, "x" * size]))
            print(f"{number} {began}", flush=True)
            await asyncio.sleep(PAUSE)


async def measure(port: int, clients: int, size: int) -> list[float]:
    """Start the bare server, connect, and return the seconds from each sending to each arrival."""
    command = [sys.executable, "-m", "koprogo.cli.bench.floor", str(port), str(clients), str(size)]
    server = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert server.stdout is not None
    await server.stdout.readline()
    arrivals: list[tuple[int, float]] = []

    async def listen(socket: ClientConnection) -> None:
        async for frame in socket:
            arrived = time.monotonic()
            arrivals.append((json.loads(frame)[0], arrived))
            if arrivals[-1][0] == TIMES - 1:
                return

    gate = asyncio.Semaphore(32)

    async def one() -> None:
        async with gate:
            socket = await connect(f"ws://127.0.0.1:{port}", compression=None, ping_interval=None, max_size=2**22)
        async with socket:
            await listen(socket)

    await asyncio.wait_for(asyncio.gather(*(one() for _ in range(clients))), 180)
    began = dict(line.split() for line in (await server.stdout.read()).decode().splitlines())
    await server.wait()
    return [arrived - float(began[str(number)]) for number, arrived in arrivals]


if __name__ == "__main__":
    uvloop.run(run_server(*(int(each) for each in sys.argv[1:4])))
