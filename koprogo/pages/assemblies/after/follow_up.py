"""What became of the decisions: a sentence for every co-owner, and the syndic's tasks."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.forms import form
from koprogo.components.layout import figure, figures, more, panel, row, stack
from koprogo.components.navigation import button
from koprogo.components.status import article, tag
from koprogo.components.tables import Column, data_table, number_cell, pager
from koprogo.components.text import language_of, t, t_own, tdate, tn, tnum
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.governance.tabs import council_tabs
from koprogo.pages.shell import page
from koprogo.state.assemblies.after.follow_up import DecisionLine, StepLine, TaskLine
from koprogo.state.assemblies.after.follow_up import FollowUpState as State

STEPS = {
    "planned": t("Planned"),
    "started": t("Started"),
    "done": t("Done"),
    "cancelled": t("Cancelled"),
    "noted": t("Note"),
}


def follow_up() -> rx.Component:
    """Draw the page."""
    return page(
        t("Follow-up of decisions"),
        council_tabs(State.sheet_at, "follow-up"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            rx.cond(
                State.decisions > 0,
                stack(
                    _sums(),
                    rx.foreach(State.rows, _decision),
                    rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
                    _times(),
                    gap="wide",
                ),
                empty(
                    t("No decision to follow up yet"),
                    t("Each carried decision stands here from the minutes on, with what is done about it and by whom."),
                    steps=_times(),
                ),
            ),
            waiting(),
        ),
        current="associations",
        place=State.name,
        back=State.sheet_at,
        above=crumb(State.name, State.sheet_at),
        under=rx.fragment(t("The syndic carries out what the assembly decided"), " ", article("3.89 §5, 1°")),
    )


def _sums() -> rx.Component:
    return figures(
        figure(tnum(State.decisions), tn("decision", "decisions", State.decisions)),
        figure(tnum(State.done), t("done")),
        figure(tnum(State.oldest_days), tn("day, the oldest open one", "days, the oldest open one", State.oldest_days)),
        figure(tnum(State.overdue), tn("task overdue", "tasks overdue", State.overdue), late=State.overdue > 0),
    )


def _times() -> rx.Component:
    """What the points of the last assembly took, against what was planned."""
    heads = (Column(t("Point")), Column(t("Planned"), number=True), Column(t("Spent"), number=True))
    table = data_table(
        t("Minutes of the last assembly"),
        heads,
        State.times,
        lambda line: (
            rx.el.span(line.label, ". ", rx.el.span(t_own(line.title), lang=language_of(line.title))),
            number_cell(line.planned),
            rx.cond(line.spent >= 0, number_cell(line.spent), rx.el.span("–", class_name="quiet")),
        ),
        foot=(t("In all"), number_cell(State.planned), number_cell(State.spent)),
    )
    return rx.cond(
        State.times.length() > 0, panel(table, title=t("Minutes of the last assembly"), padded=False), rx.fragment()
    )


def _decision(line: DecisionLine) -> rx.Component:
    state = rx.cond(
        line.done,
        tag(t("Done"), "good"),
        tag(tn("Open for {n} day", "Open for {n} days", line.days), "soon"),
    )
    return panel(
        row(
            rx.el.div(
                rx.el.h2(
                    rx.el.a(t_own(line.title), href=line.href, lang=language_of(line.title), class_name="link"),
                    class_name="figure mid",
                ),
                rx.el.p(t("No. {number}, {day}", number=line.number, day=tdate(line.day)), class_name="small quiet"),
                class_name="says",
            ),
            state,
            between=True,
            wrap=True,
        ),
        rx.cond(
            line.tasks.length() > 0,
            rx.el.ul(rx.foreach(line.tasks, _task), class_name="plain lined"),
            rx.el.p(
                rx.cond(line.by_itself, t("The vote itself carried it out."), t("Nothing is planned for it yet.")),
                class_name="quiet",
            ),
        ),
        rx.cond(State.may_keep, _plan(line)),
        key=line.id,
    )


def _task(line: TaskLine) -> rx.Component:
    state = rx.cond(
        line.overdue,
        tag(t("Overdue"), "bad", shape="triangle"),
        rx.cond(line.status == "done", tag(t("Done"), "good"), tag(pick(line.status, STEPS), "outline")),
    )
    who = t("{owner}, until {day}", owner=line.owner, day=tdate(line.due))
    return rx.el.li(
        row(
            rx.el.div(rx.el.strong(line.what), rx.el.p(who, class_name="small quiet"), class_name="says"),
            state,
            between=True,
            wrap=True,
        ),
        rx.cond(State.may_keep & ~line.over, _acts(line)),
        more(
            tn("{n} step", "{n} steps", line.steps.length()),
            rx.el.ol(rx.foreach(line.steps, _step), class_name="plain small"),
        ),
        key=line.id,
        class_name="stack close",
    )


def _step(step: StepLine) -> rx.Component:
    return rx.el.li(
        tdate(step.at),
        ", ",
        pick(step.what, STEPS),
        ", ",
        step.by,
        rx.cond(step.owner != "", rx.el.span(": ", t("{owner}, until {day}", owner=step.owner, day=tdate(step.due)))),
        rx.cond(step.words != "", rx.el.span(": ", step.words)),
    )


def _acts(line: TaskLine) -> rx.Component:
    """Offer the next steps; each button also says for whom it cannot see the line which task it is about."""

    def named(word: Any) -> rx.Component:
        return rx.fragment(word, rx.el.span(": ", line.what, class_name="unseen"))

    options = (("noted", t("Note")), ("cancelled", t("Cancelled, for this reason")))
    return rx.fragment(
        row(
            rx.cond(line.status != "started", button(named(t("Start")), on_click=State.move(line.id, "started"))),
            button(named(t("Done")), on_click=State.move(line.id, "done"), shape="check"),
            wrap=True,
        ),
        more(
            named(t("Note or cancel")),
            form(
                rx.el.input(type="hidden", name="task", value=line.id, read_only=True),
                _named_select("step", t("What is it"), options),
                _named_input("words", t("Words")),
                on_submit=State.say,
                act=t("Write it down"),
            ),
        ),
    )


def _plan(line: DecisionLine) -> rx.Component:
    return more(
        rx.fragment(t("Plan a task"), rx.el.span(": ", t_own(line.title), class_name="unseen")),
        form(
            rx.el.input(type="hidden", name="entry", value=line.id, read_only=True),
            _named_input("what", t("What is to be done")),
            _named_input("due", t("Until"), type="date"),
            rx.el.label(
                t("By whom"),
                rx.el.select(
                    rx.el.option("", value=""),
                    rx.foreach(State.owners, lambda each: rx.el.option(each.word, value=each.value)),
                    name="owner",
                    class_name="input",
                ),
                class_name="field",
            ),
            on_submit=State.plan,
            act=t("Plan it"),
        ),
    )


def _named_input(name: str, label: Any, **props: Any) -> rx.Component:
    """Draw a field inside its label: the same form stands many times on the page, so no id may repeat."""
    return rx.el.label(
        label, rx.el.input(**{"type": "text", **props}, name=name, class_name="input"), class_name="field"
    )


def _named_select(name: str, label: Any, options: Any) -> rx.Component:
    drawn = (rx.el.option(word, value=value) for value, word in options)
    return rx.el.label(label, rx.el.select(*drawn, name=name, class_name="input"), class_name="field")
