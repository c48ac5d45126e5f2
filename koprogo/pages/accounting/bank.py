"""The bank: accounts, a file dropped, statements with what is missing between them, and the rules that book fees."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.files import file_button
from koprogo.components.forms import form
from koprogo.components.inputs import choices, text_input
from koprogo.components.layout import columns, figure, figures, more, panel, row, stack
from koprogo.components.navigation import button, button_link
from koprogo.components.status import article, tag
from koprogo.components.tables import pager
from koprogo.components.text import t, t_own, t_var, tdate, tmoney, tn, tnum
from koprogo.pages.accounting.bank_money import accounts, reserve_money
from koprogo.pages.accounting.bank_words import outcome
from koprogo.pages.accounting.bearer_field import bearer_field
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.accounting.bank import BankState as State

PROBLEMS = State.refusal.problems
LARGEST_MB = 10


def bank() -> rx.Component:
    """Draw the page."""
    return page(
        t("Bank"),
        books_tabs(State.sheet_at, "bank"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(
                _waiting(),
                _suspense(),
                _take(),
                _statements(),
                side=rx.fragment(accounts(), reserve_money(), _rules(), _about()),
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.name,
        back=State.sheet_at,
        above=crumb(State.name, State.sheet_at),
        under=t("From the bank’s file to every owner’s account, and why"),
    )


def _waiting() -> rx.Component:
    """Say how many lines wait for a person, and lead there."""
    return rx.cond(
        State.waiting > 0,
        panel(
            figures(
                figure(tnum(State.waiting), tn("line to decide", "lines to decide", State.waiting), late=True),
                figure(tnum(State.oldest), tn("day, the oldest", "days, the oldest", State.oldest)),
            ),
            row(
                button_link(t("Decide now"), href=State.queue_at, main=True),
                rx.cond(
                    State.may_write & (State.unbooked > 0),
                    button(t("Book what was not booked"), on_click=State.match_again),
                ),
                wrap=True,
            ),
            title=t("Waiting"),
        ),
    )


def _suspense() -> rx.Component:
    """Say what stands in suspense, since when, and what of it goes back."""
    return rx.cond(
        State.suspense_oldest + State.going_back + State.waiting > 0,
        rx.el.p(
            t("In suspense (499): {amount}.", amount=tmoney(State.suspense, signed=True)), " ",
            rx.cond(
                State.suspense_oldest > 0,
                tn("The oldest is {n} day old.", "The oldest is {n} days old.", State.suspense_oldest),
                "",
            ),
            rx.cond(
                State.going_back > 0,
                rx.el.span(
                    " ",
                    rx.el.a(
                        tn("{n} receipt goes back.", "{n} receipts go back.", State.going_back), href=State.payments_at,
                        class_name="link",
                    ),
                ),
            ),
            class_name="small",
        ),
    )  # fmt: skip


def _take() -> rx.Component:
    """Draw the place for a file, and what became of the last one."""
    drop = panel(
        rx.el.p(
            t("Statements go to whichever of your associations has their account. The same file twice changes nothing.")
        ),
        file_button(
            "coda", t("Choose a CODA file"), endpoint=State.send_to, on_sent=State.received, largest_mb=LARGEST_MB,
            main=True, whole=True,
        ),
        title=t("Take a file in"),
    )  # fmt: skip
    return rx.fragment(
        rx.cond(State.may_write & (State.accounts.length() > 0), drop),
        rx.cond(State.report.length() > 0, _report()),
    )


def _report() -> rx.Component:
    def one(line: Any) -> rx.Component:
        taken = rx.el.p(
            tn("{n} line", "{n} lines", line.lines), ", ",
            t("{n} matched", n=line.matched), ", ", t("{n} to decide", n=line.waiting),
            rx.cond(line.unbooked > 0, rx.el.span(", ", t("{n} not booked", n=line.unbooked))),
            class_name="small",
        )  # fmt: skip
        return rx.el.li(
            row(
                rx.el.strong(line.iban, class_name="whole"),
                rx.cond(line.number != "", rx.el.span(line.number)),
                outcome(line.outcome),
                wrap=True,
            ),
            rx.cond(line.association != "", rx.el.p(line.association, class_name="small quiet")),
            rx.cond(line.outcome == "taken", taken),
            rx.cond(line.reason != "", rx.el.p(t_var(line.reason, line.facts), class_name="small")),
            rx.cond(
                line.missing != "",
                rx.el.p(
                    t("Missing before it: {numbers}. Take these in too.", numbers=line.missing), class_name="small"
                ),
            ),
        )

    return panel(
        rx.el.ul(rx.foreach(State.report, one), class_name="plain points"),
        title=t("What became of {file}", file=State.file), padded=False,
    )  # fmt: skip


def _statements() -> rx.Component:
    def one(line: Any) -> rx.Component:
        return rx.el.li(
            row(
                rx.el.a(t("Statement {number}", number=line.number), href=line.href, class_name="link strong grow"),
                rx.el.span(tmoney(line.new), class_name="strong whole"),
                between=True,
            ),
            rx.el.p(
                line.iban, ", ", tdate(line.day), ", ", tn("{n} line", "{n} lines", line.lines), class_name="small quiet"
            ),
            row(
                rx.cond(line.waiting > 0, tag(t("{n} to decide", n=line.waiting), "bad", shape="clock")),
                rx.cond(line.unbooked > 0, tag(t("{n} not booked", n=line.unbooked), "outline")),
                rx.cond(
                    line.missing != "", tag(t("Missing before it: {numbers}", numbers=line.missing), "bad", shape="cross")
                ),
                wrap=True,
            ),
            key=line.id,
        )  # fmt: skip

    none = empty(
        t("No statement yet"),
        t(
            "Enter the association’s bank accounts, then take a CODA file in: each line finds its owner, or waits for you."
        ),
    )
    drawn = panel(
        rx.el.ul(rx.foreach(State.statements, one), class_name="plain points"), title=t("Statements"), padded=False
    )
    return rx.fragment(
        rx.cond(State.statements.length() > 0, drawn, none),
        rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
    )


def _rules() -> rx.Component:
    def one(rule: Any) -> rx.Component:
        return rx.el.li(
            rx.el.strong(rule.name),
            rx.el.p(
                rx.cond(rule.incoming, t("Receipts"), t("Payments")), ": ",
                rx.cond(rule.words != "", rx.el.span("“", rule.words, "” ")), rule.iban, " → ", rule.account,
                rx.cond(rule.key_names.length() > 0, rx.el.span(", ", t_own(rule.key_names))),
                class_name="small",
            ),
            rx.cond(
                rule.key_over != "",
                rx.el.p(
                    t("Its key ended on {day}: its lines wait for a person. End it and enter it anew with another key.",
                      day=tdate(rule.key_over)), class_name="small strong",
                ),
            ),
            rx.cond(
                State.may_write,
                more(
                    t("End this rule"),
                    rx.el.p(t("What it has booked stays."), class_name="small quiet"),
                    row(button(t("End it"), on_click=State.end_rule(rule.id), grave=True)),
                ),
            ),
            key=rule.id,
        )  # fmt: skip

    new = rx.el.div(
        form(
            text_input("rule_name", t("Name of the rule"), hint=t("For example: fees of the bank.")),
            choices(
                "direction", t("For which lines?"), (("outgoing", t("Payments")), ("incoming", t("Receipts"))),
                value="outgoing",
            ),
            text_input("words", t("What the line says"), hint=t("Several words apart by commas: all must be there.")),
            text_input("iban", t("Or the account of the other side (IBAN)")),
            text_input("account", t("Booked on account"), hint=t("6500 bank charges, 750 interest.")),
            bearer_field(State.keys, PROBLEMS),
            on_submit=State.enter_rule,
            act=t("Enter this rule"),
        ),
        key=State.count,
    )  # fmt: skip
    return panel(
        rx.cond(
            State.rules.length() > 0,
            rx.el.ul(rx.foreach(State.rules, one), class_name="plain points"),
            rx.el.p(t("Fees, interest and direct debits can be booked by a rule, without asking each time."),
                    class_name="quiet padded"),
        ),
        rx.cond(State.may_write, rx.el.div(more(t("Enter a rule"), new), class_name="padded")),
        title=t("Booking rules"),
        padded=False,
    )  # fmt: skip


def _about() -> rx.Component:
    return panel(
        stack(
            rx.el.p(t_var(State.order)),
            rx.el.p(t("A line is matched by its communication, then by an account that paid before, then by full name and"
                      " amount together; never by the amount alone. What is unsure waits for you.")),
            rx.el.p(t("Working fund and reserve fund each have an account of their own."), class_name="small quiet"),
            row(article("3.86 §3"), article("3.89 §5, 15°"), wrap=True),
            gap="tight",
        ),
        title=t("How lines find their owner"),
    )  # fmt: skip
