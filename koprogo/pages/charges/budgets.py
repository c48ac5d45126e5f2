"""Budgets: the versions by year, the editor with live sums, what the reserve fund is due, and the way to the vote."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import answers, empty, field_error, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, text_input
from koprogo.components.layout import columns, figure, figures, more, panel, row, stack
from koprogo.components.navigation import button, quiet_button
from koprogo.components.status import article
from koprogo.components.text import t, tdate, tmoney
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.budget_editor import editor
from koprogo.pages.charges.words import BUDGET_STATES, PARTS, RHYTHMS
from koprogo.pages.shell import page
from koprogo.state.charges.budgets import BudgetsState as State

PROBLEMS = State.refusal.problems


def budgets() -> rx.Component:
    """Draw the page."""
    return page(
        t("Budget"),
        books_tabs(State.sheet_at, "budget"),
        rx.cond(
            State.loaded,
            columns(
                answers(State.refusal), _sums(), rx.cond(State.may_write, _opener()), _list(),
                side=rx.fragment(_reserve(), _why()),
            ),
            rx.cond(State.refusal.kind == "", waiting(), answers(State.refusal)),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
        under=t("What a year costs, by which key, and what is called"),
    )  # fmt: skip


def _sums() -> rx.Component:
    return rx.cond(
        ~State.editing & (State.sums.length() > 0),
        rx.el.section(
            rx.el.h2(t("In force"), class_name="unseen"),
            figures(rx.foreach(State.sums, lambda each: figure(tmoney(each.cents), pick(each.part, PARTS, each.part)))),
        ),
    )


def _opener() -> rx.Component:
    return rx.cond(
        State.editing,
        stack(editor(), _acts()),
        rx.el.div(
            button(t("Prepare a budget"), main=True, shape="plus", on_click=State.begin, data_testid="new-budget")
        ),
    )


def _list() -> rx.Component:
    none = empty(
        t("No budget yet"),
        t(
            "The budgets of this association stand here: current charges, extraordinary costs and what the funds are given."
        ),
    )
    return rx.cond(
        State.rows.length() > 0,
        panel(rx.el.ul(rx.foreach(State.rows, _version), class_name="plain points"), title=t("Versions"), padded=False),
        none,
    )


def _version(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.h3(t("Budget {year}, version {version}", year=line.year.to_string(), version=line.version)),
                rx.el.p(
                    t("from {day}", day=tdate(line.since)), ", ", pick(line.instalments.to_string(), RHYTHMS, ""),
                    class_name="small quiet",
                ),
                class_name="stack close grow",
            ),
            rx.el.span(tmoney(line.cents), class_name="strong whole"),
            class_name="row start",
        ),
        row(
            pick(line.state, BUDGET_STATES, rx.fragment()),
            rx.cond(
                line.agenda != "", rx.el.a(t("Assembly of {day}", day=tdate(line.assembly_day)), href=line.agenda)
            ),
            rx.cond(line.variance != "", rx.el.a(t("Compare with actual costs"), href=line.variance)),
            rx.cond(State.may_write, quiet_button(t("Open its lines"), on_click=State.open_version(line.id))),
            wrap=True,
        ),
        key=line.id,
    )  # fmt: skip


def _acts() -> rx.Component:
    """Draw what may become of the version that is open: an agenda, in force, thrown away."""
    to_vote = rx.cond(
        State.meetings.length() > 0,
        form(
            rx.el.div(
                rx.el.label(t("On the agenda of the assembly of"), html_for="assembly_id"),
                rx.el.select(
                    rx.foreach(State.meetings, lambda option: rx.el.option(tdate(option.word), value=option.value)),
                    id="assembly_id",
                    name="assembly_id",
                    class_name="input",
                ),
                field_error("assembly_id", PROBLEMS),
                class_name="field",
            ),
            on_submit=State.propose,
            act=t("Put it on the agenda"),
        ),
        rx.el.p(t("Plan an ordinary assembly first: its agenda takes the budget."), class_name="small quiet"),
    )
    on_paper = form(
        text_input(
            "act",
            t("The minutes that voted it"),
            hint=t("For a budget voted before you came here: day and point."),
            problems=PROBLEMS,
        ),
        on_submit=State.force,
        act=t("Let it come into force"),
    )
    voted = form(on_submit=State.force, act=t("Let it come into force"))
    away = quiet_button(t("Throw this version away"), on_click=State.discard)
    drawn = rx.match(
        State.opened_state,
        ("draft", stack(to_vote, more(t("It was voted already, on paper"), on_paper), away)),
        ("voted", stack(rx.el.p(t("The assembly carried it.")), voted)),
        ("proposed", stack(rx.el.p(t("It is on an agenda; once it is carried, it may come into force here.")), away)),
        ("rejected", stack(rx.el.p(t("The assembly did not carry it. Save other lines as a new version.")), away)),
        rx.fragment(),
    )  # fmt: skip
    return rx.cond(
        State.may_decide & (State.opened_state != "") & (State.opened_state != "in_force"),
        panel(drawn, title=t("To the vote")),
    )


def _reserve() -> rx.Component:
    said = rx.match(
        State.duty.due,
        ("yes", t("At least {least} this year: 5 % of last year’s ordinary charges of {charges}.",
                  least=tmoney(State.duty.least), charges=tmoney(State.duty.charges))),
        ("unknown", t("The day of the provisional acceptance is not known, which exempts nobody. Five years after it: at"
                      " least {least}, 5 % of last year’s ordinary charges of {charges}.",
                      least=tmoney(State.duty.least), charges=tmoney(State.duty.charges))),
        rx.cond(State.duty.waived, t("The assembly waived the contribution by four fifths."),
                t("Five years have not passed since the provisional acceptance: nothing is due yet.")),
    )  # fmt: skip
    missing = rx.cond(
        State.duty.missing > 0,
        notice(rx.el.p(t("This budget gives it {missing} too little.", missing=tmoney(State.duty.missing)))),
    )
    within = rx.cond(
        State.duty.since != "",
        rx.el.p(
            t("The five years are over on {day}, within this year, which owes all of it.", day=tdate(State.duty.since)),
            class_name="small quiet",
        ),
    )
    known = rx.cond(
        State.duty.acceptance != "",
        rx.el.p(t("Provisional acceptance: {day}", day=tdate(State.duty.acceptance)), class_name="small quiet"),
    )
    record = rx.cond(
        State.may_decide,
        more(
            t("Record the provisional acceptance"),
            form(
                date_input(
                    "accepted_day", t("Day of the acceptance"), hint=t("Empty: nobody knows it."), problems=PROBLEMS
                ),
                text_input("accepted_act", t("What proves it"), problems=PROBLEMS),
                on_submit=State.accept,
                act=t("Record it"),
            ),
        ),
    )
    return panel(
        missing,
        rx.el.p(said),
        within,
        known,
        record,
        _waivers(),
        title=t("The reserve fund"),
        aside=article("3.86 §3"),
    )


def _waivers() -> rx.Component:
    """Draw the waivers of assemblies that were not held here, and the form that records one."""

    def waiver(each: Any) -> rx.Component:
        back = quiet_button(t("Take it back"), on_click=State.take_waiver_back(each.day))
        return rx.el.li(
            rx.el.p(t("Waived on {day}", day=tdate(each.day)), ": ", each.act, class_name="small"),
            rx.cond(State.may_decide, row(back)),
            key=each.day,
            class_name="stack close",
        )

    record = more(
        t("A waiver voted elsewhere"),
        form(
            date_input(
                "waived_day", t("Day of that vote"), hint=t("Only where that assembly is not kept here."),
                problems=PROBLEMS,
            ),
            text_input(
                "waived_act", t("The minutes that voted it"), hint=t("For example: minutes of 12 May 2025, point 7."),
                problems=PROBLEMS, max_length=200,
            ),
            on_submit=State.waive,
            act=t("Record the waiver"),
        ),
    )  # fmt: skip
    return rx.fragment(
        rx.cond(
            State.waivers.length() > 0, rx.el.ul(rx.foreach(State.waivers, waiver), class_name="plain stack tight")
        ),
        rx.cond(State.may_decide, record),
    )


def _why() -> rx.Component:
    return panel(
        rx.el.p(
            t(
                "Two budgets are voted every year: current expenses, and extraordinary costs that can be foreseen. Until one"
                " is voted, the last one goes on being called; the difference then stands on a line of its own."
            )
        ),
        row(article("3.89 §5, 16°"), wrap=True),
        title=t("What a budget is"),
    )
