"""The Reflex app: style, head, screens. No decisions."""

import reflex as rx

from koprogo.components.live import apology
from koprogo.routes import add_screens

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

app = rx.App(
    stylesheets=["/tokens.css", "/koprogo.css", "/voting.css"],
    head_components=list(HEAD),
    html_lang="fr",
    toaster=None,
    app_wraps={(55, "Apology"): lambda stateful: apology()},
)
add_screens(app)
