"""The real server in this process: granian, the door, our routes, Reflex with the gate; and a client that speaks its wire.

Private names of Reflex 0.10.1 stay in this file.
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import reflex as rx
from granian.constants import Interfaces
from granian.server.embed import Server
from reflex.app import _ContextMiddleware
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect

from koprogo.api.app import build
from koprogo.security import live_sessions, logs
from koprogo.security.gate import Gate
from koprogo.security.origin import Door

HYDRATE = "reflex___state____state.hydrate_and_load"
HEARD_WITHIN_SECONDS = 20.0


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def serving(port: int) -> AsyncIterator[rx.App]:
    """Serve an app with every registered state on the port for the length of the block."""
    object.__setattr__(RegistrationContext.ensure_context(), "_app", None)
    app = rx.App()
    logs.configure("info")
    app.add_middleware(Gate(), index=0)
    live_sessions.register(app)
    routes = build()
    routes.mount("", app._api)
    outer = Starlette(lifespan=app._run_lifespan_tasks)
    outer.add_middleware(_ContextMiddleware, reflex_app=app)
    outer.mount("", Door(routes))
    server = Server(outer, port=port, interface=Interfaces.ASGI, log_enabled=False)
    running = asyncio.create_task(server.serve())
    try:
        await _until_it_answers(port)
        yield app
    finally:
        server.stop()
        await running


async def _until_it_answers(port: int) -> None:
    async with asyncio.timeout(HEARD_WITHIN_SECONDS):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0)
            else:
                writer.close()
                return


class Page:
    """A page's live connection."""

    def __init__(self, wire: ClientConnection) -> None:
        self.wire = wire
        self.heard: list[str] = []

    async def hear(self, wanted: str) -> str:
        """Return the next message that contains `wanted`; pings are answered on the way."""
        async with asyncio.timeout(HEARD_WITHIN_SECONDS):
            while True:
                message = str(await self.wire.recv())
                self.heard.append(message)
                if message == "2":
                    await self.wire.send("3")
                if wanted in message:
                    return message

    async def call(self, handler: Any, **payload: Any) -> None:
        """Send an event as a page does."""
        event = {"name": format_event_handler(handler), "payload": payload, "router_data": {"pathname": "/"}}
        await self.wire.send(f'42/_event,["event",{json.dumps(event)}]')


@asynccontextmanager
async def page(port: int, *, token: str, cookie: str | None = None, origin: str | None = None) -> AsyncIterator[Page]:
    """Open a page: connect, hydrate, and wait until it is alive."""
    address = f"ws://127.0.0.1:{port}/_event/?EIO=4&transport=websocket&token={token}"
    headers = {"Cookie": f"__Host-koprogo={cookie}"} if cookie else {}
    async with connect(
        address, origin=origin or f"http://127.0.0.1:{port}", additional_headers=headers, proxy=None
    ) as wire:
        opened = Page(wire)
        await opened.hear("0{")
        hydrate = {"name": HYDRATE, "payload": {}, "router_data": {"pathname": "/"}}
        await wire.send(f"40/_event,{json.dumps({'event': hydrate})}")
        await opened.hear("is_hydrated")
        yield opened
