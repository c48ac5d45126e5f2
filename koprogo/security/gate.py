"""The gate: the one middleware that every Reflex event passes before its handler runs. It denies by default.

Who asks comes from the sign-in's hash that `origin.Door` put in place of the cookie, looked up for every event; never
from the client's token, its arguments or anything it stores. A state tree belongs to one sign-in: when another one
connects with the same token, the tree is emptied before anything of it is shown; any other event of another sign-in is
sent to the page that loads itself anew. Arguments stay what a client sent: handlers parse them, services decide again.
"""

import reflex as rx
import structlog
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from koprogo import urls
from koprogo.core.actor import Actor
from koprogo.core.clock import now
from koprogo.security import cookie, counters, live_sessions, logs, trees
from koprogo.security.arguments import fits
from koprogo.security.policies import policy_of, set_current_actor
from koprogo.services.identity import sessions

ANONYMOUS = "anonymous"
WRITTEN_AGAIN_SECONDS = 900.0
INTERNAL_NAMES = (
    ("reflex___state____state", ("hydrate", "hydrate_and_load", "set_is_hydrated")),
    ("reflex___state____state.reflex___state____on_load_internal_state", ("on_load_internal", "set_is_hydrated")),
    ("reflex___state____state.reflex___state____update_vars_internal_state", ("update_vars_internal",)),
    (
        "reflex___state____state.reflex___state____frontend_event_exception_state",
        ("handle_frontend_exception",),
    ),
)
INTERNAL = frozenset(f"{state}.{name}" for state, names in INTERNAL_NAMES for name in names)
"""Reflex's own handlers that pages need, by full name; its `setvar` is never among them."""
LOADS = "reflex___state____state.reflex___state____on_load_internal_state.on_load_internal"
"""Comes after the snapshot of a page, before its own handlers."""
HYDRATES = frozenset(f"reflex___state____state.{name}" for name in ("hydrate", "hydrate_and_load"))

log = structlog.get_logger()


class BoundState(rx.State):
    """Which sign-in this tree belongs to: the hash, or `anonymous`; empty in a new or partly lost tree."""

    _bound: str = ""
    _bound_at: float = 0.0
    """Seconds since 1970. In Redis a state that is only read runs out before those it guards, so it is written again."""


class Gate(rx.Middleware):
    """Bind, then let pass or refuse."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Return None to let the handler run, an update to stop it."""
        logs.begin()
        set_current_actor(None)
        token_hash = cookie.unseal(state.router.headers.cookie)
        found = await sessions.resolve(token_hash, at=now()) if token_hash else None
        owner = token_hash.hex() if token_hash and found else ANONYMOUS
        if not await _is_bound(state, event, owner):
            return _send_to(urls.reload(state.router.url.path))
        live_sessions.connected(state.router.session.session_id, found)
        if event.name in INTERNAL:
            if event.name == LOADS:  # the page has its snapshot
                root = state._get_root_state()
                trees.slim(root)
                trees.told(root)
            return None
        actor = found.actor if found else None
        if not is_allowed(event.name, actor):
            return refuse(event.name, actor, state.router.url.path)
        if not fits(RegistrationContext.get().event_handlers[event.name].handler.fn, event.payload):
            log.warning("gate.malformed", handler=event.name)
            return StateUpdate()
        set_current_actor(actor)
        return None


def is_allowed(name: str, actor: Actor | None) -> bool:
    """Say whether the actor may call the handler of this full name; unknown and unmarked handlers nobody may."""
    registered = RegistrationContext.get().event_handlers.get(name)
    if registered is None:
        return False
    rule = policy_of(registered.handler.fn)
    return rule is not None and rule.allows(actor)


def refuse(name: str, actor: Actor | None, path: str) -> StateUpdate:
    """Log a refused call and lead somewhere: to the sign-in page, or to the page that says what is missing."""
    counters.REFUSED.labels(str(actor is not None).lower()).inc()
    log.warning(
        "gate.refused",
        handler=name if name in RegistrationContext.get().event_handlers else "unknown",
        signed_in=actor is not None,
        person=str(actor.person_id) if actor else None,
    )
    return _send_to(urls.sign_in(path) if actor is None else urls.NOT_FOUND)


async def _is_bound(state: BaseState, event: Event, owner: str) -> bool:
    """Bind the tree to the sign-in when the whole tree is here; say whether it belongs to it."""
    bound = await state.get_state(BoundState)
    at = now().timestamp()
    if bound._bound == owner:
        if at - bound._bound_at > WRITTEN_AGAIN_SECONDS:
            bound._bound_at = at
        return True
    if event.name not in HYDRATES:
        return False
    root = state._get_root_state()
    if bound._bound or not trees.is_fresh(root, bound):
        root.reset()
        trees.told(root, everything=False)
    bound._bound, bound._bound_at = owner, at
    return True


def _send_to(path: str) -> StateUpdate:
    return StateUpdate(events=Event.from_event_type(rx.redirect(path)))
