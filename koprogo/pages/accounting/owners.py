"""What owners owe: the list by age for who keeps or checks the books, and the way to the reader's own account."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.layout import list_link, list_panel, panel, stack
from koprogo.components.tables import Column, data_table, money_cell
from koprogo.components.text import t, tmoney
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.accounting.words import blank_or_money, owner_cell
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.accounting.owners import DebtorLine
from koprogo.state.accounting.owners import OwnersState as State

AGES = (
    Column(t("Owner")),
    Column(t("Balance"), number=True, unit="€"),
    Column(t("not due yet"), number=True, unit="€"),
    Column(t("up to 30 days"), number=True, unit="€"),
    Column(t("31 to 60"), number=True, unit="€"),
    Column(t("61 to 90"), number=True, unit="€"),
    Column(t("older"), number=True, unit="€"),
)


def owners() -> rx.Component:
    """Draw the list."""
    return page(
        t("Owners’ accounts"),
        books_tabs(State.sheet_at, "owner-accounts"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            stack(
                rx.cond(State.own.length() > 0, list_panel(rx.foreach(State.own, _own))),
                rx.cond(State.reads_all, rx.cond(State.rows.length() > 0, _table(), _nothing())),
                rx.cond((State.own.length() == 0) & ~State.reads_all, _nothing()),
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
        under=rx.cond(
            State.reads_all,
            t("{owed} owed, {credit} in credit", owed=tmoney(State.owed), credit=tmoney(State.credit)),
            "",
        ),
    )


def _own(line: DebtorLine) -> rx.Component:
    says = rx.cond(
        line.balance > 0, t("to be paid"), rx.cond(line.balance < 0, t("in your favour"), t("nothing is open"))
    )
    return list_link(
        t("Your account"),
        href=line.href,
        under=rx.fragment(line.people, ", ", says),
        shape="euro",
        aside=rx.el.span(tmoney(line.balance), class_name="whole"),
    )


def _nothing() -> rx.Component:
    return empty(
        t("No account yet"), t("An owner’s account begins with the first call, or with the take-over of old books.")
    )


def _table() -> rx.Component:
    return panel(data_table(t("What owners owe"), AGES, State.rows, _ages), padded=False)


def _ages(line: DebtorLine) -> tuple[Any, ...]:
    return (
        owner_cell(line),
        money_cell(line.balance),
        blank_or_money(line.not_due),
        blank_or_money(line.days_30),
        blank_or_money(line.days_60),
        blank_or_money(line.days_90),
        blank_or_money(line.older),
    )
