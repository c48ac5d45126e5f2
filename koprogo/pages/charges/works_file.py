"""The file of works of one decision: its figures, and every call and invoice behind them."""

import reflex as rx

from koprogo.components.bar import measured
from koprogo.components.choose import pick
from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.layout import columns, figure, figures, list_link, list_panel, panel, row
from koprogo.components.status import article
from koprogo.components.text import t, tdate, tmoney
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.invoice_words import FUNDING, standing_tag
from koprogo.pages.shell import page
from koprogo.state.charges.invoice_rows import DecisionRow
from koprogo.state.charges.works_file import CalledLine, InvoicedLine
from koprogo.state.charges.works_file import WorksFileState as State


def works_file() -> rx.Component:
    """Draw the page."""
    return page(
        t("File of works"),
        books_tabs(State.sheet_at, "suppliers"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(_figures(), _invoices(), _calls(), side=_allowed()),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at + "/suppliers",
        above=crumb(State.association, State.sheet_at),
        under=State.works.words,
    )


def _figures() -> rx.Component:
    works = State.works
    return rx.fragment(
        rx.cond(
            works.not_covered > 0,
            notice(
                rx.el.p(t("The assembly decides what pays it, or a supplier is asked to lower the bill.")),
                title=t("{amount} is not covered by what was allowed", amount=tmoney(works.not_covered)),
                status=False,
            ),
        ),
        figures(
            figure(tmoney(works.allowed), t("voted")),
            figure(tmoney(works.called), t("called")),
            figure(tmoney(works.invoiced), t("invoiced and booked")),
            figure(tmoney(works.coming), t("still to be approved")),
            figure(tmoney(works.paid), t("paid")),
        ),
    )


def _invoices() -> rx.Component:
    def one(line: InvoicedLine) -> rx.Component:
        return list_link(
            rx.el.span(line.supplier, " ", line.supplier_number),
            href=line.href,
            under=rx.fragment(
                t("No. {number}", number=line.number), ", ", tmoney(line.cents),
                rx.cond(line.day != "", rx.fragment(", ", tdate(line.day))),
            ),
            aside=standing_tag(line.standing),
        )  # fmt: skip

    return rx.cond(
        State.invoices.length() > 0,
        rx.fragment(rx.el.h2(t("Invoices")), list_panel(rx.foreach(State.invoices, one))),
        panel(rx.el.p(t("Nothing was invoiced for it yet."), class_name="quiet"), title=t("Invoices")),
    )


def _calls() -> rx.Component:
    def one(line: CalledLine) -> rx.Component:
        under = rx.fragment(tmoney(line.cents), ", ", t("to be paid by {day}", day=tdate(line.due_on)))
        return list_link(line.reference, href=line.href, under=under, shape="mail")

    return rx.cond(
        State.calls.length() > 0,
        rx.fragment(rx.el.h2(t("Calls for funds")), list_panel(rx.foreach(State.calls, one))),
    )


def _allowed() -> rx.Component:
    def one(line: DecisionRow) -> rx.Component:
        says = t("{used} of {ceiling} used", used=tmoney(line.used), ceiling=tmoney(line.ceiling))
        return rx.el.li(
            rx.el.strong(pick(line.funding, FUNDING)),
            rx.el.p(line.words, ", ", tdate(line.day), class_name="small quiet"),
            measured(line.used, line.ceiling, says=says),
            rx.el.p(says, ", ", t("{left} left", left=tmoney(line.left)), class_name="small"),
            key=line.id,
            class_name="stack close",
        )

    return panel(
        rx.el.ul(rx.foreach(State.allowances, one), class_name="plain stack"),
        rx.cond(
            State.works.href != "",
            rx.el.a(t("The decision, its votes and papers"), href=State.works.href, class_name="link"),
        ),
        row(article("3.86 §3"), wrap=True),
        title=t("What the assembly allowed"),
    )
