"""The list of associations."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.layout import panel
from koprogo.components.status import tag
from koprogo.components.tables import Column, data_table, number_cell, pager
from koprogo.components.text import t, tn
from koprogo.pages.buildings.words import role_word
from koprogo.pages.shell import page
from koprogo.state.buildings.associations import AssociationLine
from koprogo.state.buildings.associations import AssociationsState as State


def associations() -> rx.Component:
    """Draw the page."""
    heads = (
        Column(t("Association")),
        Column(t("Town")),
        Column(t("You are")),
        Column(t("Lots"), number=True),
        Column(t("Shares"), number=True),
        Column(t("Votes")),
    )
    return page(
        t("Associations"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            rx.cond(
                State.count > 0,
                rx.fragment(
                    panel(
                        data_table(t("Associations"), heads, State.rows, _cells, key=lambda each: each.id), padded=False
                    ),
                    rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
                ),
                empty(
                    t("No association yet"),
                    t("An association stands here once its mandate, or a lot in it, is recorded for you."),
                ),
            ),
            waiting(),
        ),
        current="associations",
        under=tn("{n} association", "{n} associations", State.count),
    )


def _cells(row: AssociationLine) -> tuple[Any, ...]:
    votes = rx.cond(
        row.lots == 0,
        tag(t("No lots yet"), "outline"),
        rx.cond(
            row.suspended > 0,
            tag(tn("{n} lot without a voice", "{n} lots without a voice", row.suspended), "soon", shape="lock"),
            tag(t("All lots can vote"), "good"),
        ),
    )
    return (
        rx.el.a(row.name, href=row.href),
        row.place,
        rx.el.span(rx.foreach(row.roles, lambda role: rx.el.span(role_word(role), class_name="one-of"))),
        number_cell(row.lots),
        rx.cond(row.shares_total > 0, number_cell(row.shares_total), "–"),
        votes,
    )
