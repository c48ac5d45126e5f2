"""The page that loads itself anew: the sign-in of this browser has changed, and a live connection keeps the old one."""

import reflex as rx

from koprogo import urls
from koprogo.components.auth import load_anew
from koprogo.components.navigation import button_link
from koprogo.components.text import t
from koprogo.pages.shell import page


def reload() -> rx.Component:
    """Draw one sentence, and a link for when nothing happens by itself."""
    return page(
        t("One moment"),
        load_anew(),
        rx.el.p(t("Your sign-in has changed; the page is loaded anew."), class_name="lead"),
        rx.el.p(button_link(t("Go on"), href=urls.HOME, reload_document=True)),
        menu=(),
        foot=False,
    )
