"""How the bank is said: what an account is for, what became of a statement, what a line was matched with and why."""

from typing import Any

import reflex as rx

from koprogo.components.layout import panel, row
from koprogo.components.status import tag
from koprogo.components.text import t, t_var, tmoney
from koprogo.pages.accounting.bearer_field import borne_by

PURPOSES = (
    ("current", t("Working fund: calls come in, bills go out")),
    ("reserve", t("Reserve fund")),
    ("other", t("Another account")),
)


def purpose(word: Any) -> Any:
    """Say what an account is for."""
    return rx.match(word, ("current", t("Working fund")), ("reserve", t("Reserve fund")), t("Another account"))


def item_kind(word: Any) -> Any:
    """Say what an open item is."""
    return rx.match(
        word,
        ("call", t("Call for funds")),
        ("old_call", t("Call of the old program")),
        ("settlement", t("Settlement")),
        ("statement", t("Statement of actual costs")),
        ("private", t("Private cost")),
        ("sale", t("Working fund at a sale")),
        ("opening", t("Taken over")),
        t("Correction"),
    )


def stated_order(order: Any) -> rx.Component:
    """Say what a payment settles first, with its law; `order` is the sentence of the rule, a message id."""
    return panel(
        rx.el.p(t_var(order)),
        rx.el.p(t("House practice: the Code leaves the order open."), class_name="small quiet"),
        title=t("What a payment settles first"),
    )


def outcome(word: Any) -> rx.Component:
    """Mark what became of a statement of a file."""
    return rx.match(
        word,
        ("taken", tag(t("Taken in"), "good", shape="check")),
        ("seen", tag(t("Was here already"))),
        ("refused", tag(t("Refused"), "bad", shape="cross")),
        tag(t("No account of yours"), "outline"),
    )


def matched_with(line: Any) -> rx.Component:
    """Say what a line was matched with; what waits is marked."""
    return rx.match(
        line.target,
        ("debtor", rx.el.strong(line.debtor)),
        ("rule", rx.el.span(line.rule, " ", rx.el.span(line.account, borne_by(line), class_name="quiet"))),
        ("order", rx.el.span(t("Order {number}", number=line.order))),
        ("invoice", rx.el.span(t("Supplier invoice"))),
        ("own", rx.el.span(t("Between our own accounts"))),
        ("account", rx.el.span(t("Account {code}", code=line.account), borne_by(line))),
        (
            "suspense",
            rx.cond(line.goes_back, tag(t("Goes back"), "outline"), tag(t("To decide"), "bad", shape="clock")),
        ),
        tag(t("Not booked"), "outline"),
    )


def why(line: Any) -> rx.Component:
    """Say why, in one sentence, and what it settles."""
    return rx.el.div(
        rx.cond(line.reason != "", rx.el.p(t_var(line.reason, line.facts), class_name="small")),
        rx.cond(line.settles != "", rx.el.p(t("Settles {items}.", items=line.settles), class_name="small quiet")),
        rx.cond(
            line.invoices != "", rx.el.p(t("Pays our no. {numbers}.", numbers=line.invoices), class_name="small quiet")
        ),
        rx.cond(
            line.credit > 0,
            rx.el.p(t("{amount} stay to the owner’s credit.", amount=tmoney(line.credit)), class_name="small quiet"),
        ),
        class_name="stack close",
    )


def from_whom(line: Any) -> rx.Component:
    """Draw the other side of a line: name, account and what it says."""
    return rx.el.div(
        rx.el.p(rx.cond(line.name != "", line.name, t("no name")), class_name="strong"),
        rx.cond(line.words != "", rx.el.p(line.words, class_name="small said-words")),
        rx.cond(line.iban != "", rx.el.p(line.iban, class_name="small quiet")),
        class_name="stack close grow",
    )


def amount(cents: Any) -> rx.Component:
    """Draw a signed amount, never broken over lines."""
    return rx.el.span(tmoney(cents, signed=True), class_name="strong whole")


def sum_row(*left: Any, cents: Any) -> rx.Component:
    """Draw words with an amount at their right."""
    return row(rx.el.span(*left, class_name="grow"), amount(cents), between=True)
