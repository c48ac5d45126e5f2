"""The page for an address where nothing is."""

import reflex as rx

from koprogo.components.feedback import empty
from koprogo.components.navigation import button_link
from koprogo.components.text import t
from koprogo.pages.shell import page


def not_found() -> rx.Component:
    """Say that nothing is here, without telling whether something exists that is not yours."""
    return page(
        t("Nothing is here"),
        empty(
            t("There is nothing at this address, or it is not yours to see."),
            t("Look at the address again, or start from your home page."),
            button_link(t("To my home page"), href="/", main=True, big=True),
        ),
        menu=(),
    )
