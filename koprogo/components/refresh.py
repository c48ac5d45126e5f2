"""Reading a list again because the room has changed: gathered in the browser, so that a busy vote asks once in a while.

    refresh(beat=LiveState.room.version, on_due=RoomState.refresh)

The JavaScript is assets/js/refresh.js.
"""

from typing import Any

import reflex as rx
from reflex_base.event import no_args_event_spec


class Refresh(rx.Component):
    """Calls a handler after `beat` changed, no sooner than `every` milliseconds after the last call; draws nothing."""

    library = "$/public/js/refresh.js"
    tag = "Refresh"
    beat: rx.Var[Any]
    every: rx.Var[int]
    on_due: rx.EventHandler[no_args_event_spec]


class Every(rx.Component):
    """Calls a handler every so many milliseconds while `on`, and not while nobody sees the page; draws nothing."""

    library = "$/public/js/refresh.js"
    tag = "Every"
    on: rx.Var[bool]
    every: rx.Var[int]
    on_due: rx.EventHandler[no_args_event_spec]


def every(*, seconds: int, while_: Any, on_due: Any) -> rx.Component:
    """Call `on_due` every so many seconds while something goes on that no live room tells; for pages few keep open."""
    return Every.create(on=while_, every=seconds * 1000, on_due=on_due)


def refresh(*, beat: Any, on_due: Any, seconds: int = 2) -> rx.Component:
    """Call `on_due` when `beat` changes, at most once every `seconds`; not at first sight, when the page just loaded."""
    return Refresh.create(beat=beat, every=seconds * 1000, on_due=on_due)
