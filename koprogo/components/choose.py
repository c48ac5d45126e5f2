"""Choosing a look or a word by a code word that may be known when the page is built, or only in the browser."""

from collections.abc import Mapping
from typing import Any

import reflex as rx


def pick(word: str | rx.Var, cases: Mapping[str, Any], default: Any = "") -> Any:
    """Return the case of a code word; a literal is resolved now, a var in the browser."""
    if isinstance(word, str):
        return cases.get(word, default)
    return rx.match(word, *cases.items(), default)


def css(**lengths: Any) -> dict[str, Any]:
    """Return the properties of a real `style` attribute; `to` and `at` set the lengths of a bar and its mark.

    Reflex's own `style` makes a class per value, one for each number a live tally ever shows.
    """
    return {"style": rx.Var.create({f"--{name}": length for name, length in lengths.items()})}
