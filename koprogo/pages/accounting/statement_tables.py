"""The tables of the statements: names left, amounts right; a line leads to its ledger over the same days."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.layout import panel
from koprogo.components.tables import Column, data_table, money_cell
from koprogo.components.text import language_of, t, t_own, tdate, tn
from koprogo.pages.accounting.statement_words import AGED, FUNDS, LINES, TABLES
from koprogo.pages.accounting.words import blank_or_money, owner_cell
from koprogo.state.accounting.statements import StatementsState as State


def figure_table(table: Any) -> rx.Component:
    """Draw a table of a statement: one column of amounts, or two."""
    title = pick(table.word, TABLES)
    at_first = rx.cond(State.what == "balance-sheet", tdate(State.starts), t("At the beginning"))
    at_last = rx.cond(State.what == "balance-sheet", tdate(State.sheet_on), t("At the end"))
    then = rx.cond(State.what == "income-statement", t("A year before"), at_first)
    now = rx.cond(State.what == "income-statement", t("This period"), at_last)
    both = data_table(
        title,
        (Column(t("Account")), Column(now, number=True, unit="€"), Column(then, number=True, unit="€")),
        table.rows,
        lambda line: (_name(line), _amount(line, line.cents), _amount(line, line.before)),
    )
    single = data_table(
        title,
        (Column(t("Account")), Column(t("Amount"), number=True, unit="€")),
        table.rows,
        lambda line: (_name(line), _amount(line, line.cents)),
    )
    return rx.el.div(panel(rx.cond(table.both, both, single), title=title, padded=False), class_name="statement")


def cash_table(table: Any) -> rx.Component:
    """Draw the months of a bank account, or of all of them."""
    named = rx.el.span(table.code, " ", rx.el.span(t_own(table.names), lang=language_of(table.names)))
    title = rx.cond(table.code != "", named, t("All accounts"))
    heads = (
        Column(t("Month")),
        *(
            Column(word, number=True, unit="€")
            for word in (t("At the beginning"), t("Came in"), t("Went out"), t("At the end"))
        ),
    )

    def cells(line: Any) -> tuple[Any, ...]:
        month = rx.cond(line.month != "", tdate(line.month, "of_year"), rx.el.strong(t("Together")))
        moved = (blank_or_money(line.came), blank_or_money(line.went))
        return (month, money_cell(line.opening), *moved, money_cell(line.closing))

    return rx.el.div(
        panel(
            data_table(t("Cash by month"), heads, table.rows, cells),
            title=rx.cond(table.href != "", rx.el.a(title, href=table.href, class_name="link"), title),
            padded=False,
        ),
        class_name="statement",
    )


def funds_table() -> rx.Component:
    """Draw both funds beside each other, and where their money stands."""
    heads = (
        Column(t("Fund")),
        Column(t("Working fund"), number=True, unit="€"),
        Column(t("Reserve fund"), number=True, unit="€"),
    )

    def cells(line: Any) -> tuple[Any, ...]:
        word = pick(line.word, FUNDS)
        return (
            rx.cond(line.look == "sum", rx.el.strong(word), word),
            rx.cond(line.one, rx.el.span(class_name="nothing"), _strong(line.look, line.working)),
            _strong(line.look, line.reserve),
        )

    return rx.cond(
        State.funds.length() > 0,
        rx.el.div(
            panel(
                data_table(t("Both funds"), heads, State.funds, cells),
                title=t("Both funds"),
                padded=False,
            ),
            class_name="statement",
        ),
    )


def aged_table() -> rx.Component:
    """Draw what each owner owes by age, then the sums."""
    heads = (
        Column(t("Owner")),
        *(
            Column(word, number=True, unit="€")
            for word in (
                t("Balance"),
                t("not due yet"),
                t("up to 30 days"),
                t("31 to 60"),
                t("61 to 90"),
                t("older"),
            )
        ),
    )

    def cells(line: Any) -> tuple[Any, ...]:
        named = rx.cond(line.word != "", rx.el.strong(pick(line.word, AGED)), owner_cell(line))
        ages = (line.not_due, line.days_30, line.days_60, line.days_90, line.older)
        return (named, _strong(line.look, line.balance), *(blank_or_money(each) for each in ages))

    return rx.el.div(
        panel(data_table(t("What owners owe"), heads, State.aged, cells), title=t("What owners owe"), padded=False),
        class_name="statement many",
    )


def _name(line: Any) -> rx.Component:
    """Write what a line is: a word of the statement, or an account with the way to its ledger."""
    account = rx.el.span(
        rx.cond(line.code != "", rx.el.span(line.code, " ", class_name="whole")),
        rx.el.span(t_own(line.names), lang=language_of(line.names)),
        rx.cond(
            line.owners > 0,
            rx.el.span(" (", tn("{n} owner", "{n} owners", line.owners), ")", class_name="quiet"),
        ),
    )
    said = rx.cond(line.word != "", pick(line.word, LINES), account)
    linked = rx.cond(line.href != "", rx.el.a(said, href=line.href, class_name="link"), rx.el.span(said))
    return rx.match(
        line.look,
        ("heading", rx.el.strong(said)),
        ("sum", rx.el.strong(said)),
        rx.el.span(linked, class_name="under-heading"),
    )


def _amount(line: Any, cents: Any) -> rx.Component:
    return _strong(line.look, cents)


def _strong(look: Any, cents: Any) -> rx.Component:
    """Write an amount; a line without one stays blank, a heading or a sum of nil says so."""
    return rx.cond(look == "line", blank_or_money(cents), rx.el.strong(money_cell(cents)))
