"""Reflex's own event pipeline without a server or a browser: locks, middleware, deltas, chained events.

Private names of Reflex 0.10.1 stay in this file. A `Tab` is what a browser tab is to the server: a client token and the
headers of its live connection.
"""

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event import Event
from reflex_base.event.processor.base_state_processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler, json_dumps

from koprogo.security import cookie
from koprogo.security.gate import Gate

HYDRATE = "reflex___state____state.hydrate"


class Tree:
    """A running pipeline with the gate in it; what it sent is in `deltas` and `events`, by client token."""

    def __init__(self) -> None:
        object.__setattr__(RegistrationContext.ensure_context(), "_app", None)
        self.app = rx.App()
        self.app.add_middleware(Gate(), index=0)
        self.manager = StateManagerMemory()
        self.faults: list[Exception] = []
        self.deltas: dict[str, list[dict[str, Any]]] = {}
        self.events: dict[str, list[Event]] = {}
        self.processor = BaseStateEventProcessor(
            middleware=self.app,
            backend_exception_handler=self.faults.append,
            graceful_shutdown_timeout=1,
        )
        self.processor.configure(state_manager=self.manager)
        context = self.processor._root_context
        assert context is not None
        self.processor._root_context = dataclasses.replace(
            context, emit_delta_impl=self._delta, emit_event_impl=self._event
        )

    async def _delta(self, token: str, delta: dict[str, Any]) -> None:
        self.deltas.setdefault(token, []).append(dict(delta))

    async def _event(self, token: str, *events: Event) -> None:
        self.events.setdefault(token, []).extend(events)

    def tab(self, token: str, session: bytes | None, *, sid: str | None = None) -> "Tab":
        """Return a tab whose connection carries a sign-in's hash, as the door writes it."""
        return Tab(self, token, session, sid or f"sid-{token}")


class Tab:
    """One browser tab."""

    def __init__(self, tree: Tree, token: str, session: bytes | None, sid: str) -> None:
        self.tree, self.token = tree, token
        self.router = {
            "pathname": "/",
            "query": {},
            "asPath": "/",
            "token": token,
            "sid": sid,
            "ip": "127.0.0.1",
            "headers": {"origin": "http://127.0.0.1:8000", "cookie": cookie.sealed(session)},
        }

    async def connect(self) -> None:
        """Hydrate, as a tab does when it connects."""
        await self.send(HYDRATE)

    async def call(self, handler: Any, /, **payload: Any) -> None:
        """Press a button."""
        await self.send(format_event_handler(handler), **payload)

    async def send(self, name: str, /, **payload: Any) -> None:
        """Send an event by its full name and wait for everything it leads to; what went wrong is in `tree.faults`."""
        event = Event(name=name, payload=payload, router_data=dict(self.router))
        done = await self.tree.processor.enqueue(self.token, event)
        with suppress(Exception):
            await done.wait_all()

    def shown(self) -> str:
        """Return everything this tab ever received, as it goes over the wire."""
        return json_dumps(self.tree.deltas.get(self.token, []))

    def redirects(self) -> list[str]:
        """Return where this tab was led, in order."""
        found = [each.payload for each in self.tree.events.get(self.token, []) if each.name == "_redirect"]
        return [str(each["path"]).strip('"') for each in found]


@asynccontextmanager
async def running_tree() -> AsyncIterator[Tree]:
    """Run a pipeline for the length of the block."""
    tree = Tree()
    async with tree.processor:
        yield tree
