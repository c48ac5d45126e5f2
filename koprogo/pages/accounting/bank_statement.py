"""One statement: its lines with what each was matched with, why, where it is in the books, and undoing it."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, waiting
from koprogo.components.forms import form
from koprogo.components.layout import columns, facts, more, panel, row
from koprogo.components.navigation import button_link
from koprogo.components.status import tag
from koprogo.components.tables import pager
from koprogo.components.text import t, tdate, tmoney
from koprogo.pages.accounting.bank_words import amount, from_whom, matched_with, purpose, why
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.governance.fields import named_input
from koprogo.pages.shell import page
from koprogo.state.accounting.bank_statement import BankStatementState as State


def bank_statement() -> rx.Component:
    """Draw the page."""
    return page(
        rx.cond(State.loaded, t("Statement {number}", number=State.statement.number), t("Statement")),
        books_tabs(State.sheet_at, "bank"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(_lines(), side=_facts()),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.name,
        back=State.bank_at,
        above=crumb(t("Bank"), State.bank_at),
        under=State.statement.iban,
    )


def _lines() -> rx.Component:
    return rx.fragment(
        panel(rx.el.ul(rx.foreach(State.lines, _line), class_name="plain points"), title=t("Lines"), padded=False),
        rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
    )


def _line(line: Any) -> rx.Component:
    undo = more(
        t("This match is wrong"),
        rx.el.div(
            form(
                rx.el.input(type="hidden", name="line_id", value=line.id, read_only=True),
                rx.el.input(type="hidden", name="match_id", value=line.match_id, read_only=True),
                named_input("why", t("Why it is wrong"), max_length=200),
                on_submit=State.undo,
                act=t("Take it back"),
                grave=True,
            ),
            key=line.match_id,
        ),
        rx.el.p(t("A counter-entry takes it back, and the line waits for a decision."), class_name="small quiet"),
    )
    may_undo = State.may_write & (line.target != "") & (line.target != "suspense")
    return rx.el.li(
        row(from_whom(line), amount(line.amount), between=True, class_name="start"),
        row(matched_with(line), rx.cond(line.by_person, tag(t("Decided by a person"), "outline")), wrap=True),
        why(line),
        rx.el.p(
            tdate(line.day),
            rx.cond(line.voucher != "", rx.el.span(", ", t("voucher {number}", number=line.voucher))),
            class_name="small quiet",
        ),
        rx.cond(may_undo, undo),
        key=line.id,
    )


def _facts() -> rx.Component:
    found = State.statement
    return rx.fragment(
        panel(
            facts(
                (t("Account"), purpose(found.purpose)),
                (t("Old balance"), rx.el.span(tmoney(found.old), ", ", tdate(found.from_day, "short"))),
                (t("New balance"), rx.el.span(tmoney(found.new), ", ", tdate(found.day, "short"))),
                (t("Missing before it"), rx.cond(found.missing != "", found.missing, t("nothing"))),
            ),
            title=t("What the bank says"),
        ),
        rx.cond(
            found.waiting > 0,
            panel(button_link(t("Decide now"), href=State.queue_at, main=True), title=t("Waiting")),
        ),
    )
