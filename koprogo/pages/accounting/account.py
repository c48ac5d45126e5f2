"""The ledger of one account: its lines in the order of their days, and what it stood at after each."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.layout import figure, figures, panel, stack
from koprogo.components.status import tag
from koprogo.components.tables import Column, data_table, money_cell, pager
from koprogo.components.text import language_of, t, t_own, tdate, tmoney
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.accounting.words import HOW_SURE, blank_or_money, entry_own, entry_said, take_along, year_picker
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.accounting.account import AccountState as State
from koprogo.state.accounting.account import LedgerView

COLUMNS = (
    Column(t("Entry")),
    Column(t("Debit"), number=True, unit="€"),
    Column(t("Credit"), number=True, unit="€"),
    Column(t("Balance"), number=True, unit="€"),
)


def account() -> rx.Component:
    """Draw the page."""
    view = State.view
    named = rx.cond(view.people != "", view.people, rx.el.span(t_own(view.names), lang=language_of(view.names)))
    return page(
        rx.cond(view.code != "", rx.fragment(view.code, " ", named), t("Account")),
        books_tabs(State.sheet_at, "books"),
        answers(State.refusal),
        rx.cond(State.loaded, _ledger(), rx.cond(State.refusal.kind == "", waiting())),
        current="associations",
        place=State.association,
        back=State.sheet_at + "/books",
        above=crumb(t("Trial balance"), State.sheet_at + "/books"),
        under=rx.cond(
            State.shown.id != "",
            t("From {first} to {last}", first=tdate(State.shown.starts), last=tdate(State.shown.last_day)),
            "",
        ),
    )


def _ledger() -> rx.Component:
    view = State.view
    none = empty(t("No line on these days"), t("It stands at what it stood at before."))
    return stack(
        year_picker(State),
        figures(
            figure(tmoney(view.opening), t("when these days began")),
            figure(tmoney(view.balance), t("at their end, as booked so far")),
        ),
        rx.cond(State.rows.length() > 0, _table(), none),
        rx.el.p(pick(view.tier, HOW_SURE), class_name="quiet small"),
        take_along(State.take_along, t("Take along: {what}", what=t("Ledger of the account")), paper=State.reads_all),
        rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
    )


def _table() -> rx.Component:
    return panel(data_table(t("Ledger of the account"), COLUMNS, State.rows, _cells), padded=False)


def _cells(line: LedgerView) -> tuple[Any, ...]:
    words = rx.el.a(entry_said(line), href=line.href, class_name="link")
    said = rx.cond(line.href != "", words, rx.el.span(t("Another owner’s account"), class_name="quiet"))
    under = rx.el.span(
        tdate(line.day, "short"),
        rx.cond(line.reference != "", rx.fragment(", ", line.reference)),
        class_name="small quiet",
    )
    mark = rx.cond(line.has_paper, tag(t("with its paper")))
    return (
        rx.el.span(said, entry_own(line), mark, under, class_name="stack close"),
        blank_or_money(line.debit),
        blank_or_money(line.credit),
        money_cell(line.balance),
    )
