"""The syndic's room: three panes of full height, each scrolls alone; the closing bar is pinned under the item."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from koprogo.components.icons import icon
from koprogo.components.navigation import skip_link
from koprogo.components.status import plate
from koprogo.components.text import t, tnum

ITEM_SHAPES = {"carried": "check", "rejected": "cross", "noted": "check", "postponed": "pause", "withdrawn": "minus"}


def room_frame(*, bar: Any, agenda: Any, item: Any, closing: Any, presence: Any) -> rx.Component:
    """Lay out the room: a bar, then agenda, item and presence; beside each other from 1200 px on, else under each other."""
    return rx.el.div(
        skip_link(),
        rx.el.header(bar, class_name="bar"),
        rx.el.nav(agenda, class_name="pane first", aria_label=t("Agenda"), tab_index=0),
        rx.el.main(
            rx.el.div(item, class_name="item", tab_index=0, role="group", aria_label=t("The point")),
            closing,
            class_name="centre",
            id="main",
        ),
        rx.el.aside(presence, class_name="pane last", aria_label=t("Presence"), tab_index=0),
        class_name="evening",
    )


def agenda_list(rows: rx.Var | list[Any], row: Callable[[Any], rx.Component]) -> rx.Component:
    """Draw the agenda in order; `row` makes an `agenda_row` of each."""
    drawn = (rx.foreach(rows, row),) if isinstance(rows, rx.Var) else tuple(row(each) for each in rows)
    return rx.el.ol(*drawn, class_name="agenda")


def agenda_row(*, number: Any, title: Any, state: str | rx.Var, current: bool | rx.Var = False) -> rx.Component:
    """Draw one point: number, title, and its state in a word with a shape."""
    here = rx.cond(current, "step", rx.Var("undefined")) if isinstance(current, rx.Var) else "step" if current else None
    return rx.el.li(
        rx.el.span(number, class_name="no"),
        rx.el.span(title),
        rx.el.span(_state(state), class_name="state"),
        **({} if here is None else {"aria_current": here}),
    )


def presence_row(
    *, lot: Any, channel: Any, votes: Any, label: Any, on_note: Any, shape: str = "hand", soon: Any = False
) -> rx.Component:
    """Draw one lot without a ballot: plate, channel, votes, and the hand that notes its ballot (`label` says whose)."""
    looks = (
        rx.cond(soon, "small soon", "small quiet")
        if isinstance(soon, rx.Var)
        else f"small {'soon' if soon else 'quiet'}"
    )
    return rx.el.div(
        plate(lot, small=True),
        rx.el.span(channel, class_name=looks),
        rx.el.strong(tnum(votes), class_name="right"),
        rx.el.button(icon(shape), type="button", class_name="button icon-only", aria_label=label, on_click=on_note),
        class_name="present",
    )


def _state(state: str | rx.Var) -> Any:
    words = {
        "carried": t("Carried"),
        "rejected": t("Rejected"),
        "noted": t("Noted"),
        "postponed": t("Postponed"),
        "withdrawn": t("Withdrawn"),
        "not_reached": t("Not reached"),
        "closed": t("To confirm"),
        "open": t("Open"),
    }
    drawn = {
        key: rx.fragment(icon(ITEM_SHAPES[key]), word) if key in ITEM_SHAPES else word for key, word in words.items()
    }
    drawn["open"] = rx.el.span(t("Open"), class_name="live")
    if isinstance(state, str):
        return drawn.get(state, t("To come"))
    return rx.match(state, *((key, rx.fragment(part)) for key, part in drawn.items()), rx.fragment(t("To come")))
