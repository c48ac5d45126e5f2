"""Live connections by sign-in: who is told and disconnected at the moment a sign-in ends.

The gate says which connection belongs to which sign-in. When one ends (signed out here or elsewhere, a slip withdrawn,
its last hour), its pages are led to the sign-in page and their connections closed; a browser does not reconnect after
that by itself. What connected without a sign-in leaves no state behind when it goes.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import reflex as rx
import structlog
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.redis import StateManagerRedis
from reflex.state import State, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from koprogo import db, urls
from koprogo.core.clock import now
from koprogo.security import counters
from koprogo.services.identity import sessions
from koprogo.services.identity.sessions import SignedIn

SWEEP_SECONDS = 30.0

log = structlog.get_logger()

_live: dict[str, tuple[UUID, datetime]] = {}
"""Connection -> its sign-in, and when that ends in any case."""
_goodbyes: set[asyncio.Task[None]] = set()
_app: rx.App | None = None


def register(app: rx.App) -> None:
    """Watch this process's connections from now on; call it once, where the app is made."""
    global _app
    _app = app
    namespace = app.event_namespace
    if namespace is None:
        raise RuntimeError("the app has no live connections to watch")
    namespace.on_disconnect = _watched(namespace.on_disconnect)  # type: ignore[method-assign,assignment]
    db.on_commit(_heard)
    counters.SIGNED_IN.set_function(connections)
    app.register_lifespan_task(end_expired)


def connected(sid: str, found: SignedIn | None) -> None:
    """Remember which sign-in a connection belongs to, or that it has none."""
    if found is None:
        _live.pop(sid, None)
    else:
        _live[sid] = (found.session_id, found.expires_at)


def connections() -> float:
    """Return how many connections of signed-in people this process holds."""
    return float(len(_live))


def ended(session_ids: frozenset[UUID]) -> None:
    """Forget sign-ins that ended, here or in another process, and say goodbye to their connections."""
    sessions.forget(session_ids)
    for sid in [sid for sid, (session_id, _) in _live.items() if session_id in session_ids]:
        _say_goodbye(sid)


async def end_expired() -> None:
    """End the connections of sign-ins whose last hour has come; runs as long as the server."""
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        sweep(now())


def sweep(at: datetime) -> None:
    """Say goodbye to the connections of sign-ins that are over at an instant."""
    for sid in [sid for sid, (_, ends) in _live.items() if ends <= at]:
        _say_goodbye(sid)


def _heard(touched: frozenset[db.Touched]) -> None:
    ids = frozenset(each.id for each in touched if each.kind == "session")
    if ids:
        ended(ids)


def _say_goodbye(sid: str) -> None:
    _live.pop(sid, None)
    if _app is not None:
        _keep(asyncio.get_running_loop().create_task(_goodbye(_app, sid), name="goodbye"))


async def _goodbye(app: rx.App, sid: str) -> None:
    namespace = app.event_namespace
    if namespace is None or app.sio is None:
        return
    # Loaded anew: the connection below closes, and a page without one would keep the name of who was signed in.
    update = StateUpdate(events=Event.from_event_type(rx.redirect(urls.reload(urls.SIGN_IN))))
    await namespace.emit("event", update, to=sid)
    await app.sio.disconnect(sid, namespace=namespace.namespace)
    log.info("live.signed_out")


def _watched(original: Callable[[str], asyncio.Task | None]) -> Callable[..., asyncio.Task | None]:
    def on_disconnect(sid: str, *reason: str) -> asyncio.Task | None:
        had_sign_in = _live.pop(sid, None) is not None
        app = _app
        token = app.event_namespace.sid_to_token.get(sid) if app and app.event_namespace else None
        done = original(sid)
        if app is not None and token is not None and not had_sign_in:
            _keep(asyncio.get_running_loop().create_task(forget_state(app, token), name="forget-state"))
        return done

    return on_disconnect


async def forget_state(app: rx.App, token: str) -> None:
    """Drop the state tree of a client token, after what is running for it."""
    manager = app.state_manager
    key = rx.BaseStateToken(ident=token, cls=State)
    if isinstance(manager, StateManagerMemory):
        async with await manager._get_state_lock(key):
            pass
        manager._purge_token(key)
    elif isinstance(manager, StateManagerRedis):
        await manager.redis.unlink(*(key._state_key(each) for each in RegistrationContext.get().base_states.values()))


def _keep(task: asyncio.Task[None]) -> None:
    """Hold a task until it is done; the loop itself holds it weakly."""
    _goodbyes.add(task)
    task.add_done_callback(_goodbyes.discard)
