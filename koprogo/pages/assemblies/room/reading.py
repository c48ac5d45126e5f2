"""The minutes read before they are signed: the page on the wall, and the panel with which chair or secretary turn it."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers
from koprogo.components.hall import hall_foot, hall_title, hall_top
from koprogo.components.layout import panel, row
from koprogo.components.live import clock
from koprogo.components.navigation import button, quiet_button
from koprogo.components.refresh import refresh
from koprogo.components.status import article
from koprogo.components.text import t
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.assemblies.room.reading import ReadingState as Reading

ROOM = LiveState.room
SHOWN = Reading.shown


def follow_reading() -> rx.Component:
    """Look again whenever the room changes: a page turned, or something corrected on the page that is read."""
    return refresh(beat=ROOM.version, on_due=Reading.look, seconds=1)


def reading_wall() -> rx.Component:
    """Show the page that is read, in the hall's type."""
    heading = rx.el.span(SHOWN.heading, lang=SHOWN.language)
    under = rx.cond(SHOWN.goes_on, t("continued"), "")
    return rx.fragment(
        hall_top(
            LiveState.assembly.association_name,
            under=t("The minutes are read"),
            right=clock(now=ROOM.at, class_name="t64"),
        ),
        hall_title(heading, under=under),
        rx.el.div(rx.foreach(SHOWN.lines, _line), class_name="hall-part hall-reading", lang=SHOWN.language),
        hall_foot(
            rx.el.p(t("Page {page} of {pages}", page=SHOWN.page, pages=SHOWN.pages)),
            rx.el.p(t("Who sees a mistake says so now."), " ", article("3.87 §10")),
        ),
    )


def _line(line: Any) -> rx.Component:
    looks = {"proposal": "t44 proposed", "result": "t44 strong", "names": "t44 second"}
    return rx.el.p(line.text, class_name=rx.match(line.look, *looks.items(), "t44"))


def reading_panel() -> rx.Component:
    """Offer chair, secretary and the syndic's office to read the minutes on the wall, page by page."""
    on_wall = SHOWN.page > 0
    begin = button(
        t("Read the minutes on the wall"), shape="screen", on_click=Reading.turn(1), data_testid="read-on-wall"
    )
    turning = rx.fragment(
        rx.el.p(
            rx.el.strong(SHOWN.heading), " ",
            t("Page {page} of {pages}", page=SHOWN.page, pages=SHOWN.pages), role="status",
        ),
        row(
            rx.cond(SHOWN.page > 1, button(t("Page before"), on_click=Reading.turn(-1), data_testid="page-before")),
            rx.cond(
                SHOWN.page < SHOWN.pages,
                button(t("Next page"), main=True, on_click=Reading.turn(1), data_testid="page-next"),
            ),
            quiet_button(t("Stop reading"), on_click=Reading.stop, data_testid="stop-reading"),
            wrap=True,
        ),
    )  # fmt: skip
    return rx.cond(
        Reading.may_turn & (SHOWN.pages > 0),
        panel(
            answers(Reading.refusal),
            rx.el.p(
                t("The screen of the hall shows the minutes as they stand; what you correct is on it at once."),
                class_name="small quiet",
            ),
            rx.cond(on_wall, turning, begin),
            title=t("Read in the hall"),
            aside=article("3.87 §10"),
        ),
    )
