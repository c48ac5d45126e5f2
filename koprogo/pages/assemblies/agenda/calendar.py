"""The year of an association: the fifteen days of its house rules, the next assembly, the last day for proposals."""

import reflex as rx

from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, text_input
from koprogo.components.layout import columns, facts, more, panel, stack
from koprogo.components.navigation import button_link
from koprogo.components.status import article
from koprogo.components.text import t, tdate, tmoment
from koprogo.pages.assemblies.assemblies import day_and_place, state_tag
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.assemblies.agenda.calendar import CalendarState as State
from koprogo.state.base import refusal_if
from koprogo.state.identity.session import SessionState

YEAR = State.year


def calendar() -> rx.Component:
    """Draw the page."""
    return page(
        t("Calendar"),
        rx.cond(State.opened == "", answers(State.refusal)),
        rx.cond(
            State.loaded,
            columns(
                rx.cond(YEAR.first != "", _year(), _unknown()),
                side=rx.cond(State.may_plan, rx.fragment(rx.cond(YEAR.first != "", _draft()), _fix())),
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
        acts=(
            rx.cond(
                SessionState.opens.contains("proposals"),
                button_link(t("Proposals for the agenda"), href=State.proposals_at, shape="paper"),
            ),
        ),
    )


def _year() -> rx.Component:
    planned = rx.cond(
        YEAR.assembly_at != "",
        rx.fragment(
            rx.el.a(tmoment(YEAR.assembly_at, "day"), href=YEAR.assembly_href), " ", state_tag(YEAR.assembly_state)
        ),
        t("none is convened yet"),
    )
    return stack(
        facts(
            (
                t("Ordinary assembly"),
                rx.el.span(
                    t("between {first} and {last}", first=tdate(YEAR.first), last=tdate(YEAR.last)), " ",
                    article("3.85 §3"),
                ),
            ),
            (t("House rules"), YEAR.source),
            (t("Planned"), planned),
            (
                t("Proposals on the agenda by right"),
                rx.el.span(t("received by {day}", day=tdate(YEAR.proposals_until)), " ", article("3.87 §3")),
            ),
        ),
        rx.el.p(
            rx.cond(
                YEAR.is_too_late,
                t("That day is past: a proposal of today is taken up if possible, else at the next assembly."),
                t("A proposal of today must be put on the agenda."),
            ),
            class_name="quiet",
        ),
    )  # fmt: skip


def _unknown() -> rx.Component:
    return notice(
        rx.el.p(
            t(
                "The house rules fix fifteen days of the year for the ordinary assembly. They are not recorded here yet,"
                " so nobody can say until when a proposal is on the agenda by right."
            ),
            " ",
            article("3.85 §3"),
        ),
        title=t("No yearly window yet"),
        status=False,
    )


def _draft() -> rx.Component:
    problems = State.refusal.problems
    drafting = panel(
        rx.el.p(t("The first working day of the window; choose another one if the room is taken.")),
        rx.el.div(
            form(
                *day_and_place(State.wish, problems),
                on_submit=State.draft,
                act=t("Draft this assembly"),
                refusal=refusal_if(State.opened == "draft", State),
            ),
            key=State.wish.starts_at,
        ),
        title=t("Draft the ordinary assembly"),
    )
    return rx.cond(YEAR.assembly_at == "", drafting)


def _fix() -> rx.Component:
    problems = State.refusal.problems
    asked = rx.el.div(
        form(
            date_input(
                "first_day",
                t("First of the fifteen days"),
                hint=t("Day and month count, every year."),
                value=State.typed.first_day,
                problems=problems,
            ),
            text_input(
                "source",
                t("Where the house rules say so"),
                hint=t("Article and version: house rules of 12 May 2021, article 7."),
                value=State.typed.source,
                problems=problems,
            ),
            on_submit=State.fix,
            act=t("Record the window"),
            refusal=refusal_if(State.opened == "window", State),
        ),
        key=YEAR.first,
    )
    return panel(
        rx.cond(YEAR.first == "", asked, more(t("Record another one"), asked)), title=t("Window of the house rules")
    )
