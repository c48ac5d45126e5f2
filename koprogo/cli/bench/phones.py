"""The phones of a bench: real sign-ins, real sockets, one process apart from the server's.

Run as `python -m koprogo.cli.bench.phones`; the orders come as JSON lines on standard input, the answers go out the same
way: `sign_in`, `join`, `cast`, `listen`, `stop`. Times are CLOCK_MONOTONIC seconds, which all processes of a machine share.
"""

import asyncio
import json
import random
import resource
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import uvloop
from websockets.asyncio.client import ClientConnection, connect

ROOT = "reflex___state____state"
LIVE = f"{ROOT}.koprogo___state___assemblies___room___live____live_state"
BALLOT = f"{ROOT}.koprogo___state___assemblies___voting___ballot____ballot_state"
ROOM, RECEIPTS, MINE, ANSWERED = "room_rx_state_", "receipts_rx_state_", "mine_rx_state_", "answered_rx_state_"
SIGN_INS_AT_ONCE = 4
JOINS_AT_ONCE = 16


@dataclass
class Phone:
    """One owner: her cookie, her socket, what she pressed and what she saw."""

    hall: int
    email: str
    path: str
    item_id: str
    cookie: str = ""
    socket: ClientConnection | None = None
    key: str = ""
    joined: asyncio.Event = field(default_factory=asyncio.Event)
    pressed: float = 0.0
    answered: float = 0.0
    receipt: str = ""
    receipts: list[str] = field(default_factory=list)
    kept: bool = False
    """After a return: the page shows the receipt again."""
    live_at: float = 0.0
    token: str = field(default_factory=lambda: str(uuid4()))
    seen: list[tuple[float, int]] = field(default_factory=list)
    nonce: str = ""
    done: asyncio.Event = field(default_factory=asyncio.Event)
    bytes: int = 0

    def router(self) -> dict[str, Any]:
        return {"pathname": self.path, "asPath": self.path, "query": {}}


class Phones:
    """All phones of a run."""

    def __init__(self, base_url: str, phones: list[Phone], password: str) -> None:
        self.base_url, self.phones, self.password = base_url, phones, password
        self.tasks: list[asyncio.Task[None]] = []

    async def sign_in(self) -> int:
        """Sign everyone in with her password, a few at a time; return how many have a cookie."""
        gate = asyncio.Semaphore(SIGN_INS_AT_ONCE)
        async with httpx.AsyncClient(base_url=self.base_url, timeout=60, headers={"Origin": self.base_url}) as client:

            async def one(phone: Phone) -> None:
                async with gate:
                    answer = await client.post(
                        "/auth/sign-in", json={"email": phone.email, "password": self.password}, follow_redirects=False
                    )
                    for line in answer.headers.get_list("set-cookie"):
                        name, _, value = line.partition(";")[0].partition("=")
                        if name == "__Host-koprogo" and value:
                            phone.cookie = f"{name}={value}"
                    client.cookies.clear()

            await asyncio.gather(*(one(phone) for phone in self.phones))
        return sum(bool(phone.cookie) for phone in self.phones)

    async def join(self) -> int:
        """Open every socket and wait until each has its page's state; return how many do."""
        gate = asyncio.Semaphore(JOINS_AT_ONCE)

        async def one(phone: Phone) -> None:
            async with gate:
                self.tasks.append(asyncio.create_task(self._live(phone)))
                await asyncio.wait_for(phone.joined.wait(), 60)

        await asyncio.gather(*(one(phone) for phone in self.phones), return_exceptions=True)
        return sum(phone.joined.is_set() for phone in self.phones)

    async def reconnect(self, longest: float) -> dict[str, Any]:
        """Break every connection at once and come back at once, as pages do after a break of the network.

        Return how many are live again, after how many seconds each, and how many of those who voted see their receipt.
        """
        for phone in self.phones:
            phone.joined.clear()
            phone.kept = False
            if phone.socket is not None:
                phone.socket.transport.abort()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        began = time.monotonic()
        self.tasks = [asyncio.create_task(self._live(phone)) for phone in self.phones]
        waiting = [asyncio.create_task(phone.joined.wait()) for phone in self.phones]
        await asyncio.wait(waiting, timeout=longest)
        for each in waiting:
            each.cancel()
        back = [phone for phone in self.phones if phone.joined.is_set()]
        voted = [phone for phone in self.phones if phone.receipt]
        await asyncio.sleep(0.5)  # receipts come with the page's state, or with its own answer just after
        return {
            "live": len(back),
            "seconds": [phone.live_at - began for phone in back],
            "voted": len(voted),
            "kept": sum(phone.kept for phone in voted),
        }

    async def _live(self, phone: Phone) -> None:
        address = self.base_url.replace("http", "ws", 1)
        async with connect(
            f"{address}/_event/?EIO=4&transport=websocket&token={phone.token}",
            additional_headers={"Cookie": phone.cookie},
            origin=self.base_url,  # type: ignore[arg-type]
            max_size=2**22,
            ping_interval=None,
            compression=None,
        ) as phone.socket:
            async for frame in phone.socket:
                await self._hear(phone, frame if isinstance(frame, str) else frame.decode())

    async def _hear(self, phone: Phone, frame: str) -> None:
        assert phone.socket is not None
        if frame.startswith("42/_event,"):
            self._read(phone, frame, time.monotonic())
        elif frame == "2":
            await phone.socket.send("3")
        elif frame.startswith("0"):
            boot = {
                "name": f"{ROOT}.hydrate_and_load",
                "payload": {"vars": {}, "hashes": None},
                "router_data": phone.router(),
            }
            await phone.socket.send("40/_event," + json.dumps({"event": boot}))

    def _read(self, phone: Phone, frame: str, at: float) -> None:
        name, body = json.loads(frame[len("42/_event,") :])
        if name != "event":
            return
        delta = body.get("delta") or {}
        if room := delta.get(LIVE, {}).get(ROOM):
            phone.seen.append((at, room["lots_voted"]))
            phone.bytes = len(frame)
        mine = delta.get(BALLOT, {}).get(MINE)
        if mine and mine.get("loaded"):
            phone.key = mine["votes"][0]["key"] if mine["votes"] else ""
            if not phone.joined.is_set():
                phone.live_at = at
            phone.joined.set()
        shown = delta.get(BALLOT, {}).get(RECEIPTS) or {}
        phone.kept = phone.kept or (bool(phone.receipt) and phone.receipt in {row["leaf"] for row in shown.values()})
        if phone.nonce and not phone.done.is_set() and delta.get(BALLOT, {}).get(ANSWERED) == phone.nonce:
            phone.answered = at
            receipts = delta[BALLOT].get(RECEIPTS) or {}
            phone.receipt = next((row["leaf"] for row in receipts.values() if row["leaf"]), "")
            phone.receipts += [phone.receipt] if phone.receipt else []
            phone.done.set()

    async def cast(self, window: float, seed: int, longest: float, part: float = 1.0) -> int:
        """Have everyone, or the first part of all, press once, each at a random moment of the window.

        Wait for all answers, at most `longest` seconds; return how many came.
        """
        dice = random.Random(seed)
        voters = self.phones[: round(len(self.phones) * part)]
        for phone in voters:
            phone.done.clear()
        start = time.monotonic() + 0.2

        async def one(phone: Phone) -> None:
            await asyncio.sleep(start + dice.random() * window - time.monotonic())
            await self.press(phone, dice.choice(["for", "for", "for", "against", "abstain"]))

        await asyncio.gather(*(one(phone) for phone in voters), return_exceptions=True)
        waiting = [asyncio.create_task(phone.done.wait()) for phone in voters]
        await asyncio.wait(waiting, timeout=longest)
        for each in waiting:
            each.cancel()
        return sum(phone.done.is_set() for phone in voters)

    async def press(self, phone: Phone, choice: str) -> None:
        """Press one button."""
        phone.nonce = uuid4().hex
        event = {
            "name": f"{BALLOT}.choose",
            "payload": {
                "item_id": phone.item_id,
                "owner_key": phone.key,
                "choice": choice,
                "nonce": phone.nonce,
                "based_on": -1,
            },
            "router_data": phone.router(),
        }
        assert phone.socket is not None
        phone.pressed = time.monotonic()
        await phone.socket.send("42/_event," + json.dumps(["event", event]))

    async def stop(self) -> None:
        """Close every socket."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def report(phones: list[Phone], cpu: float) -> dict[str, Any]:
    """Return what was measured: per phone its press, its answer, its receipt and every room message it saw."""
    return {
        "phones": [
            {
                "hall": phone.hall,
                "pressed": phone.pressed,
                "answered": phone.answered,
                "receipt": phone.receipt,
                "receipts": phone.receipts,
                "seen": phone.seen,
            }
            for phone in phones
        ],
        "client_cpu": cpu,
        "message_bytes": max((phone.bytes for phone in phones), default=0),
    }


async def serve() -> None:
    """Carry out the orders of standard input until it ends."""
    loop = asyncio.get_running_loop()
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    orders._limit = 2**26  # type: ignore[attr-defined]
    bench = Orders()
    while line := await orders.readline():
        order = json.loads(line)
        answer = await getattr(bench, order.pop("do"))(**order)
        sys.stdout.write(json.dumps({"answer": answer}) + "\n")
        sys.stdout.flush()


class Orders:
    """What may be ordered, by name."""

    def __init__(self) -> None:
        self.run = Phones("", [], "")
        self.busy = 0.0

    async def phones(self, base_url: str, phones: list[dict[str, Any]], password: str) -> None:
        self.run = Phones(base_url, [Phone(**each) for each in phones], password)

    async def sign_in(self) -> int:
        return await self.run.sign_in()

    async def join(self) -> int:
        return await self.run.join()

    async def cast(self, window: float, seed: int, longest: float, settle: float, part: float = 1.0) -> int:
        """Have people press, then watch the screens for a while; remember how busy this process was."""
        before, began = _cpu(), time.monotonic()
        answered = await self.run.cast(window, seed, longest, part)
        await asyncio.sleep(settle)
        self.busy = (_cpu() - before) / (time.monotonic() - began)
        return answered

    async def reconnect(self, longest: float) -> dict[str, Any]:
        return await self.run.reconnect(longest)

    async def report(self) -> dict[str, Any]:
        return report(self.run.phones, round(self.busy, 2))

    async def stop(self) -> None:
        await self.run.stop()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 32768) if hard > 0 else 32768, hard))
    uvloop.run(serve())
