"""Every component in every state, for eyes and for axe; whole screens beside it under /gallery/…."""

import reflex as rx

from koprogo.components.layout import pair, stack
from koprogo.components.status import plate
from koprogo.components.text import t
from koprogo.pages.pieces import desk, forms, voting
from koprogo.pages.shell import owner_menu, page


def gallery() -> rx.Component:
    """Draw the design system."""
    return page(
        t("The pieces"),
        pair(
            _section(t("Ballot button"), voting.ballot_states()),
            _section(t("Bar and threshold"), voting.bars()),
            _section(t("Around a vote"), voting.around()),
            _section(t("Labels"), desk.labels()),
        ),
        _section(t("Deadlines"), desk.deadlines()),
        pair(
            _section(t("Fields"), forms.fields()),
            _section(t("Answers"), forms.answers()),
            _section(t("Table, then cards on a phone"), desk.tables()),
            _section(t("Papers"), stack(desk.papers(), forms.nothing())),
        ),
        _section(t("Charts"), desk.charts()),
        menu=owner_menu(),
        current="home",
        marks=plate("A3.2"),
    )


def _section(title: rx.Var, content: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(title), content, class_name="stack")
