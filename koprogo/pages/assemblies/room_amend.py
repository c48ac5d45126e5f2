"""Amending the proposed text in the syndic's room, before its vote: shown everywhere, voted first."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import field_error
from koprogo.components.forms import form
from koprogo.components.inputs import text_area
from koprogo.components.layout import row
from koprogo.components.navigation import quiet_button
from koprogo.components.status import article
from koprogo.components.text import t
from koprogo.i18n.languages import NAMES
from koprogo.pages.assemblies.room_parts import HERE, SHOWN
from koprogo.state.assemblies.choosing import ChoosingState as Choosing

PROBLEMS = Choosing.refusal.problems


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
                "The subject stays that of the convocation. Every screen shows the new text, and it is voted first; what"
                " givers of proxies decided on the earlier text binds no more."
            ),
            class_name="small quiet",
        ),
        form(
            rx.el.div(field_error("proposal", PROBLEMS), id="proposal", tab_index=-1),
            *(one(language) for language in NAMES),
            on_submit=Choosing.save,
            act=t("Put the amended text to the vote"),
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
