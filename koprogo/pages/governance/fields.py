"""Fields of forms that stand many times on the council's page: each inside its label, because no id may repeat.

Reflex reads a control with an id by that id: two forms with the same one would send each other's words.
"""

from typing import Any

import reflex as rx


def named_input(name: str, label: Any, **props: Any) -> rx.Component:
    """Draw a line to write on, or with `type="date"` a day."""
    return rx.el.label(
        label, rx.el.input(**{"type": "text", **props}, name=name, class_name="input"), class_name="field"
    )


def named_area(name: str, label: Any, **props: Any) -> rx.Component:
    """Draw a place for several lines."""
    return rx.el.label(label, rx.el.textarea(**props, name=name, class_name="input"), class_name="field")


def named_select(name: str, label: Any, options: tuple[tuple[str, Any], ...]) -> rx.Component:
    """Draw a list to choose from: pairs of value and word."""
    drawn = (rx.el.option(word, value=value) for value, word in options)
    return rx.el.label(label, rx.el.select(*drawn, name=name, class_name="input"), class_name="field")
