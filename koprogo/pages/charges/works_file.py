"""Files of works: the list, and one decision with its figures and every call and invoice behind them."""

from typing import Any

import reflex as rx

from koprogo.components.bar import measured
from koprogo.components.choose import pick
from koprogo.components.dialogs import confirm
from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.icons import icon
from koprogo.components.layout import columns, figure, figures, list_link, list_panel, panel, row
from koprogo.components.navigation import button_link
from koprogo.components.status import article
from koprogo.components.text import t, tdate, tmoney
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.invoice_words import FUNDING, standing_tag
from koprogo.pages.shell import page
from koprogo.state.charges.invoice_rows import DecisionRow
from koprogo.state.charges.works_file import BorrowedLine, CalledLine, InvoicedLine
from koprogo.state.charges.works_file import WorksFilesState as Files
from koprogo.state.charges.works_file import WorksFileState as State


def works_file() -> rx.Component:
    """Draw the page."""
    return page(
        t("File of works"),
        books_tabs(State.sheet_at, "works"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(_figures(), _invoices(), _calls(), _loans(), side=rx.fragment(_allowed(), _final_account())),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at + "/works",
        above=crumb(t("Files of works"), State.sheet_at + "/works"),
        under=State.works.words,
    )


def works_files() -> rx.Component:
    """Draw the list."""
    none = empty(
        t("No works beside the budget"),
        t("What the assembly allows to be spent from the reserve fund, by a special call or by a loan stands here."),
        rx.cond(Files.keeps, button_link(t("Enter the decision"), href=Files.sheet_at + "/suppliers")),
    )
    return page(
        t("Files of works"),
        books_tabs(Files.sheet_at, "works"),
        answers(Files.refusal),
        rx.cond(
            Files.loaded,
            rx.cond(Files.rows.length() > 0, list_panel(rx.foreach(Files.rows, _file)), none),
            rx.cond(Files.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=Files.association,
        back=Files.sheet_at,
        above=crumb(Files.association, Files.sheet_at),
        under=t("What was voted for works, and what was spent of it"),
    )


def _file(line: DecisionRow) -> rx.Component:
    return list_link(
        line.words,
        href=Files.sheet_at + "/works/" + line.id,
        under=rx.fragment(pick(line.funding, FUNDING), ", ", tdate(line.day)),
        shape="tool",
        aside=rx.el.span(
            t("{used} of {ceiling} used", used=tmoney(line.used), ceiling=tmoney(line.ceiling)), class_name="whole"
        ),
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
            rx.cond(State.loans.length() > 0, figure(tmoney(works.borrowed), t("borrowed"))),
            figure(tmoney(works.invoiced), t("invoiced and booked")),
            rx.cond(State.whole, figure(tmoney(works.coming), t("still to be approved"))),
            figure(tmoney(works.paid), t("paid")),
        ),
    )


def _invoices() -> rx.Component:
    def one(line: InvoicedLine) -> rx.Component:
        named = rx.el.span(line.supplier, " ", line.supplier_number)
        under = rx.fragment(
            t("No. {number}", number=line.number), ", ", tmoney(line.cents),
            rx.cond(line.day != "", rx.fragment(", ", tdate(line.day))),
        )  # fmt: skip
        return _led(line.href, named, t("Borne by one lot alone"), under, standing_tag(line.standing))

    return rx.cond(
        State.invoices.length() > 0,
        rx.fragment(rx.el.h2(t("Invoices")), list_panel(rx.foreach(State.invoices, one))),
        panel(rx.el.p(t("Nothing was invoiced for it yet."), class_name="quiet"), title=t("Invoices")),
    )


def _calls() -> rx.Component:
    def one(line: CalledLine) -> rx.Component:
        under = rx.fragment(tmoney(line.cents), ", ", t("to be paid by {day}", day=tdate(line.due_on)))
        return _led(line.href, line.reference, line.reference, under, shape="mail")

    return rx.cond(
        State.calls.length() > 0,
        rx.fragment(rx.el.h2(t("Calls for funds")), list_panel(rx.foreach(State.calls, one))),
    )


def _loans() -> rx.Component:
    def one(line: BorrowedLine) -> rx.Component:
        lent = rx.cond(line.cents > 0, tmoney(line.cents), t("not drawn yet"))
        return _led(line.href, line.words, line.words, rx.fragment(line.lender, ", ", lent), shape="euro")

    return rx.cond(
        State.loans.length() > 0,
        rx.fragment(rx.el.h2(t("Loans")), list_panel(rx.foreach(State.loans, one))),
    )


def _led(href: Any, name: Any, unnamed: Any, under: Any, aside: Any = None, *, shape: str = "paper") -> rx.Component:
    """Draw a row that opens its page; one whose page is not open to the reader says what it is and leads nowhere."""
    still = rx.el.div(
        icon(shape),
        rx.el.span(
            rx.el.span(
                rx.el.strong(unnamed), rx.el.br(), rx.el.span(under, class_name="small quiet"), class_name="says"
            ),
            rx.fragment() if aside is None else aside,
            class_name="grow row wrap",
        ),
    )
    return rx.cond(href != "", list_link(name, href=href, under=under, shape=shape, aside=aside), still)


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


def _final_account() -> rx.Component:
    """Draw whether what special calls brought is still kept for the works, and the act that ends it."""
    works = State.works
    open_ = rx.fragment(
        rx.el.p(t("What special calls brought and no invoice used yet stays for these works from year to year.")),
        rx.cond(
            State.may_act,
            confirm(
                "final-account",
                t("Draw up the final account"),
                title=t("Are the works invoiced and paid?"),
                sentence=t("The next settlement gives back what was not used, to those who owed the calls."),
                act=t("Draw it up"),
                on_confirm=State.end,
                main=False,
            ),
        ),
    )
    ended = rx.el.p(
        t("Drawn up on {day}. The next settlement gives back what was not used.", day=tdate(works.ended_on))
    )
    return rx.cond(
        works.special != "", panel(rx.cond(works.ended_on != "", ended, open_), title=t("Final account of the works"))
    )
