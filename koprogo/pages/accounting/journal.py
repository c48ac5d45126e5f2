"""The journal: the vouchers of a fiscal year, the newest first, of all journals or of one."""

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.layout import list_link, list_panel, row, stack
from koprogo.components.navigation import button_link
from koprogo.components.tables import pager
from koprogo.components.text import t, tdate, tmoney, tn
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.accounting.words import journal_segments, journal_word, year_picker
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.accounting.journal import JournalState as State
from koprogo.state.accounting.journal import VoucherLine


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
    )


def _list() -> rx.Component:
    none = empty(
        t("No entry here"), t("Calls, invoices, bank lines and entries by hand stand here once they are booked.")
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
        line.text,
        href=line.href,
        under=rx.fragment(tdate(line.day, "short"), ", ", where, ", ", rx.el.span(line.reference)),
        shape="paper",
        aside=rx.el.span(tmoney(line.cents), class_name="whole"),
    )
