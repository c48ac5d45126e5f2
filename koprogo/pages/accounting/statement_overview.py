"""The overview of a period: what stands where, cash over the year, costs by account, the budget, arrears by age."""

from typing import Any

import reflex as rx

from koprogo.components.charts import budget_row, curve, length_rows
from koprogo.components.layout import figure, figures, more, pair, panel, stack
from koprogo.components.tables import Column, data_table, money_cell
from koprogo.components.text import language_of, t, t_own, tdate, tmoney
from koprogo.state.accounting.statements import StatementsState as State


def overview() -> rx.Component:
    """Draw the figures, then the charts, each with its table and the way to its statement."""
    totals = State.totals
    return stack(
        figures(
            figure(tmoney(totals.cash), t("at the bank")),
            figure(tmoney(totals.reserve), t("reserve fund")),
            figure(tmoney(totals.costs), t("costs of the period")),
            figure(tmoney(totals.owed), t("owed by owners")),
        ),
        cash_chart(),
        pair(_costs(), rx.el.div(_budget(), rx.cond(State.reads_all, aged_chart()), class_name="stack")),
        gap="wide",
    )


def cash_chart() -> rx.Component:
    """Draw cash over the period, with its table by month."""
    drawn = State.curve
    says = t(
        "Cash from {first} to {last}: lowest {low}, highest {high}, at the end {closing}",
        first=tdate(drawn.first),
        last=tdate(drawn.last),
        low=tmoney(drawn.low),
        high=tmoney(drawn.high),
        closing=tmoney(drawn.closing),
    )
    heads = (Column(t("Month")), Column(t("At the beginning"), number=True, unit="€"),
             Column(t("At the end"), number=True, unit="€"))  # fmt: skip

    def cells(line: Any) -> tuple[Any, ...]:
        month = rx.cond(line.month != "", tdate(line.month, "of_year"), t("Together"))
        return (month, money_cell(line.opening), money_cell(line.closing))

    return rx.cond(
        State.curve.line != "",
        panel(
            curve(line=drawn.line, under=drawn.under, nil=drawn.nil, says=says),
            rx.el.div(
                rx.el.span(tdate(drawn.first, "of_year")),
                rx.el.span(tdate(drawn.last, "of_year")),
                class_name="row between small quiet",
            ),
            rx.el.p(
                t("Lowest {low}, highest {high}", low=tmoney(drawn.low), high=tmoney(drawn.high)), class_name="small"
            ),
            rx.cond(
                State.what == "overview",
                more(t("As a table"), data_table(t("Cash by month"), heads, State.cash[-1].rows, cells)),
            ),
            title=t("Cash over the period"),
        ),
    )


def _costs() -> rx.Component:
    """Draw the largest costs of the period by account."""
    heads = (Column(t("Account")), Column(t("Amount"), number=True, unit="€"))

    def named(line: Any) -> rx.Component:
        return rx.el.span(t_own(line.names), lang=language_of(line.names))

    table = data_table(
        t("Costs by account"),
        heads,
        State.costs,
        lambda line: (rx.el.span(line.code, " ", named(line)), money_cell(line.cents)),
    )
    drawn = length_rows(State.costs, longest=State.costs[0].cents, says=t("Costs by account"), name=named)
    none = rx.el.p(t("Nothing is booked as a cost in this period."), class_name="quiet")
    return panel(
        rx.cond(State.costs.length() > 0, rx.fragment(drawn, more(t("As a table"), table)), none),
        rx.el.button(
            t("Income statement"),
            type="button",
            on_click=State.choose("income-statement"),
            class_name="button plain",
        ),
        title=t("Costs by account"),
    )


def _budget() -> rx.Component:
    """Draw the budget of the year as one bar; the lines are on their own page."""
    totals = State.totals
    drawn = budget_row(
        t("All lines"),
        spent=totals.spent,
        budget=totals.budget,
        today=totals.days,
        year=totals.of_days,
        too_fast=totals.too_fast,
    )
    none = rx.el.p(t("No budget is in force for this year."), class_name="quiet")
    heads = (Column(t("Budget")), Column(t("Amount"), number=True, unit="€"))
    table = rx.el.div(
        data_table(
            t("Budget and actual costs"),
            heads,
            [(t("Budget of the year"), totals.budget), (t("Amount spent"), totals.spent),
             (t("Amount left"), totals.budget - totals.spent)],
            lambda line: (line[0], money_cell(line[1])),
        )
    )  # fmt: skip
    return panel(
        rx.cond(totals.budget > 0, rx.fragment(drawn, more(t("As a table"), table)), none),
        rx.el.a(t("Line by line"), href=State.sheet_at + "/variance", class_name="link"),
        title=t("Budget and actual costs"),
    )


def aged_chart() -> rx.Component:
    """Draw what owners owe by age; the list of owners is its table."""
    ages = State.ages
    parts = (
        (t("not due yet"), ages.not_due),
        (t("up to 30 days"), ages.days_30),
        (t("31 to 60"), ages.days_60),
        (t("61 to 90"), ages.days_90),
        (t("older"), ages.older),
    )
    heads = (Column(t("Age")), Column(t("Amount"), number=True, unit="€"))
    table = data_table(t("Arrears by age"), heads, parts, lambda part: (part[0], money_cell(part[1])))
    return panel(
        rx.el.p(tdate(State.aged_on), class_name="small quiet"),
        rx.cond(
            ages.balance > 0,
            rx.fragment(
                length_rows(parts, longest=ages.balance, says=t("Arrears by age")),
                more(t("As a table"), table),
            ),
            rx.el.p(t("Nobody owes anything."), class_name="quiet"),
        ),
        rx.cond(
            State.what == "overview",
            rx.el.button(
                t("Owners by age"), type="button", on_click=State.choose("aged-balances"), class_name="button plain"
            ),
        ),
        title=t("Arrears by age"),
    )
