"""One loan: figures, who takes part, the schedule with what is paid, and the acts of who keeps the books."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import answers, waiting
from koprogo.components.layout import columns, facts, figure, figures, more, panel, row
from koprogo.components.navigation import button_link
from koprogo.components.status import article
from koprogo.components.tables import pager
from koprogo.components.text import t, t_own, tdate, tmoney, tn
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.loan_acts import before_drawing, since_drawing
from koprogo.pages.charges.loan_words import EVERY, STATES, WAYS, dues_table, lots_table, rate_said
from koprogo.pages.shell import page
from koprogo.state.charges.loan import LoanState as State

FEW = 8
"""Lots that stand on the page at once; more of them are opened on a press."""


def loan() -> rx.Component:
    """Draw the page."""
    drawn = State.loan.drawn_on != ""
    return page(
        rx.cond(State.loaded, State.loan.words, t("Loan")),
        books_tabs(State.sheet_at, "loans"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(
                _figures(), _schedule(), _lots(), _early(),
                side=rx.fragment(
                    _facts(), rx.cond(State.may_write, rx.cond(drawn, since_drawing(), before_drawing()))
                ),
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at + "/loans",
        above=crumb(State.association, State.sheet_at),
        under=State.loan.lender,
    )  # fmt: skip


def _figures() -> rx.Component:
    view = State.loan
    drawn = figures(
        figure(tmoney(view.rest), rx.cond(view.mine, t("left of my part"), t("left of the loan"))),
        figure(tmoney(view.borrowed), rx.cond(view.mine, t("my part of the loan"), t("lent by the bank"))),
        figure(tmoney(view.interest), t("interest in all")),
        rx.cond(view.next_on != "", figure(tmoney(view.next_cents), t("due on {day}", day=tdate(view.next_on)))),
    )
    coming = figures(
        figure(tmoney(view.borrowed), t("to borrow")),
        figure(tmoney(view.called), t("paid cash")),
        rx.cond(view.mine, rx.fragment(), figure(tmoney(view.works), t("works in all"))),
    )
    return rx.cond(view.drawn_on != "", drawn, coming)


def _facts() -> rx.Component:
    view = State.loan
    key = rx.cond(view.key_name.length() > 0, t_own(view.key_name), t("By the shares"))
    decided: Any = rx.fragment(view.decided, ", ", tdate(view.decided_on))
    return panel(
        row(rx.match(view.state, *STATES.items(), rx.fragment()), wrap=True),
        facts(
            (
                t("Decision"),
                rx.el.a(decided, href=view.works_at, class_name="link"),
            ),
            (t("Key"), key),
            (t("Works in all"), tmoney(view.works)),
        ),
        rx.cond(
            view.drawn_on != "",
            facts(
                (t("Drawn on"), tdate(view.drawn_on)),
                (t("Repaid by"), rx.fragment(pick(view.way, WAYS), ", ", pick(view.every, EVERY))),
                (t("Rate"), rx.cond(view.rate >= 0, rate_said(view.rate), t("as in the bank’s table"))),
            ),
        ),
        row(article("3.86 §3"), article("3.81"), wrap=True),
        title=t("The loan"),
    )


def _lots() -> rx.Component:
    """Draw a few lots at once, many behind how many of them take part."""
    many = tn("{n} lot takes part, {cash} pay cash", "{n} lots take part, {cash} pay cash", State.taking_part,
              cash=State.lots.length() - State.taking_part)  # fmt: skip
    table = rx.cond(State.lots.length() > FEW, more(many, lots_table(State.lots)), lots_table(State.lots))
    return rx.cond(
        State.lots.length() > 0, panel(table, title=rx.cond(State.loan.mine, t("My lots"), t("Who takes part")))
    )


def _schedule() -> rx.Component:
    none = panel(
        rx.el.p(t("The schedule stands here once the loan is drawn; until then each owner may choose."), class_name="quiet"),
        title=t("Schedule"),
    )  # fmt: skip
    drawn = panel(
        dues_table(State.dues),
        rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
        rx.cond(State.loan.mine, rx.cond(State.loan.id != "", _my_paper())),
        title=rx.cond(State.loan.mine, t("My schedule"), t("Schedule")),
    )
    return rx.cond(State.dues.length() > 0, drawn, rx.cond(State.loan.drawn_on != "", rx.fragment(), none))


def _my_paper() -> rx.Component:
    return row(button_link(t("Calls for funds"), href=State.sheet_at + "/calls", shape="mail"), wrap=True)


def _early() -> rx.Component:
    def one(line: Any) -> rx.Component:
        fee = rx.cond(line.fee > 0, rx.fragment(", ", t("with the bank’s fee of {amount}", amount=tmoney(line.fee))))
        return rx.el.li(
            rx.el.div(
                rx.el.strong(t("Lot {number}", number=line.lot)),
                rx.el.p(tdate(line.day), fee, class_name="small quiet"),
                class_name="stack close grow",
            ),
            rx.el.span(tmoney(line.principal), class_name="strong whole"),
            key=line.id,
            class_name="row between",
        )

    return rx.cond(
        State.early.length() > 0,
        panel(rx.el.ul(rx.foreach(State.early, one), class_name="plain rows"), title=t("Repaid early")),
    )
