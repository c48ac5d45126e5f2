"""Put the gate, the watch over live sign-ins and the log into a Reflex app: one call, where the app is made."""

import reflex as rx

from koprogo.security import live_sessions, logs
from koprogo.security.gate import Gate
from koprogo.settings import settings


def secure(app: rx.App) -> None:
    """Make every event pass the gate, first of all; the door is put around the app by `api_transformer`."""
    logs.configure(settings().log_level)
    app.add_middleware(Gate(), index=0)
    live_sessions.register(app)
