"""A planned call by lot, as the previews of every kind of call show it."""

from typing import Any

import reflex as rx

from koprogo.components.layout import row
from koprogo.components.status import plate
from koprogo.components.text import tmoney
from koprogo.pages.charges.words import line_row


def planned_lots(planned: Any) -> rx.Component:
    """Draw what a planned call asks of each lot, with who holds it on the due day; pressed, each line with its fraction."""

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
