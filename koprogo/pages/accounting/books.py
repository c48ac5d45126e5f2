"""The trial balance: every account of a fiscal year, with the way to its ledger."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.icons import icon
from koprogo.components.layout import panel, row, stack
from koprogo.components.navigation import button_link
from koprogo.components.status import article
from koprogo.components.tables import Column, data_table, money_cell
from koprogo.components.text import t, tdate, tn
from koprogo.pages.accounting.own_accounts import own_accounts
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.accounting.words import account_name, blank_or_money, practice_mark, step_tag, year_picker
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.accounting.books import BalanceLine
from koprogo.state.accounting.books import BooksState as State

COLUMNS = (
    Column(t("Account")),
    Column(t("Before"), number=True, unit="€"),
    Column(t("Debit"), number=True, unit="€"),
    Column(t("Credit"), number=True, unit="€"),
    Column(t("Balance"), number=True, unit="€"),
)


def books() -> rx.Component:
    """Draw the page."""
    return page(
        t("Trial balance"),
        books_tabs(State.sheet_at, "books"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            stack(_above(), rx.cond(State.rows.length() > 0, _table(), _nothing()), own_accounts(), _why()),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
        under=rx.cond(
            State.shown.id != "",
            t("From {first} to {last}", first=tdate(State.shown.starts), last=tdate(State.shown.last_day)),
            "",
        ),
    )


def _above() -> rx.Component:
    return row(
        rx.cond(State.shown.id != "", step_tag(State.shown.stands)),
        year_picker(State),
        rx.cond(
            State.may_write & (State.shown.id != ""),
            button_link(t("Write an entry"), href=State.sheet_at + "/general-entry", main=True, shape="plus"),
        ),
        between=True,
        wrap=True,
    )


def _nothing() -> rx.Component:
    no_year = empty(
        t("No fiscal year is open yet"),
        t("The books begin with a fiscal year, of any first day and length."),
        rx.cond(State.may_write, button_link(t("Open a fiscal year"), href=State.sheet_at + "/years", main=True)),
    )
    no_entry = empty(t("Nothing is booked yet"), t("Each account stands here once something is booked on it."))
    return rx.cond(State.shown.id == "", no_year, no_entry)


def _table() -> rx.Component:
    total = State.total
    return panel(
        data_table(
            t("Trial balance"),
            COLUMNS,
            State.rows,
            _cells,
            key=lambda line: line.code,
            foot=(
                t("Together"),
                money_cell(total.opening),
                money_cell(total.debit),
                money_cell(total.credit),
                money_cell(total.balance),
            ),
        ),
        padded=False,
    )


def _cells(line: BalanceLine) -> tuple[Any, ...]:
    named = rx.cond(line.href != "", rx.el.a(account_name(line), href=line.href, class_name="link"), account_name(line))
    owners = rx.el.button(
        rx.el.span(icon("forward"), class_name=rx.cond(line.opened, "turned", "")),
        rx.el.span(
            account_name(line),
            " ",
            rx.el.span("(", tn("{n} owner", "{n} owners", line.owners), ")", class_name="quiet"),
        ),
        type="button",
        on_click=State.open_owners(line.code),
        aria_expanded=rx.cond(line.opened, "true", "false"),
        class_name="fold",
        data_testid="owners-of-" + line.code,
    )
    return (
        rx.el.span(
            rx.cond(line.owners > 0, owners, named), " ", practice_mark(line.tier),
            class_name=rx.cond(line.under, "under-heading", ""),
        ),
        money_cell(line.opening),
        blank_or_money(line.debit),
        blank_or_money(line.credit),
        money_cell(line.balance),
    )  # fmt: skip


def _why() -> rx.Component:
    return panel(
        rx.el.p(
            t(
                "Debit is positive, credit negative: together they come out at nil. Accounts marked as practice are used"
                " by Belgian syndics and were not found in the chart of the royal decree."
            ),
            class_name="small",
        ),
        rx.cond(
            State.reads_all,
            rx.fragment(),
            rx.el.p(
                t("What all owners owe stands here as one sum; your own account is yours alone."), class_name="small"
            ),
        ),
        row(article("3.89 §5, 15°"), wrap=True),
    )
