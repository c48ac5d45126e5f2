"""A planned call by lot, as the previews of every kind of call show it."""

from typing import Any

import reflex as rx

from koprogo.components.dialogs import confirm
from koprogo.components.layout import row
from koprogo.components.status import plate
from koprogo.components.text import t, tmoney
from koprogo.pages.charges.words import line_row


def planned_lots(planned: Any) -> rx.Component:
    """Draw what a planned call asks of each lot, with who owes it; pressed, each line with its fraction."""

    def lot(found: Any) -> rx.Component:
        return rx.el.li(
            rx.el.details(
                rx.el.summary(
                    row(plate(found.lot, small=True), rx.el.span(found.people, class_name="grow small quiet"),
                        rx.el.strong(tmoney(found.cents)), class_name="row between grow")
                ),
                rx.el.ul(rx.foreach(found.lines, line_row), class_name="plain rows"),
            ),
            key=found.lot,
        )  # fmt: skip

    return rx.el.ul(rx.foreach(planned, lot), class_name="plain rows", data_testid="planned")


def confirm_call(state: Any, name: str) -> rx.Component:
    """Draw the button that makes the planned call, behind a page that repeats what is frozen."""
    return confirm(
        name,
        t("Call it and post it"),
        title=t("Call this from every owner?"),
        sentence=t(
            "Each line is frozen with its fraction, and posted to the books. A wrong call is reversed, never changed."
        ),
        rows=((t("Call"), state.planned_reference), (t("In all"), tmoney(state.planned_total))),
        act=t("Call it"),
        on_confirm=state.make,
    )
