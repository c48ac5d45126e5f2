"""The way back above a title, on wide screens; on phones the arrow in the top bar leads there."""

from typing import Any

import reflex as rx


def crumb(word: Any, href: Any) -> rx.Component:
    """Draw the link to where this page belongs."""
    return rx.el.a(word, href=href, class_name="small wide-only")
