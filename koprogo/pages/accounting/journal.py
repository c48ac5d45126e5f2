"""The journal: the vouchers of a fiscal year, the newest first, of all journals or of one."""

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.inputs import date_input, text_input
from koprogo.components.layout import list_link, list_panel, row, stack
from koprogo.components.navigation import button, button_link
from koprogo.components.tables import pager
from koprogo.components.text import t, tdate, tmoney, tn
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.accounting.words import entry_own, entry_said, journal_segments, journal_word, year_picker
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.accounting.journal import LONGEST, VoucherLine
from koprogo.state.accounting.journal import JournalState as State


def journal() -> rx.Component:
    """Draw the page."""
    return page(
        t("Journal"),
        books_tabs(State.sheet_at, "journal"),
        answers(State.refusal),
        rx.cond(State.loaded, stack(_above(), _list()), rx.cond(State.refusal.kind == "", waiting())),
        current="associations",
        place=State.association,
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
        under=rx.cond(State.loaded, tn("{n} entry", "{n} entries", State.count), ""),
    )


def _above() -> rx.Component:
    return stack(
        row(
            year_picker(State),
            rx.cond(
                State.may_write & (State.year != ""),
                button_link(t("Write an entry"), href=State.sheet_at + "/general-entry", main=True, shape="plus"),
            ),
            between=True,
            wrap=True,
        ),
        journal_segments(State),
        _search(),
    )


def _search() -> rx.Component:
    words = t("Text, number, account, owner or amount")
    return rx.el.form(
        rx.el.div(text_input("search", words, value=State.search, max_length=LONGEST), class_name="find"),
        date_input("first_day", t("First day"), value=State.first_day, problems=State.refusal.problems),
        date_input("last_day", t("Last day"), value=State.last_day, problems=State.refusal.problems),
        button(t("Search"), type="submit"),
        on_submit=State.look_for,
        class_name="period-days",
        no_validate=True,
        key=State.search + State.first_day + State.last_day,
    )


def _list() -> rx.Component:
    none = rx.cond(
        State.search != "",
        empty(t("No entry here"), t("No entry of these days has all of these words.")),
        empty(
            t("No entry here"), t("Calls, invoices, bank lines and entries by hand stand here once they are booked.")
        ),
    )
    return rx.cond(
        State.rows.length() > 0,
        rx.fragment(
            list_panel(rx.foreach(State.rows, _line)),
            rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
        ),
        none,
    )


def _line(line: VoucherLine) -> rx.Component:
    where = t("{journal} {year}, number {number}", journal=journal_word(line.journal), year=line.year.to_string(),
              number=line.number)  # fmt: skip
    return list_link(
        entry_said(line),
        href=line.href,
        under=rx.fragment(
            rx.cond((line.said != "") & (line.own != ""), rx.fragment(entry_own(line), rx.el.br())),
            tdate(line.day, "short"), ", ", where, ", ", rx.el.span(line.reference),
        ),
        shape="paper",
        aside=rx.el.span(tmoney(line.cents), class_name="whole"),
    )  # fmt: skip
