"""Costs in the days they are for: what would be moved and why, what a year bears without its paper, the forms of both."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import choices, date_input, money_input, select_input, text_input
from koprogo.components.layout import columns, more, panel, row
from koprogo.components.navigation import button
from koprogo.components.status import article
from koprogo.components.tables import Column, data_table, money_cell
from koprogo.components.text import t, t_own, tdate, tmoney
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.charges.accruals import AccrualsState as State

PROBLEMS = State.refusal.problems


def accruals() -> rx.Component:
    """Draw the page."""
    return page(
        t("Accruals and deferrals"),
        books_tabs(State.sheet_at, "years"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(_spreads(), _accrued(), side=rx.fragment(_why(), rx.cond(State.may_close, _new()))),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at + "/years",
        above=crumb(State.association, State.sheet_at),
        under=t("Every year and every statement bears its own days"),
    )


def _spreads() -> rx.Component:
    day = form(
        date_input("last_day", t("Costs up to and with"), value=State.last_day, problems=PROBLEMS),
        on_submit=State.look,
        act=t("Show what moves"),
    )
    none = empty(
        t("Every cost is where its days are"),
        t("An invoice with a period of service that reaches beyond this day would stand here."),
    )
    book = rx.cond(
        State.may_write, row(button(t("Book it on {day}", day=tdate(State.last_day)), on_click=State.spread), wrap=True)
    )
    return rx.fragment(
        panel(rx.el.div(day, key=State.last_day), title=t("Paid in advance")),
        rx.cond(State.rows.length() > 0, panel(_table(), book, title=t("What moves")), none),
    )


def _table() -> rx.Component:
    heads = (
        Column(t("Invoice")),
        Column(t("For the days")),
        Column(t("In all"), number=True, unit="€"),
        Column(t("In the costs"), number=True, unit="€"),
        Column(t("Belongs there"), number=True, unit="€"),
        Column(t("Moves"), number=True, unit="€"),
    )

    def cells(line: Any) -> tuple[Any, ...]:
        where = rx.cond(line.lot != "", rx.el.span(", ", line.lot))
        name = rx.el.span(
            rx.el.a(line.supplier, " ", line.number, href=line.href, class_name="link"),
            rx.el.span(" ", line.words, ", ", line.code, where, class_name="small quiet"),
        )
        days = t("{first} to {last}", first=tdate(line.first_day), last=tdate(line.last_day))
        amounts = (line.amount, line.in_costs, line.belongs, line.move)
        return name, days, *(money_cell(cents) for cents in amounts)

    foot = (t("Together"), "", "", "", "", money_cell(State.cents))
    return data_table(t("What moves"), heads, State.rows, cells, key=lambda line: line.id, foot=foot)


def _accrued() -> rx.Component:
    def one(each: Any) -> rx.Component:
        key = rx.cond(each.key_name.length() > 0, rx.el.span(" · ", t_own(each.key_name)))
        back = rx.cond(each.back_on != "", t("taken back on {day}", day=tdate(each.back_on)), "")
        return rx.el.li(
            rx.el.div(
                rx.el.a(each.words, href=each.href, class_name="link strong"),
                rx.el.p(tdate(each.day), ", ", each.code, key, ", ", back, class_name="small quiet"),
                class_name="stack close grow",
            ),
            rx.el.span(tmoney(each.amount, signed=True), class_name="strong whole"),
            class_name="row between start",
            key=each.id,
        )

    return rx.cond(
        State.accrued.length() > 0,
        panel(
            rx.el.ul(rx.foreach(State.accrued, one), class_name="plain rows"), title=t("Accrued at the end of a year")
        ),
    )


def _new() -> rx.Component:
    kinds = (
        ("not_invoiced", t("Not invoiced yet"), t("The year bears it; the invoice comes in the next one.")),
        ("in_stock", t("Still in stock"), t("Paid in this year, used in the next, such as fuel in the tank.")),
    )
    new = form(
        select_input("year", t("Fiscal year"), State.years, value=State.year, problems=PROBLEMS),
        choices("kind", t("What it is"), kinds, problems=PROBLEMS),
        text_input("words", t("What it is for"), problems=PROBLEMS, max_length=300),
        text_input("code", t("Account of costs"), problems=PROBLEMS, max_length=20),
        money_input("amount", t("Amount"), problems=PROBLEMS),
        select_input("key", t("Key (the shares without one)"), State.keys, problems=PROBLEMS),
        on_submit=State.accrue,
        act=t("Book it and take it back next year"),
    )
    return panel(
        more(t("Not invoiced yet, or still in stock"), rx.el.div(new, key=State.count)), title=t("At year end")
    )


def _why() -> rx.Component:
    return panel(
        rx.el.p(
            t(
                "An invoice says for which days it is. What belongs to later days waits on account 490 and comes to the"
                " costs with its days, so whoever sells or buys a lot bears only hers."
            )
        ),
        rx.el.p(t("Asked again, only what is still out of place moves.")),
        row(article("3.89 §5, 15°"), article("3.94 §5"), wrap=True),
        title=t("Why costs move"),
    )
