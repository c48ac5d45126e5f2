"""The loans of an association: what the assembly let it borrow, what is left of each, a new one; an owner's own part."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, money_input, text_input
from koprogo.components.layout import columns, list_link, list_panel, more, panel, row
from koprogo.components.status import article
from koprogo.components.text import t, t_own, tdate, tmoney
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.loan_words import STATES
from koprogo.pages.shell import page
from koprogo.state.charges.loan_rows import LoanRow
from koprogo.state.charges.loans import LoansState as State

PROBLEMS = State.refusal.problems


def loans() -> rx.Component:
    """Draw the page."""
    return page(
        t("Loans"),
        books_tabs(State.sheet_at, "loans"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(
                _list(), rx.cond(State.may_write, _new()),
                side=rx.fragment(_why(), rx.cond(State.may_write, _within())),
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
        under=t("Borrowed for works: who takes part, and what is left"),
    )  # fmt: skip


def _list() -> rx.Component:
    def one(line: LoanRow) -> rx.Component:
        left = rx.cond(
            line.drawn_on != "",
            t("{left} left of {amount}", left=tmoney(line.rest), amount=tmoney(line.borrowed)),
            t("{amount} to borrow", amount=tmoney(line.borrowed)),
        )
        coming = rx.cond(
            line.next_on != "",
            rx.fragment(", ", t("{amount} due on {day}", amount=tmoney(line.next_cents), day=tdate(line.next_on))),
        )
        return list_link(
            line.words,
            href=line.href,
            under=rx.fragment(line.lender, ", ", left, coming),
            aside=rx.match(line.state, *STATES.items(), rx.fragment()),
            shape="euro",
        )

    none = empty(
        t("No loan"),
        t("When the assembly lets the association borrow for works, the loan stands here with everybody’s part."),
    )
    return rx.cond(State.rows.length() > 0, list_panel(rx.foreach(State.rows, one)), none)


def _new() -> rx.Component:
    decision = rx.el.div(
        rx.el.label(t("Decision"), html_for="decision_id"),
        rx.el.select(
            rx.el.option(t("Choose the decision"), value=""),
            rx.foreach(
                State.decisions,
                lambda each: rx.el.option(
                    tdate(each.day, "short"), " · ", each.words, " · ", tmoney(each.ceiling), value=each.value
                ),
            ),
            id="decision_id",
            name="decision_id",
            class_name="input",
        ),
        class_name="field",
    )
    key = rx.el.div(
        rx.el.label(t("Key"), html_for="key_id"),
        rx.el.select(
            rx.el.option(t("By the shares"), value=""),
            rx.foreach(State.keys, lambda each: rx.el.option(t_own(each.names), value=each.value)),
            id="key_id",
            name="key_id",
            class_name="input",
        ),
        class_name="field",
    )
    fields = form(
        decision,
        row(
            text_input("lender", t("Bank that lends"), problems=PROBLEMS),
            text_input("words", t("What for"), hint=t("Such as: façade, insulation of the roof."), problems=PROBLEMS),
            wrap=True,
        ),
        money_input("amount", t("What the works cost in all"), problems=PROBLEMS),
        key,
        on_submit=State.enter,
        act=t("Enter the loan"),
    )
    none = rx.el.p(
        t("A loan rests on a decision of the assembly that allows it."), " ",
        rx.el.a(t("Enter the decision"), href=State.suppliers_at, class_name="link"), class_name="quiet",
    )  # fmt: skip
    return panel(
        rx.cond(State.decisions.length() > 0, more(t("Enter a loan the assembly allowed"), fields), none),
        title=t("A new loan"),
    )


def _why() -> rx.Component:
    return panel(
        rx.el.p(
            t(
                "Each lot’s part of the works goes by the key of the decision. Who pays cash is called at once and owes"
                " nothing of the loan; the bank lends what the others owe, and they repay it by the bank’s schedule."
            )
        ),
        rx.el.p(t("Principal is no cost. Interest is a cost of those who take part, and of nobody else.")),
        row(article("3.86 §3"), article("3.81"), wrap=True),
        title=t("How a loan is shared"),
    )


def _within() -> rx.Component:
    moved: Any = rx.el.p(rx.el.a(t("The entry"), href=State.moved_at, class_name="link"))
    return panel(
        rx.el.p(
            t("At the end of a year, what falls due in the next twelve months stands apart in the balance sheet."),
            class_name="small",
        ),
        form(
            date_input("last_day", t("Last day of the fiscal year"), problems=PROBLEMS),
            on_submit=State.within_the_year,
            act=t("Show what falls due"),
        ),
        rx.cond(State.moved_at != "", moved),
        rx.cond(State.nothing_moved, rx.el.p(t("It stands so already."), class_name="small quiet")),
        title=t("Due within the year"),
    )
