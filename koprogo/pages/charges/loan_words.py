"""The words of loans that both pages share: where one stands, how it is repaid, and the table of who takes part."""

from typing import Any

import reflex as rx

from koprogo.components.status import plate, tag
from koprogo.components.tables import Column, data_table, money_cell
from koprogo.components.text import t, tdate, tlist, tmoney, tnum

STATES = {
    "open": tag(t("Loan not drawn yet"), "outline"),
    "drawn": tag(t("Loan drawn"), "soon"),
    "repaid": tag(t("Loan repaid"), "good"),
}
WAYS = {
    "annuity": t("Constant instalments"),
    "principal": t("Constant principal"),
    "table": t("The bank’s own table"),
}
EVERY = {"month": t("each month"), "quarter": t("each quarter")}
LOTS = (
    Column(t("Lot")), Column(t("Part of the works"), number=True, unit="€"), Column(t("How it pays")),
    Column(t("Of the loan left"), number=True, unit="€"),
)  # fmt: skip
DUES = (
    Column(t("Due")), Column(t("Principal"), number=True, unit="€"), Column(t("Interest"), number=True, unit="€"),
    Column(t("Together"), number=True, unit="€"), Column(t("Left after it"), number=True, unit="€"),
    Column(t("Where it stands")),
)  # fmt: skip


def lots_table(lots: Any) -> rx.Component:
    """Draw who takes part and who pays cash, with when it was said and who recorded it."""

    def cells(line: Any) -> tuple[Any, ...]:
        said = rx.cond(
            line.chosen_on != "",
            rx.el.span(
                t("said on {day}, recorded by {name}", day=tdate(line.chosen_on), name=line.chosen_by),
                class_name="small quiet",
            ),
            rx.el.span(t("nothing was said: takes part"), class_name="small quiet"),
        )
        early = rx.el.span(t("repaid early on {day}", day=tdate(line.left_on)), class_name="small quiet")
        name = rx.el.span(
            rx.el.span(plate(line.lot, small=True)),
            rx.el.span(tlist(line.names)),
            rx.el.span(
                t("{weight} of {of}", weight=tnum(line.weight), of=tnum(line.of_weight)), class_name="small quiet"
            ),
            class_name="stack close",
        )  # fmt: skip
        pays = rx.el.span(
            rx.el.span(rx.cond(line.participates, tag(t("Takes part"), "plain"), tag(t("Pays cash"), "outline"))),
            rx.cond(line.left_on != "", early, said),
            class_name="stack close",
        )
        return name, money_cell(line.share), pays, money_cell(line.left)

    return data_table(t("Who takes part"), LOTS, lots, cells, key=lambda line: line.lot_id)


def dues_table(dues: Any) -> rx.Component:
    """Draw the schedule with what is called and taken by the bank."""

    def cells(line: Any) -> tuple[Any, ...]:
        called = rx.cond(line.called_at != "", rx.el.a(line.called_as, href=line.called_at, class_name="link small"))
        paid = rx.cond(
            line.paid_on != "",
            rx.cond(
                line.paid_at != "",
                rx.el.a(t("taken on {day}", day=tdate(line.paid_on)), href=line.paid_at, class_name="link small"),
                rx.el.span(t("taken on {day}", day=tdate(line.paid_on)), class_name="small"),
            ),
        )
        return (
            rx.el.span(line.number.to_string(), ". ", tdate(line.day)),
            money_cell(line.principal), money_cell(line.interest), money_cell(line.total), money_cell(line.rest),
            rx.cond(
                (line.called_at != "") | (line.paid_on != ""),
                rx.el.span(called, paid, class_name="stack close"),
                rx.el.span(class_name="nothing"),
            ),
        )  # fmt: skip

    return data_table(t("Schedule of the loan"), DUES, dues, cells, key=lambda line: line.number)


def rate_said(thousandths: Any) -> Any:
    """Say a yearly rate, which the state keeps in thousandths of a per cent."""
    exact = (thousandths / 1000).to_string()
    return t("{rate} % a year", rate=rx.cond(thousandths % 10 == 0, tmoney(thousandths // 10, unit=False), exact))
