"""Papers: what it is, from when, how large; opened or kept with a plain link that leaves the app's router."""

from typing import Any

import reflex as rx

from koprogo.components.icons import icon
from koprogo.components.text import tdate, tsize


def document_link(title: Any, *, href: Any, day: Any, size: Any, kind: str = "PDF", facts: Any = None) -> rx.Component:
    """Draw one paper of a list (inside `list_panel`): title, day (ISO), kind and size in bytes; `facts` on lines below."""
    return rx.el.a(
        icon("paper"),
        rx.el.span(
            rx.el.strong(title),
            rx.el.br(),
            rx.el.span(tdate(day, "month"), f", {kind}, ", tsize(size), class_name="small quiet"),
            rx.fragment() if facts is None else facts,
            class_name="grow",
        ),
        icon("forward"),
        href=href,
        reload_document=True,
    )


def download(word: Any, *, href: Any, main: bool = False) -> rx.Component:
    """Draw a button that keeps a file on the device."""
    return rx.el.a(
        icon("download"),
        word,
        href=href,
        reload_document=True,
        download=True,
        class_name="button main" if main else "button",
    )
