"""Choosing and saying who bears a line of the books: all by their shares, the lots of a key, one lot alone."""

from typing import Any

import reflex as rx

from koprogo.components.inputs import select_input
from koprogo.components.text import t, t_own


def bearer_field(options: rx.Var, problems: rx.Var, *, hint: Any = None) -> rx.Component:
    """Draw the list; `options` are rows of `BearerChoice`, all by their shares stand first."""
    return select_input(
        "bearer",
        t("Shared among"),
        options,
        first=t("All, by their shares"),
        said=bearer_word,
        problems=problems,
        hint=hint,
    )


def bearer_word(each: Any) -> Any:
    """Say a row of `BearerChoice`."""
    return rx.cond(each.value.startswith("lot:"), t("Lot {lot} alone", lot=each.word), each.word)


def borne_by(each: Any) -> rx.Component:
    """Say who bears it: `key_names` or `lot` of a row; nothing where all do by their shares."""
    return rx.cond(
        each.key_names.length() > 0,
        rx.el.span(", ", t_own(each.key_names)),
        rx.cond(each.lot != "", rx.el.span(", ", t("lot {lot}", lot=each.lot))),
    )
