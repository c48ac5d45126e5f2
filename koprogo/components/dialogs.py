"""Before an act that cannot be undone: the facts again, then a second press on a button that names the act."""

from typing import Any

import reflex as rx

from koprogo.components.layout import facts
from koprogo.components.navigation import button, quiet_button
from koprogo.components.text import t


def opens(name: str) -> Any:
    """Return the press that opens the dialog `name`."""
    return rx.run_script(f"document.getElementById({name!r}).showModal()")


def confirm(name: str, opener: Any, *, main: bool = True, grave: bool = False, **said: Any) -> rx.Component:
    """Draw the button `opener` and the dialog it opens, `said` as in `ask`."""
    return rx.fragment(
        button(opener, main=main and not grave, grave=grave, on_click=opens(name)),
        ask(name, grave=grave, **said),
    )


def ask(
    name: str,
    *,
    title: Any,
    act: Any,
    on_confirm: Any,
    sentence: Any = None,
    rows: tuple[tuple[Any, Any], ...] = (),
    grave: bool = False,
) -> rx.Component:
    """Draw the dialog alone, for several buttons that open it: title, sentence, facts as pairs, the act, and a way back.

    The browser's own modal dialog: it holds the focus, Escape closes it, and the focus returns to the opener. `name` is
    its id, unique on the page.
    """
    shut = rx.run_script(f"document.getElementById({name!r}).close()")
    return rx.el.dialog(
        rx.el.div(
            rx.el.h2(title, id=f"{name}-title", class_name="figure mid"),
            rx.fragment() if sentence is None else rx.el.p(sentence),
            facts(*rows) if rows else rx.fragment(),
            rx.el.div(
                button(act, main=not grave, grave=grave, on_click=[shut, on_confirm], data_testid=f"{name}-confirm"),
                quiet_button(t("Not now"), on_click=shut),
                class_name="row wrap",
            ),
            class_name="stack",
        ),
        id=name,
        class_name="confirm",
        aria_labelledby=f"{name}-title",
    )
