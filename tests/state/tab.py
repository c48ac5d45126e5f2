"""A browser tab without a browser: a state at an address, with somebody signed in; handlers are called as plain Python.

    tab = Tab(BallotState, f"/assemblies/{assembly}/vote", cast.anna)
    await tab.call("choose", item, key, "for", nonce)
    assert tab.state.refusal.message_id == ""

Each handler's policy is asked first, as the gate does; what the handler returned is returned.
"""

from typing import Any

import reflex as rx
from reflex.istate.data import ReflexURL, URLData

from koprogo.core.actor import Actor
from koprogo.security.policies import policy_of, set_current_actor


class Refused(Exception):
    """The gate would not let the handler run."""


class Tab:
    """One tab at one address, of one person, or of nobody."""

    def __init__(self, state: type[rx.State], path: str, actor: Actor | None) -> None:
        self.root = rx.State()  # type: ignore[call-arg]
        self.go(path)
        self.state: Any = self.root.get_substate(state.get_full_name().split("."))
        self.actor = actor

    def go(self, path: str) -> None:
        """Follow a link to another address, in the same tab."""
        self.root.rx_router_url = URLData.from_url(ReflexURL(f"http://127.0.0.1:8000{path}"))

    async def call(self, handler: str, *arguments: Any) -> Any:
        """Press a button; Refused when the handler's policy does not allow it, or it has none."""
        function = getattr(type(self.state), handler).fn
        rule = policy_of(function)
        if rule is None or not rule.allows(self.actor):
            raise Refused(handler)
        set_current_actor(self.actor)
        try:
            return await function(self.state, *arguments)
        finally:
            set_current_actor(None)

    def shown(self) -> str:
        """Return everything of this state that goes to the browser, as text."""
        return repr(self.state.dict(include_computed=True))
