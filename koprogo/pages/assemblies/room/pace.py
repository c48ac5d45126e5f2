"""The autopilot's line: the point that is on, the one that comes, and the minutes run against those planned."""

from typing import Any

import reflex as rx

from koprogo.components.layout import row
from koprogo.components.text import t, t_own, tn
from koprogo.pages.assemblies.room.shown import ENDED, IN_SESSION, NEXT, ROOM, SHOWN


def pace_line() -> rx.Component:
    """Draw now, next and minutes so far while the session runs."""
    now = rx.cond(
        (ROOM.item_state == "open") | (ROOM.item_state == "closed"),
        t("Now: point {number} of {total}", number=ROOM.item_number, total=ROOM.agenda.length()),
        rx.cond(
            SHOWN.number > 0, t("Now: point {number} of {total}", number=SHOWN.number, total=ROOM.agenda.length()), ""
        ),
    )
    coming = rx.cond(
        NEXT.id & (NEXT.id != SHOWN.id),
        rx.el.span(
            t("Next: point {number}", number=NEXT.number.to_string() + NEXT.part),
            " ",
            t_own(NEXT.title),
            class_name="quiet",
        ),
    )
    return rx.cond(
        IN_SESSION & ~ENDED,
        row(rx.el.strong(now), coming, _minutes(), wrap=True, class_name="pace small"),
    )


def _minutes() -> Any:
    late = ROOM.minutes_run > ROOM.minutes_due
    return rx.el.span(
        tn(
            "{n} minute so far, {due} planned until here, {planned} in all",
            "{n} minutes so far, {due} planned until here, {planned} in all",
            ROOM.minutes_run,
            due=ROOM.minutes_due,
            planned=ROOM.minutes_planned,
        ),
        class_name=rx.cond(late, "soon", "quiet"),
    )
