"""A phone on a bad network, as the pages behave: it comes back after each loss, and presses again until it is answered."""

import asyncio
import json
import random
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from koprogo.cli.bench.phones import ANSWERED, BALLOT, LIVE, MINE, RECEIPTS, ROOM, ROOT

SILENT_SECONDS = 7.0
"""The room is sent again every five seconds: who hears nothing for longer has lost the connection without being told."""
AGAIN_SECONDS = 2.0
BACK_SECONDS = 0.3


@dataclass
class Phone:
    """One owner's page. `receipts`: nonce -> leaf, of every press that was answered."""

    base_url: str
    """Through the bad network."""
    origin: str
    cookie: str
    assembly_id: str
    item_id: str
    dice: random.Random
    key: str = ""
    room: dict[str, Any] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    returns: int = 0
    joined: asyncio.Event = field(default_factory=asyncio.Event)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    socket: ClientConnection | None = None

    @property
    def _router(self) -> dict[str, Any]:
        path = f"/assemblies/{self.assembly_id}/vote"
        return {"pathname": path, "asPath": path, "query": {}}

    async def stay(self) -> None:
        """Keep a connection until cancelled; come back after each loss, in the same tab."""
        token = str(uuid4())
        while True:
            try:
                await self._live(token)
            except (OSError, WebSocketException, TimeoutError, EOFError):
                self.returns += 1
            self.socket = None
            await asyncio.sleep(BACK_SECONDS)

    async def _live(self, token: str) -> None:
        async with connect(
            f"{self.base_url.replace('http', 'ws', 1)}/_event/?EIO=4&transport=websocket&token={token}",
            additional_headers={"Cookie": self.cookie},
            origin=self.origin,  # type: ignore[arg-type]
            max_size=2**22,
            open_timeout=SILENT_SECONDS,
            close_timeout=1,
            ping_interval=None,
            compression=None,
        ) as socket:
            while True:
                frame = await asyncio.wait_for(socket.recv(), SILENT_SECONDS)
                await self._hear(socket, frame if isinstance(frame, str) else frame.decode())

    async def _hear(self, socket: ClientConnection, frame: str) -> None:
        if frame == "2":
            await socket.send("3")
        elif frame.startswith("0"):
            boot = {
                "name": f"{ROOT}.hydrate_and_load",
                "payload": {"vars": {}, "hashes": None},
                "router_data": self._router,
            }
            await socket.send("40/_event," + json.dumps({"event": boot}))
        elif frame.startswith("42/_event,"):
            name, body = json.loads(frame[len("42/_event,") :])
            if name == "event":
                await self._take(socket, body.get("delta") or {})

    async def _take(self, socket: ClientConnection, delta: dict[str, Any]) -> None:
        async with self.news:
            room = delta.get(LIVE, {}).get(ROOM)
            if room and room["version"] >= self.room.get("version", 0):  # an older message never overwrites a newer one
                self.room = room
            mine = delta.get(BALLOT, {}).get(MINE)
            if mine and mine.get("loaded") and mine["votes"]:
                self.key, self.socket = mine["votes"][0]["key"], socket
                self.joined.set()
            if nonce := delta.get(BALLOT, {}).get(ANSWERED):
                receipts = delta[BALLOT].get(RECEIPTS) or {}
                if leaf := next((row["leaf"] for row in receipts.values() if row["leaf"]), ""):
                    self.receipts.setdefault(nonce, leaf)
            self.news.notify_all()

    async def press(self, choice: str) -> str:
        """Press a button on the page; return the nonce once it is answered."""
        nonce = uuid4().hex
        payload = {"item_id": self.item_id, "owner_key": self.key, "choice": choice, "nonce": nonce, "based_on": -1}
        event = {"name": f"{BALLOT}.choose", "payload": payload, "router_data": self._router}
        while nonce not in self.receipts:
            try:
                if self.socket is not None:
                    await self.socket.send("42/_event," + json.dumps(["event", event]))
            except (OSError, WebSocketException):
                self.socket = None
            try:
                async with self.news:
                    await asyncio.wait_for(self.news.wait_for(lambda: nonce in self.receipts), AGAIN_SECONDS)
            except TimeoutError:
                continue
        return nonce

    async def press_from_the_queue(self, choice: str) -> str:
        """Press as the phone's offline queue does: a request, repeated with its nonce until it is acknowledged."""
        nonce = uuid4().hex
        address = f"{self.base_url}/api/v1/assemblies/{self.assembly_id}/items/{self.item_id}/ballots"
        headers = {"Origin": self.origin, "Cookie": self.cookie}
        while nonce not in self.receipts:
            async with httpx.AsyncClient(timeout=AGAIN_SECONDS) as client:
                try:
                    answer = await client.post(address, json={"choice": choice, "nonce": nonce}, headers=headers)
                except httpx.TransportError:
                    continue
            assert answer.status_code == 201, answer.text
            [row] = answer.json()
            self.receipts[nonce] = row["leaf"]
        return nonce
