"""The financial statements: the period on top, then one statement at a time, each to read, to follow and to take along."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.inputs import date_input
from koprogo.components.layout import columns, panel, row, stack
from koprogo.components.navigation import button, segments
from koprogo.components.status import article
from koprogo.components.text import t, tdate
from koprogo.pages.accounting.statement_overview import aged_chart, cash_chart, overview
from koprogo.pages.accounting.statement_tables import aged_table, cash_table, figure_table, funds_table
from koprogo.pages.accounting.statement_words import NOTES, WHAT
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.accounting.words import take_along, year_picker
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.accounting.statements import StatementsState as State

API = "/api/v1/financial/"
ONE_BY_ONE = ("balance-sheet", "income-statement", "cash-flow", "funds", "aged-balances", "simplified")


def statements() -> rx.Component:
    """Draw the page."""
    no_year = empty(
        t("No fiscal year is open yet"), t("The statements begin with the first fiscal year and its first entry.")
    )
    return page(
        t("Financial reports"),
        books_tabs(State.sheet_at, "statements"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            rx.cond(State.starts != "", columns(_period(), _which(), _shown()), no_year),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
        under=rx.cond(
            State.starts != "",
            t("From {first} to {last}", first=tdate(State.starts), last=tdate(State.last_day)),
            "",
        ),
    )


def _period() -> rx.Component:
    """Draw the choice of days: a fiscal year, or any from and to."""
    days = rx.el.form(
        date_input("starts", t("First day"), value=State.starts),
        date_input("last_day", t("Last day"), value=State.last_day),
        button(t("Show these days"), type="submit", data_testid="show-days"),
        on_submit=State.choose_days,
        class_name="period-days",
        no_validate=True,
        key=State.starts + State.last_day,
    )
    return panel(rx.el.div(year_picker(State), days, class_name="period"))


def _which() -> rx.Component:
    """Draw the statements to choose from; what only some read is not offered to others."""
    names = [
        ("overview", t("Overview")),
        *((what, WHAT[what]) for what in ONE_BY_ONE),
        ("lists", t("Lists")),
    ]
    own = [each for each in names if each[0] != "aged-balances"]
    return rx.el.div(
        rx.cond(
            State.reads_all,
            segments(names, State.what, on_choose=State.choose, label=t("Statement to show")),
            segments(own, State.what, on_choose=State.choose, label=t("Statement to show")),
        ),
        class_name="which",
    )


def _shown() -> rx.Component:
    return rx.match(
        State.what,
        ("overview", overview()),
        ("balance-sheet", _statement("balance-sheet", _on_day(), _tables())),
        ("income-statement", _statement("income-statement", _tables())),
        ("cash-flow", _statement("cash-flow", stack(cash_chart(), rx.foreach(State.cash, cash_table), gap="wide"))),
        ("funds", _statement("funds", funds_table())),
        ("aged-balances", _statement("aged-balances", stack(aged_chart(), aged_table(), gap="wide"))),
        ("simplified", _simplified()),
        _lists(),
    )


def _on_day() -> rx.Component:
    """Say whose day the balance sheet is: today, while the fiscal year runs."""
    return rx.el.p(
        rx.cond(
            State.on_today,
            t(
                "As of today, {day}. The fiscal year ends on {last}.",
                day=tdate(State.sheet_on),
                last=tdate(State.last_day),
            ),
            t("At the end of {day}", day=tdate(State.sheet_on)),
        ),
        class_name="strong",
    )


def _tables() -> rx.Component:
    return rx.el.div(rx.foreach(State.tables, figure_table), class_name="stack wide")


def _statement(what: str, *shown: rx.Component) -> rx.Component:
    """Draw a statement with what it rests on under it, and the files to take along."""
    return stack(_take_along(what), *shown, _note(what), gap="wide")


def _note(what: str) -> rx.Component:
    words, law = NOTES[what]
    return panel(rx.el.p(words, class_name="small"), row(*(article(each) for each in law), wrap=True))


def _take_along(what: str) -> rx.Component:
    """Draw the ways to take a statement along; the server writes it in the reader's language."""
    days = "&day=" + State.aged_on if what == "aged-balances" else "&starts=" + State.starts + "&until=" + State.until
    if what == "balance-sheet":
        days = "&day=" + State.sheet_on + "&since=" + State.starts
    where = API + what + "?association_id=" + State.association_id + days + "&format="
    return take_along(where, t("Take along: {what}", what=WHAT[what]))


def _simplified() -> rx.Component:
    """Draw the simplified accounts, or why they are not for this association."""
    refused = panel(
        rx.el.p(
            t(
                "Simplified accounts are for fewer than 20 main lots, without cellars, garages and parking spaces. This"
                " association has {n}: its accounts follow the chart of the royal decree in full.",
                n=State.lots,
            )
        ),
        row(article("3.89 §5, 15°"), wrap=True),
        title=t("Not for this association"),
    )
    allowed = panel(
        rx.el.p(
            t(
                "Allowed here: {n} main lots, fewer than 20 without cellars, garages and parking spaces. The figures come"
                " from the same entries as the full accounts.",
                n=State.lots,
            ),
            class_name="small",
        ),
        row(article("3.89 §5, 15°"), wrap=True),
    )
    return rx.cond(
        State.may_simplify,
        stack(
            _take_along("simplified"),
            _tables(),
            rx.foreach(State.cash, cash_table),
            funds_table(),
            allowed,
            gap="wide",
        ),
        refused,
    )


def _lists() -> rx.Component:
    """Draw what is a list of everything: each to open on its own page or to take along."""

    def listed(what: str, says: Any, href: Any) -> rx.Component:
        return panel(
            rx.el.p(says, class_name="small"),
            rx.el.a(t("Open on screen"), href=href, class_name="link"),
            _take_along(what),
            title=WHAT[what],
        )

    return stack(
        listed(
            "trial-balance",
            t("Every account with what stood there before, what was debited and credited, and its balance."),
            State.sheet_at + "/books",
        ),
        rx.cond(
            State.reads_all,
            listed(
                "journal", t("Every line of every voucher, in the order of their days."), State.sheet_at + "/journal"
            ),
        ),
        listed(
            "variance",
            t("The budget in force line by line, what was spent, and where the year ends."),
            State.sheet_at + "/variance",
        ),
        rx.el.p(t("The ledger of an account opens from any statement, over the same days."), class_name="small quiet"),
        gap="wide",
    )
