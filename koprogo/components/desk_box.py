"""Around what the desk notes: without a network it waits on the desk's device, in sight, and is entered later.

At the door:

    desk_box(the_list(), assembly=HERE.id, person=SessionState.person_id, page=urls..., beat=ROOM.at, patience=12)
    noted_by(line.comes_id, "arrived", line.name)         # attributes of a button, beside its own on_click
    held_choice(presence_slot(HERE.id, line.comes_id))    # arrived or left while it waits, else empty

In the room, paper and raised hands:

    room_desk(the_room(), question={...}, says={...}, open=..., person=..., page=..., beat=ROOM.at, patience=12)
    note_of(line.key), noting_here(line.key)              # opens a line without the server, and whether it is open so
    entry("paper", lots=line.noted, end=line.first_lot_id, name=line.name)   # around the buttons of one line
    entered(choice)                                       # each of these buttons
    held_choice(entry_slot(item, round, line.first_lot_id))

The JavaScript is assets/js/desk.js.
"""

from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData
from reflex_base.vars.base import LiteralVar, Var

LIBRARY = "$/public/js/desk.js"
_NOTING = VarData(imports={LIBRARY: [ImportVar(tag="useNoting")]}, hooks={"const kgNoting = useNoting();": None})


class DeskBox(rx.Component):
    """Hears the buttons inside it before anything else does, while the page does not hear the server."""

    library = LIBRARY
    tag = "DeskBox"
    assembly: rx.Var[str]
    person: rx.Var[str]
    page: rx.Var[str]
    beat: rx.Var[Any]
    patience: rx.Var[int]


class RoomDesk(rx.Component):
    """Hears the buttons for paper and hands inside it, and those that open a line."""

    library = LIBRARY
    tag = "RoomDesk"
    question: rx.Var[dict[str, Any]]
    says: rx.Var[dict[str, Any]]
    open: rx.Var[bool]
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


def room_desk(*children: Any, **props: Any) -> rx.Component:
    """Wrap the room; `question` is what is on (assembly, item, round, text_version), `says` how a screen names it later
    (point, title, options), `open` whether its vote is.
    """
    return RoomDesk.create(*children, **props)


def note_of(key: Any) -> dict[str, Any]:
    """Return the attributes of the button that opens a line."""
    return {"data-note": key}


def noting_here(key: Any) -> rx.Var[bool]:
    """Say whether a line was opened on this device without the server."""
    named = LiteralVar.create(key)
    data = VarData.merge(_NOTING, named._get_all_var_data())
    return Var(f"kgNoting.open({named!s})", _var_type=bool, _var_data=data)


def entry(what: str, *, end: Any, lots: Any = "", name: Any = "") -> dict[str, Any]:
    """Return the attributes around the buttons of one entry: `what` is paper or hands, `end` the end of its slot."""
    return {"data-entry": what, "data-lots": lots, "data-slot": end, "data-name": name}


def entered(choice: Any) -> dict[str, Any]:
    """Return the attributes of a button that enters a choice."""
    return {"data-entered": choice}


def take_back(slot: Any) -> dict[str, Any]:
    """Return the attributes of the button that takes back what waits in a slot."""
    return {"data-take-back": slot}


def entry_slot(item: Any, round_: Any, end: Any) -> Any:
    """Return under which key an entry waits; `round_` is a number."""
    return LiteralVar.create("entry/") + item + "/" + round_.to_string() + "/" + end
