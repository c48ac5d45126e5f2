"""Forms: one question at a time, every answer checked together, and a page that repeats the answers before an act."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from koprogo.components.feedback import answers
from koprogo.components.navigation import button
from koprogo.components.text import t


def form(
    *fields: Any,
    on_submit: Any,
    act: Any,
    refusal: rx.Var | None = None,
    beside: tuple[rx.Component, ...] = (),
    grave: bool = False,
) -> rx.Component:
    """Draw a form: what is wrong on top, the fields, and one button that names the act.

    `on_submit(form_data)` receives every named field. `refusal` is `AppState.refusal`; the browser's own bubbles are off,
    so that errors are said in one place, in our words.
    """
    return rx.el.form(
        rx.fragment() if refusal is None else answers(refusal),
        *fields,
        rx.el.div(
            button(act, main=not grave, grave=grave, big=True, type="submit", data_testid="submit"),
            *beside,
            class_name="row wrap",
        ),
        on_submit=on_submit,
        class_name="stack wide answers",
        no_validate=True,
    )


def question(title: Any, *fields: Any, hint: Any = None) -> rx.Component:
    """Group the fields of one question under its legend."""
    return rx.el.fieldset(
        rx.el.legend(title, class_name="figure mid"),
        rx.fragment() if hint is None else rx.el.p(hint, class_name="quiet"),
        *fields,
        class_name="question",
    )


def check_answers(rows: Sequence[tuple[Any, Any, Any]], *, title: Any = None) -> rx.Component:
    """Repeat the answers before an irreversible act: name, value, and where to change it (None: not changeable here)."""
    return rx.el.section(
        rx.el.h2(t("Check before you go on") if title is None else title),
        rx.el.dl(
            *(
                rx.el.div(
                    rx.el.dt(name),
                    rx.el.dd(
                        value,
                        rx.fragment() if href is None else rx.fragment(" ", _change(name, href)),
                    ),
                )
                for name, value, href in rows
            ),
            class_name="panel facts",
        ),
        class_name="stack tight",
    )


def _change(name: Any, href: Any) -> rx.Component:
    return rx.el.a(t("Change"), rx.el.span(": ", name, class_name="unseen"), href=href, class_name="small")
