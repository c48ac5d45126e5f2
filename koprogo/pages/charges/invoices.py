"""The invoices of an association by where they stand: what is to do, to pay, paid, ended."""

import reflex as rx

from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.files import file_button
from koprogo.components.layout import columns, figure, figures, panel, row, stack
from koprogo.components.navigation import segments
from koprogo.components.status import tag
from koprogo.components.tables import Column, data_table, money_cell, pager
from koprogo.components.text import t, tdate, tmoney, tn, tnum
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.invoice_words import standing_tag
from koprogo.pages.shell import page
from koprogo.state.charges.invoice_rows import InvoiceLineRow
from koprogo.state.charges.invoices import ENDED, PAID, TO_DO, TO_PAY
from koprogo.state.charges.invoices import InvoicesState as State

LARGEST_MB = 20


def invoices() -> rx.Component:
    """Draw the page."""
    return page(
        t("Supplier invoices"),
        books_tabs(State.sheet_at, "invoices"),
        answers(State.refusal),
        rx.cond(State.loaded, columns(_list()), waiting()),
        current="associations",
        place=State.name,
        back=State.sheet_at,
        above=crumb(State.name, State.sheet_at),
        under=t("From the paper to the bank, each step with its name and its hour"),
        acts=(rx.cond(State.upload_at != "", _send()),),
    )


def _send() -> rx.Component:
    return file_button(
        "invoice",
        t("Send invoices"),
        endpoint=State.upload_at,
        on_sent=State.sent,
        accept=".pdf,.xml,image/*,application/pdf,application/xml,text/xml",
        largest_mb=LARGEST_MB,
        main=True,
        several=True,
    )


def _list() -> rx.Component:
    return stack(
        rx.cond(State.arrived.length() > 0, _arrived()),
        rx.cond((State.total > 0) & State.reads_all, _sums()),
        rx.cond(State.total > 0, _filters()),
        rx.cond(
            State.rows.length() > 0,
            panel(_table(), padded=False),
            rx.cond(
                State.total > 0,
                rx.el.p(t("No invoice stands here."), class_name="quiet", role="status"),
                empty(
                    t("No invoice yet"),
                    t(
                        "Send a PDF, a photo or an electronic invoice: it stands here beside its fields until it is"
                        " approved, booked and paid."
                    ),
                ),
            ),
        ),
        rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
    )


def _arrived() -> rx.Component:
    """Name what became a draft a moment ago, each with its page."""
    return notice(
        rx.el.ul(
            rx.foreach(
                State.arrived,
                lambda each: rx.el.li(rx.el.a(each.name, href=each.href, class_name="link"), key=each.href),
            ),
            class_name="plain",
        ),
        title=tn("{n} file became a draft", "{n} files became drafts", State.arrived.length()),
        tone="good",
        shape="check",
    )


def _sums() -> rx.Component:
    return figures(
        figure(tnum(State.drafts), tn("draft", "drafts", State.drafts)),
        figure(tnum(State.submitted), t("to approve")),
        figure(tmoney(State.owed), t("booked and not paid")),
        figure(tnum(State.late), t("past their day"), late=State.late > 0),
    )


def _filters() -> rx.Component:
    options = ((TO_DO, t("To do")), (TO_PAY, t("To pay")), (PAID, t("Paid ones")), (ENDED, t("Rejected or taken back")))
    label = t("Which invoices")
    return rx.cond(
        State.reads_all,
        segments(options, State.which, on_choose=State.choose, label=label),
        segments(options[1:], State.which, on_choose=State.choose, label=label),
    )


def _table() -> rx.Component:
    columns_ = (
        Column(t("Supplier")),
        Column(t("Number")),
        Column(t("Day")),
        Column(t("Due")),
        Column(t("Total"), number=True, unit="€"),
        Column(t("Where it stands")),
    )
    return data_table(t("Supplier invoices"), columns_, State.rows, _cells, key=lambda line: line.id)


def _cells(line: InvoiceLineRow) -> tuple[rx.Component, ...]:
    name = rx.cond(line.supplier != "", line.supplier, t("Supplier not named yet"))
    credit = rx.cond(line.kind == "credit_note", tag(t("Credit note"), "outline"))
    due = rx.cond(
        line.late,
        row(tdate(line.due, "short"), tag(t("Past its day"), "bad", shape="triangle"), wrap=True),
        tdate(line.due, "short"),
    )
    ordered = rx.cond(line.order_number > 0, tag(t("Order {number}", number=line.order_number), "outline"))
    return (
        rx.el.span(
            rx.el.a(name, href=line.href, class_name="link strong"),
            rx.el.span(t("our no. {number}", number=line.number), class_name="small quiet block"),
        ),
        rx.el.span(line.supplier_number),
        rx.el.span(tdate(line.day, "short")),
        rx.el.span(due),
        money_cell(line.gross),
        row(standing_tag(line.standing), credit, ordered, wrap=True),
    )
