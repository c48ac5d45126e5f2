"""What the parts of the syndic's room share: the point that is shown and how it stands."""

from typing import Any

import reflex as rx

from koprogo.components.agenda import next_row, row_of
from koprogo.components.forms import form
from koprogo.components.inputs import text_area
from koprogo.components.navigation import quiet_button
from koprogo.components.text import t
from koprogo.state.assemblies.room.assembly_room import AssemblyRoomState as Room
from koprogo.state.assemblies.room.live import LiveState

ROOM = LiveState.room
HERE = LiveState.assembly
NEXT = next_row(LiveState.agenda, ROOM.agenda)
IN_SESSION = (ROOM.state == "opened") | (ROOM.state == "resumed")
ENDED = (ROOM.state == "closed") | (ROOM.state == "minuted")

CLOSE = "close-assembly"
"""The dialog that asks before the assembly is closed."""
PATIENCE = 12
"""Seconds of silence after which the page says that it does not hear the room."""

_voting = (ROOM.item_state == "open") | (ROOM.item_state == "closed")
_on = _voting | (ROOM.item_state == "confirmed")
_next = rx.cond(NEXT.id, NEXT.id, ROOM.item_id)
_followed = rx.cond(_voting, ROOM.item_id, rx.cond(_on & (Room.looked_at != "next"), ROOM.item_id, _next))
SHOWN_ID = rx.cond((Room.looked_at == "") | (Room.looked_at == "next"), _followed, Room.looked_at)
SHOWN = row_of(LiveState.agenda, SHOWN_ID)
"""The point in the middle: the one looked at in the agenda, else the one that is on, else the next one. A result that was
confirmed stays until one goes on."""
IS_ON = (SHOWN.id == ROOM.item_id) & _on
"""Whether the point in the middle is the one the room message tells about."""
OUTCOME = Room.outcomes[SHOWN_ID]
"""How the point in the middle stands, as the list was last read; nothing before it was."""


SHOWN_LABEL = SHOWN.number.to_string() + SHOWN.part
"""The number of the point that is shown, as people say it: 7, or 7b."""
SETTLED_WORDS = {
    "postponed": t("Postponed"),
    "withdrawn": t("Withdrawn"),
    "noted": t("Noted"),
    "not_reached": t("Not reached"),
}
"""How a point without a vote ended."""
NEXT_LABEL = NEXT.number.to_string() + NEXT.part


def stands(*states: str) -> Any:
    """Say whether the point in the middle is in one of these states."""
    here = rx.cond(IS_ON, ROOM.item_state, rx.cond(OUTCOME, OUTCOME.state, "planned")).to(str)
    found = here == states[0]
    for state in states[1:]:
        found = found | (here == state)
    return found


def reason_form(title: Any, on_submit: Any, act: Any, *, hint: Any = None, grave: bool = False) -> rx.Component:
    """Ask for the reason that goes into the minutes, then do the act."""
    return rx.el.section(
        rx.el.h2(title),
        form(
            text_area(
                "reason",
                t("Reason"),
                hint=t("It goes into the minutes.") if hint is None else hint,
                problems=Room.refusal.problems,
                rows="2",
            ),
            on_submit=on_submit,
            act=act,
            grave=grave,
            beside=(quiet_button(t("Not now"), on_click=Room.ask("")),),
        ),
        class_name="panel padded stack tight",
        key=Room.asking,
    )
