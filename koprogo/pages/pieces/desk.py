"""The gallery's desk pieces: tags, deadlines, tables, facts, figures, charts, papers, icons, colours."""

import reflex as rx

from koprogo.components.charts import budget_row, column_chart, length_rows
from koprogo.components.documents import document_link, download
from koprogo.components.icons import PATHS, icon
from koprogo.components.layout import facts, figure, figures, list_link, list_panel, more, pair, panel, stack
from koprogo.components.majority import swatch
from koprogo.components.navigation import breadcrumbs, button
from koprogo.components.status import article, deadline_group, deadline_row, outcome_tag, plate, tag
from koprogo.components.tables import Column, data_table, money_cell, number_cell, pager
from koprogo.components.text import t, tdate, tmoment, tn
from koprogo.pages.pieces.words import ASSOCIATION

OUTCOMES = (
    "carried",
    "rejected",
    "open",
    "provisional",
    "to_confirm",
    "postponed",
    "withdrawn",
    "noted",
    "draft",
    "to_come",
)
BALANCES = (("A3.2", "2026-11-30", -31240), ("B1.2", "2026-11-30", 4815), ("B1.3", "2026-12-01", -123456789))


def labels() -> rx.Component:
    """Draw tags, plates, articles, swatches and icons."""
    return stack(
        rx.el.div(*(outcome_tag(each) for each in OUTCOMES), class_name="row wrap"),
        rx.el.div(tag(t("late"), "bad", shape="triangle"), article("3.87 §5"), plate("A3.2"), class_name="row wrap"),
        rx.el.div(*(swatch(each, small=False) for each in ("for", "against", "abstain")), class_name="row"),
        rx.el.div(*(icon(name) for name in PATHS), class_name="row wrap"),
    )


def deadlines() -> rx.Component:
    """Draw late and near deadlines."""
    return panel(
        deadline_group(
            tn("Late, {n}", "Late, {n}", 1),
            deadline_row(
                n=-4, by="2026-11-17", allowed=30, act=t("Send the minutes"), place=ASSOCIATION, law="3.87 §12",
                button=button(t("Read again and send")),
            ),
            late=True,
        ),
        deadline_group(
            tn("Within 7 days, {n}", "Within 7 days, {n}", 1),
            deadline_row(
                n=2, by="2026-11-23", allowed=15, act=t("Send 24 convocations"), place=ASSOCIATION, law="3.87 §3",
                button=button(t("Read the 24 again")),
            ),
            soon=True,
        ),
        deadline_group(
            tn("Within 30 days, {n}", "Within 30 days, {n}", 1),
            deadline_row(
                n=27, by="2026-12-18", allowed=60, act=t("Report of the auditor"), place=ASSOCIATION,
                button=button(t("Open the file")),
            ),
        ),
        padded=False,
    )  # fmt: skip


def tables() -> rx.Component:
    """Draw a table that becomes cards, with its pager, and facts."""
    columns = (Column(t("Lot")), Column(t("Due")), Column(t("Balance"), number=True, unit="€", sort="balance"))
    return stack(
        breadcrumbs((ASSOCIATION, "/gallery"), (t("Lots"), "/gallery")),
        panel(
            data_table(
                t("Balances"),
                columns,
                BALANCES,
                lambda row: (plate(row[0], small=True), tdate(row[1], "month"), money_cell(row[2])),
                sorted_by="balance",
                on_sort=lambda _: rx.noop(),
                foot=(t("Total"), "", money_cell(-123483214)),
            ),
            padded=False,
        ),
        pager(page=2, pages=5, on_page=lambda _: rx.noop()),
        facts((t("Assembly"), tmoment("2026-12-03T18:30:00Z", "long")), (t("Shares"), number_cell(1000))),
        figures(
            figure("2", t("late"), late=True), figure("3", t("within 14 days")), figure("5", t("within 30 days")),
            figure("4", t("open questions"), href="/gallery"),
        ),
    )  # fmt: skip


def charts() -> rx.Component:
    """Draw budget against actual, arrears by age, decisions per quarter."""
    quarters = (
        ("Q3 25", 5, 0, 0),
        ("Q4 25", 7, 0, 0),
        ("Q1 26", 4, 1, 0),
        ("Q2 26", 6, 1, 0),
        ("Q3 26", 3, 2, 1),
        ("Q4 26", 1, 4, 2),
    )
    return pair(
        panel(
            budget_row(t("Heating"), spent=3120400, budget=4200000, today=325, year=365),
            budget_row(t("Upkeep"), spent=1896000, budget=1950000, today=325, year=365, too_fast=True),
            rx.el.p(
                t("The line is {day}: {percent} % of the year.", day=tdate("2026-11-21", "month"), percent=89),
                class_name="small quiet",
            ),
            length_rows(
                ((t("30 days"), 731000), (t("60 days"), 329015), (t("90 days and more"), 224000)),
                longest=731000,
                says=t("Arrears by age, in €"),
            ),
            title=t("Budget {year}", year="2026"),
        ),
        panel(
            column_chart(t("Decisions per quarter"), quarters, done=t("done"), busy=t("under way"), late=t("late")),
            title=t("Decisions per quarter"),
        ),
    )


def papers() -> rx.Component:
    """Draw a list of papers."""
    return stack(
        list_panel(
            document_link(t("Convocation"), href="/gallery", day="2026-11-17", size=214000),
            document_link(t("Statement of account"), href="/gallery", day="2026-10-28", size=96000),
            list_link(
                t("Lift of block A"),
                href="/gallery",
                under=t("Repair planned"),
                shape="tool",
                aside=tag(t("To come"), "outline"),
            ),
        ),
        download(t("Keep this paper"), href="/gallery"),
        more(t("How this is counted"), rx.el.p(t("Abstention and silence are not votes cast."))),
    )
