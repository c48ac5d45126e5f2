"""Claims on insurers: what is open, since when, and what the insurer still owes; the form that opens one."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, money_input, select_input, text_input
from koprogo.components.layout import columns, figure, figures, list_link, list_panel, more, panel, stack
from koprogo.components.status import tag
from koprogo.components.text import t, tdate, tmoney, tn, tnum
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.charges.claims import ClaimsState as State
from koprogo.state.charges.claims import ClaimView

PROBLEMS = State.refusal.problems


def claims() -> rx.Component:
    """Draw the page."""
    return page(
        t("Claims"),
        books_tabs(State.sheet_at, "claims"),
        answers(State.refusal),
        rx.cond(State.loaded, columns(_list(), side=_entering()), rx.cond(State.refusal.kind == "", waiting())),
        current="associations",
        place=State.name,
        back=State.sheet_at,
        above=crumb(State.name, State.sheet_at),
        under=t("Damage that an insurer pays: no cost of the owners until it is known what nobody covers"),
    )


def _list() -> rx.Component:
    others = tn(
        "{n} claim touched only other lots: the syndic, the council and the auditor see it.",
        "{n} claims touched only other lots: the syndic, the council and the auditor see them.",
        State.unseen,
    )
    sums = figures(figure(tnum(State.open_count), t("open")), figure(tmoney(State.awaited), t("awaited from insurers")))
    return stack(
        rx.cond(State.keeps, sums),
        rx.cond(
            State.rows.length() > 0,
            rx.fragment(
                list_panel(rx.foreach(State.rows, _row)),
                rx.cond(State.unseen > 0, rx.el.p(others, class_name="small quiet")),
            ),
            rx.cond(
                State.unseen > 0,
                empty(t("No claim that touches a lot of yours"), others),
                empty(t("No claim"), t("A claim is opened when damage is reported to the insurer.")),
            ),
        ),
    )


def _row(line: ClaimView) -> rx.Component:
    return list_link(
        rx.el.span(t("No. {number}", number=line.number), " ", line.words),
        href=line.href,
        under=rx.fragment(tdate(line.day), ", ", line.insurer, rx.cond(line.lots != "", rx.fragment(", ", line.lots))),
        shape="paper",
        aside=standing(line),
    )


def standing(line: Any) -> rx.Component:
    """Say whether a claim is open, and for how many days, or what nobody covers of it."""
    open_ = tag(tn("open for {n} day", "open for {n} days", line.age), "soon")
    return rx.cond(line.ended_on != "", tag(t("Settled"), "good"), open_)


def known_fields(problems: Any, lots: Any, **values: Any) -> tuple[rx.Component, ...]:
    """Draw the fields of what is known of a claim; `values` are what stands there already."""
    return (
        text_input("insurer", t("Insurer"), value=values.get("insurer", ""), problems=problems, max_length=120),
        text_input("policy", t("Number of the policy"), value=values.get("policy", ""), problems=problems, max_length=60),
        text_input(
            "reference", t("The insurer’s reference"), value=values.get("reference", ""), problems=problems, max_length=60
        ),
        money_input("expected", t("Indemnity expected"), value=values.get("expected", ""), problems=problems),
        money_input("deductible", t("Deductible"), value=values.get("deductible", ""), problems=problems),
        select_input(
            "lot", t("Whose owner bears the deductible"), lots, value=values.get("lot", ""), problems=problems,
            hint=t("Without a lot the association bears it."),
        ),
        text_input(
            "source", t("The clause or decision that says so"), value=values.get("source", ""), problems=problems,
            max_length=300,
        ),
    )  # fmt: skip


def _entering() -> rx.Component:
    entering = form(
        date_input("happened_on", t("Day of the damage"), problems=PROBLEMS),
        text_input("words", t("What was damaged"), problems=PROBLEMS, max_length=300),
        select_input("touched", t("Which lot it touched"), State.lots, problems=PROBLEMS),
        *known_fields(PROBLEMS, State.lots),
        on_submit=State.enter,
        act=t("Open the claim"),
    )
    return rx.cond(
        State.may_enter, panel(more(t("A new claim"), rx.el.div(entering, key=State.count)), title=t("Enter"))
    )
