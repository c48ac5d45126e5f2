"""A box to sign in with a finger; its JavaScript is in assets/js/signature.js."""

from typing import Any

import reflex as rx

from koprogo.components.text import t


class SignaturePad(rx.Component):
    """Strokes of whole points in a box of 1000 × 300, sent as JSON when the button is pressed."""

    library = "$/public/js/signature.js"
    tag = "SignaturePad"
    label: rx.Var[str]
    act: rx.Var[str]
    again: rx.Var[str]

    on_signed: rx.EventHandler[lambda strokes: [strokes]]


def signature_pad(label: Any, *, on_signed: Any) -> rx.Component:
    """Draw the box; `on_signed(strokes)` is called with JSON: lists of points, each two whole numbers.

    Whoever cannot draw signs on paper: every page with this box offers that beside it.
    """
    return SignaturePad.create(label=label, act=t("Sign"), again=t("Begin again"), on_signed=on_signed)
