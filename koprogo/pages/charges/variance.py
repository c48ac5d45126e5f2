"""Budget and actual costs: a line each with what is left, months or quarters as a chart with its table, and alerts."""

from typing import Any

import reflex as rx

from koprogo.components.charts import budget_row
from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.layout import columns, figure, figures, more, panel, row
from koprogo.components.navigation import segments
from koprogo.components.status import tag
from koprogo.components.tables import Column, data_table, money_cell
from koprogo.components.text import t, t_own, tdate, tmoney
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.accounting.words import blank_or_money
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.words import over_budget
from koprogo.pages.shell import page
from koprogo.state.charges.variance import BudgetYear
from koprogo.state.charges.variance import VarianceState as State


def variance() -> rx.Component:
    """Draw the page."""
    none = empty(
        t("No budget is in force yet"),
        t("Once a budget is in force and its year has begun, what is spent stands here beside it."),
    )
    return page(
        t("Budget and actual costs"),
        books_tabs(State.sheet_at, "budget"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            rx.cond(
                State.years.length() > 0, columns(_choose(), _figures(), _alert(), _chart(), _table(), _periods()), none
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at + "/budget",
        above=crumb(State.association, State.sheet_at),
        under=rx.cond(State.on != "", t("As booked up to {day}", day=tdate(State.on)), ""),
    )


def _year(each: BudgetYear) -> rx.Component:
    said = rx.cond(each.twin, t("From {day}", day=tdate(each.starts)), each.year.to_string())
    return rx.el.option(said, value=each.starts)


def _choose() -> rx.Component:
    return row(
        rx.el.select(
            rx.foreach(State.years, _year),
            value=State.year,
            on_change=State.choose_year,
            aria_label=t("Year"),
            class_name="input short",
        ),
        segments(
            (("month", t("By month")), ("quarter", t("By quarter"))),
            State.by,
            on_choose=State.choose_by,
            label=t("Periods"),
        ),
        wrap=True,
    )


def _figures() -> rx.Component:
    return figures(
        figure(tmoney(State.sum.budget), t("budget of the year")),
        figure(tmoney(State.sum.actual), t("spent so far")),
        figure(tmoney(State.sum.projected), t("at the end of the year"), late=State.sum.alert),
    )


def _alert() -> rx.Component:
    return rx.cond(
        State.alerts > 0,
        notice(rx.el.p(over_budget(State.alerts))),
    )


def _chart() -> rx.Component:
    """Draw a bar per line, with the mark where the year stands."""

    def bar(line: Any) -> rx.Component:
        drawn = budget_row(
            t_own(line.name),
            spent=line.actual,
            budget=line.budget,
            today=State.gone,
            year=State.days,
            too_fast=line.alert,
        )
        return rx.cond(line.budget > 0, rx.el.div(drawn, key=line.code))

    return panel(rx.el.div(rx.foreach(State.lines, bar), class_name="stack"), title=t("How far each line is"))


def _table() -> rx.Component:
    """Draw the lines, with the year before where something is known of it."""
    return panel(
        rx.cond(State.knows_before, _lines(before=True), _lines(before=False)),
        more(
            t("How the end of the year is worked out"),
            rx.el.p(
                t(
                    "A cost goes on at the pace of the periods that ended. One that comes once a year, or that no budget"
                    " foresaw, ends at what it cost, or at its budget while nothing came. Fuel takes what the same months"
                    " cost a year before, else what the budget has left. House practice: the Code asks for accounts and"
                    " budgets, not for a forecast."
                ),
                class_name="small quiet",
            ),
        ),
        title=t("Line by line"),
    )


def _lines(*, before: bool) -> rx.Component:
    heads = (
        Column(t("Budget line")),
        *((Column(t("A year before"), number=True, unit="€"),) if before else ()),
        Column(t("Budget"), number=True, unit="€"),
        Column(t("Amount spent"), number=True, unit="€"),
        Column(t("Amount left"), number=True, unit="€"),
        Column(t("Left, in %"), number=True),
        Column(t("At year end"), number=True, unit="€"),
        Column(t("Alert")),
    )

    def cells(line: Any) -> tuple[Any, ...]:
        name = rx.el.span(
            t_own(line.name), " ", rx.el.span(line.code, class_name="small quiet"),
            rx.cond(line.key_name.length() > 0, rx.el.span(" · ", t_own(line.key_name), class_name="small quiet")),
        )  # fmt: skip
        flag = rx.cond(
            line.unplanned,
            tag(t("not in the budget"), "outline"),
            rx.cond(line.alert, tag(t("over 10 %"), "bad"), rx.el.span(class_name="nothing")),
        )
        return name, *_figures_of(line, before=before), flag

    foot = (t("Together"), *_figures_of(State.sum, before=before), rx.el.span(class_name="nothing"))
    return data_table(
        t("Budget and actual costs by line"), heads, State.lines, cells, key=lambda line: line.code, foot=foot
    )


def _figures_of(line: Any, *, before: bool) -> tuple[Any, ...]:
    earlier = (blank_or_money(line.before),) if before else ()
    return (
        *earlier, money_cell(line.budget), money_cell(line.actual), money_cell(line.left), _percent(line),
        money_cell(line.projected),
    )  # fmt: skip


def _percent(line: Any) -> rx.Var:
    """Write what is left of a budget in the reader's decimals; nothing where nothing was budgeted."""
    return rx.cond(line.percent != "", tmoney(line.hundredths, unit=False), "")


def _periods() -> rx.Component:
    heads = (
        Column(t("Up to, not included")),
        Column(t("Budget"), number=True, unit="€"),
        Column(t("Amount spent"), number=True, unit="€"),
        Column(t("Amount left"), number=True, unit="€"),
    )
    cells = lambda line: (  # noqa: E731
        tdate(line.name), money_cell(line.budget), money_cell(line.actual), money_cell(line.left),
    )  # fmt: skip
    return rx.cond(
        State.periods.length() > 0,
        panel(more(t("As a table"), data_table(t("Period by period, added up"), heads, State.periods, cells)),
              title=t("Period by period, added up")),
    )  # fmt: skip
