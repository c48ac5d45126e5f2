"""Every component in every state, for eyes and for axe."""

import reflex as rx

from koprogo.components.majority import majority_line, tally_bar
from koprogo.components.text import t
from koprogo.components.voting import ballot_button
from koprogo.pages.shell import page


def gallery() -> rx.Component:
    """Draw the design system."""
    return page(
        t("The pieces"),
        ballot_button("for", weight=t("{shares} of {total}", shares=27, total=1000)),
        majority_line("two_thirds", law="3.88 §1, 1° b)"),
        tally_bar(in_favour=498, against=202, majority="two_thirds", needed=467),
    )
