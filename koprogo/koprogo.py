"""The Reflex app: style, head, screens, gate, interface, live rooms. No decisions."""

import reflex as rx

from koprogo.api import app as web
from koprogo.api import health, open_links
from koprogo.api.v1.routers import ROUTERS
from koprogo.components.live import apology
from koprogo.realtime import broadcast
from koprogo.routes import add_screens
from koprogo.security import live_sessions, logs
from koprogo.security.gate import Gate
from koprogo.security.origin import Door
from koprogo.settings import settings
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.identity.session import on_browser_fault, on_fault

HEAD = (
    rx.el.script(src="/boot.js"),
    rx.el.link(rel="manifest", href="/manifest.webmanifest"),
    rx.el.link(rel="icon", href="/icons/icon.svg", type="image/svg+xml"),
    rx.el.link(rel="apple-touch-icon", href="/icons/apple-touch-icon.png"),
    rx.el.meta(name="viewport", content="width=device-width, initial-scale=1, viewport-fit=cover"),
    rx.el.link(
        rel="preload",
        href="/fonts/hanken-grotesk-latin-wght-normal.woff2",
        custom_attrs={"as": "font", "crossOrigin": "anonymous"},
        type="font/woff2",
    ),
)

logs.configure(settings().log_level)
app = rx.App(
    stylesheets=["/tokens.css", "/koprogo.css", "/voting.css", "/desk.css", "/office.css"],
    head_components=list(HEAD),
    html_lang="fr",
    toaster=None,
    app_wraps={(55, "Apology"): lambda stateful: apology()},
    backend_exception_handler=on_fault,
    frontend_exception_handler=on_browser_fault,
    api_transformer=[
        web.build(*ROUTERS, open_links.router),
        Door,
    ],
)
app.add_middleware(Gate())
add_screens(app)
live_sessions.register(app)
broadcast.register(app, LiveState.get_full_name(), "room", live_sessions.ended)
health.add_check("listening to other processes", broadcast.is_listening)
app.register_lifespan_task(health.watch_loop)
