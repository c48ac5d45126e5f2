"""Around the list at the door: what is noted without a network waits on the desk's device, in sight, and is entered later.

    desk_box(the_list(), assembly=HERE.id, person=SessionState.person_id, page=urls..., beat=ROOM.at, patience=12)
    noted_by(line.comes_id, "arrived", line.name)         # attributes of a button, beside its own on_click
    held_choice(presence_slot(HERE.id, line.comes_id))    # arrived or left while it waits, else empty

The JavaScript is assets/js/desk.js.
"""

from typing import Any

import reflex as rx
from reflex_base.vars.base import LiteralVar


class DeskBox(rx.Component):
    """Hears the buttons inside it before anything else does, while the page does not hear the server."""

    library = "$/public/js/desk.js"
    tag = "DeskBox"
    assembly: rx.Var[str]
    person: rx.Var[str]
    page: rx.Var[str]
    beat: rx.Var[Any]
    patience: rx.Var[int]


def desk_box(*children: Any, **props: Any) -> rx.Component:
    """Wrap the list; `person` is who notes, `page` where the list is, `beat` and `patience` those of `live_mark`."""
    return DeskBox.create(*children, **props)


def noted_by(who: Any, what: str, name: Any, channel: str = "room") -> dict[str, Any]:
    """Return the attributes that make a button noted without a network: `what` is arrived or left."""
    return {"data-noted": what, "data-who": who, "data-name": name, "data-channel": channel}


def presence_slot(assembly: Any, who: Any) -> Any:
    """Return under which key a person's arrival or departure waits."""
    return LiteralVar.create("presence/") + assembly + "/" + who
