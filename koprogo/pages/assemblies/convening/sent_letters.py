"""A list of letters and what became of each, as the minutes and the decisions in writing show it."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.status import tag
from koprogo.components.tables import Column, data_table
from koprogo.components.text import t, tdate
from koprogo.state.assemblies.convening.sent_letters import LetterLine

STATES = {
    "waiting": tag(t("Being printed"), "soon"),
    "printed": tag(t("To post"), "soon"),
    "sent": tag(t("E-mail sent"), "outline"),
    "posted": tag(t("Posted"), "good"),
    "opened": tag(t("Opened"), "good"),
    "delivered": tag(t("Delivered"), "good"),
    "returned": tag(t("Returned"), "bad"),
    "failed": tag(t("Did not leave"), "bad"),
}


def letters_table(rows: Any) -> rx.Component:
    """Draw one line per letter."""
    heads = (Column(t("Name")), Column(t("Lots")), Column(t("Sent")), Column(t("What became of it")))
    return data_table(t("Letters"), heads, rows, _cells, key=lambda line: line.key)


def _cells(line: LetterLine) -> tuple[Any, ...]:
    day = rx.cond(line.opened_at != "", line.opened_at, line.posted_on)
    return (
        line.name,
        line.lots,
        rx.el.span(line.where, rx.el.span(tdate(line.at), class_name="small quiet block"), class_name="breaks"),
        rx.el.span(
            pick(line.status, STATES, rx.fragment()),
            rx.cond(day != "", rx.el.span(tdate(day), class_name="small quiet block")),
            rx.cond(line.problem != "", rx.el.span(line.problem, class_name="small block")),
        ),
    )
