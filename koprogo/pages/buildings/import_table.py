"""The lots as understood, a page at a time; what has to be corrected stands in its frame."""

from typing import Any

import reflex as rx

from koprogo.components.layout import panel
from koprogo.components.navigation import quiet_button
from koprogo.components.tables import Column, data_table
from koprogo.components.text import t, t_var, tnum
from koprogo.pages.buildings.import_faults import read_as
from koprogo.pages.buildings.words import right_word
from koprogo.state.buildings.import_lots import LotImportState as State
from koprogo.state.buildings.import_rows import LotView


def understood() -> rx.Component:
    """Draw the lots from the line somebody jumped to, or from the first."""
    heads = (
        Column(t("Line"), number=True),
        Column(t("Lot")),
        Column(t("Shares"), number=True),
        Column(t("Owner(s)")),
        Column(t("Right")),
        Column(t("E-mail")),
        Column(t("Language")),
    )
    last = State.lots.length() - 1
    title = t("What was understood, lines {first} to {last}", first=State.lots[0].line, last=State.lots[last].line)
    return rx.cond(
        State.lots.length() > 0,
        rx.el.section(
            rx.el.div(
                rx.el.h2(title),
                rx.cond(
                    (State.fault_count > 0) & (State.readiness.length() > 0),
                    rx.el.span(
                        t_var(
                            State.readiness[0].message_id,
                            {"have": State.readiness[0].have, "of": State.readiness[0].of},
                        ),
                        class_name="small quiet",
                    ),
                ),
                class_name="row between wrap",
            ),
            panel(data_table(title, heads, State.lots, _cells, key=lambda lot: lot.line), padded=False),
            _turn(),
            id="rows",
            tab_index=-1,
            class_name="stack tight",
        ),
    )


def _cells(lot: LotView) -> tuple[Any, ...]:
    regime = rx.cond(lot.regime_wrong, read_as(lot.regime_read, wrong=True), right_word(lot.regime))
    return (
        rx.cond(lot.sought, rx.el.strong(tnum(lot.line), class_name="sought"), tnum(lot.line)),
        read_as(lot.number.text, wrong=lot.number.wrong),
        read_as(lot.shares.text, wrong=lot.shares.wrong),
        read_as(lot.holders.text, wrong=lot.holders.wrong),
        regime,
        read_as(lot.email.text, wrong=lot.email.wrong),
        read_as(lot.language.text, wrong=lot.language.wrong),
    )


def _turn() -> rx.Component:
    before = State.first > 0
    after = State.first + State.lots.length() < State.lot_count
    return rx.cond(
        before | after,
        rx.el.nav(
            rx.cond(before, quiet_button(t("Lines before"), on_click=State.turn(-1)), rx.el.span()),
            rx.cond(after, quiet_button(t("Lines after"), on_click=State.turn(1))),
            class_name="row between",
            aria_label=t("Lines of the list"),
        ),
    )
