"""Amending the proposed text in the syndic's room: shown everywhere, voted before the text it changes."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import field_error
from koprogo.components.forms import form
from koprogo.components.inputs import text_area
from koprogo.components.layout import panel, row
from koprogo.components.navigation import quiet_button
from koprogo.components.status import article
from koprogo.components.text import language_of, t, t_own
from koprogo.i18n.languages import NAMES
from koprogo.pages.assemblies.room.shown import HERE, IN_SESSION, ROOM, SHOWN, stands
from koprogo.state.assemblies.voting.choosing import ChoosingState as Choosing

PROBLEMS = Choosing.refusal.problems


def amendment_panel() -> rx.Component:
    """Show the amendment that waits for its vote, or is voted now; nothing when there is none."""
    before = IN_SESSION & (ROOM.item_state != "open") & ~stands("open", "closed")
    back = quiet_button(t("Take the amendment back"), on_click=Choosing.withdraw(SHOWN.id), data_testid="take-back")
    return rx.cond(
        SHOWN.amended,
        panel(
            rx.el.p(t_own(SHOWN.amendment), lang=language_of(SHOWN.amendment), class_name="proposal"),
            rx.el.p(
                t("Carried, it replaces the text before that is voted. Rejected, the text stands as it is."),
                class_name="small quiet",
            ),
            rx.cond(before, back),
            title=t("Amendment, voted first"),
        ),
    )


def amend_opener() -> rx.Component:
    """Draw the button that opens the text of the point to be amended."""
    return quiet_button(t("Amend the text"), on_click=Choosing.amend(SHOWN.id), data_testid="amend")


def amend_form() -> rx.Component:
    """Draw the text of the point that is amended, in the languages of the building."""

    def one(language: str) -> Any:
        area = text_area(
            f"amended_{language}",
            rx.el.span(NAMES[language], lang=language),
            value=Choosing.text[language],
            rows="5",
            lang=language,
        )
        return rx.cond(HERE.languages.contains(language), area)

    shown = rx.el.section(
        rx.el.h3(t("The text as amended"), " ", article("3.87 §3")),
        rx.el.p(
            t(
                "The subject stays that of the convocation. Every screen shows the amendment, and it is voted first, at the"
                " majority of the point; then the text is voted, with it or without. What givers of proxies decided on one"
                " text binds on no other."
            ),
            class_name="small quiet",
        ),
        form(
            rx.el.div(field_error("proposal", PROBLEMS), id="proposal", tab_index=-1),
            *(one(language) for language in NAMES),
            on_submit=Choosing.save,
            act=t("Put the amendment to the vote"),
            refusal=Choosing.refusal,
            beside=(
                row(
                    quiet_button(t("Take the text of the convocation"), on_click=Choosing.take_back),
                    quiet_button(t("Not now"), on_click=Choosing.amend(SHOWN.id)),
                    wrap=True,
                ),
            ),
        ),
        class_name="panel padded stack tight",
        key=Choosing.fill,
    )
    return rx.cond((Choosing.amending != "") & (Choosing.amending == SHOWN.id), shown)
