"""A queue worked with the keyboard; JavaScript in assets/js/queue.js."""

from typing import Any

import reflex as rx


class QueueKeys(rx.Component):
    """Arrows step between lines; when `line` changes the focus goes to the element `accept`, else to `this-line`."""

    library = "$/public/js/queue.js"
    tag = "QueueKeys"
    line: rx.Var[str]

    on_step: rx.EventHandler[lambda by: [by]]


def queue_keys(line: Any, *, on_step: Any) -> rx.Component:
    """Put the keyboard on a queue; `line` is the id of the open one, `on_step(1 or -1)` opens a neighbour."""
    return QueueKeys.create(line=line, on_step=on_step)
