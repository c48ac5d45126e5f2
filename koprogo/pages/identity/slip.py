"""Entering an assembly with the slip from the desk: its QR code was scanned, or its code is typed."""

import reflex as rx

from koprogo import urls
from koprogo.components.auth import asked, auth_answer, auth_form
from koprogo.components.inputs import text_input
from koprogo.components.layout import more
from koprogo.components.text import t
from koprogo.pages.shell import page
from koprogo.state.base import RefusalView

FORM = "slip"
LONGEST = 20
"""Twelve signs and the spaces or hyphens people put between them."""


def slip() -> rx.Component:
    """Draw the page: one press when the code was scanned, else a field for it."""
    said = auth_answer(FORM, RefusalView)
    scanned = asked("scanned")
    return page(
        t("Into the assembly"),
        rx.cond((scanned != "") & (said.kind == ""), _scanned(), _typed(said)),
        menu=(),
        foot=False,
        back=urls.SIGN_IN,
        place=t("Slip from the table"),
    )


def _scanned() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Your slip was read. It is good for this evening and for you alone."), class_name="lead"),
        auth_form(FORM, urls.AUTH_SLIP, act=t("Go into the assembly"), answer=auth_answer(FORM, RefusalView)),
        more(t("Type the code instead"), _typed(auth_answer(FORM, RefusalView))),
        class_name="stack wide answers",
    )


def _typed(said: RefusalView) -> rx.Component:
    return auth_form(
        FORM,
        urls.AUTH_SLIP,
        text_input(
            "code", t("Code of the slip"), hint=t("Twelve letters and digits; spaces and capitals do not matter."),
            autocomplete="one-time-code", problems=said.problems, auto_capitalize="characters", spell_check=False,
            max_length=LONGEST,
        ),
        act=t("Go into the assembly"),
        answer=said,
    )  # fmt: skip
