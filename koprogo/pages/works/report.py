"""Reporting a problem, made for a phone in one hand."""

import reflex as rx

from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import choices, select_input, text_area, text_input
from koprogo.components.text import t
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.pages.works.words import choices_of
from koprogo.rules.works.tickets import Category, Place, Urgency
from koprogo.state.works.report import LONGEST
from koprogo.state.works.report import ReportState as State

PROBLEMS = State.refusal.problems


def report() -> rx.Component:
    """Draw the page."""
    return page(
        t("Report a problem"),
        answers(State.refusal),
        rx.cond(State.loaded, _form(), waiting()),
        current="associations",
        place=State.name,
        back=State.list_at,
        above=crumb(t("Problems"), State.list_at),
        under=t("Photos come on the next page."),
    )


def _form() -> rx.Component:
    lot = rx.cond(
        (State.place == Place.LOT.value) & (State.lots.length() > 0),
        select_input("lot", t("Which of your lots, if it is in yours"), State.lots, problems=PROBLEMS),
    )
    return rx.el.div(
        notice(rx.el.p(t("In immediate danger, call 112 first.")), shape="triangle", status=False),
        form(
            text_area("words", t("What is wrong?"), problems=PROBLEMS, rows="4", max_length=LONGEST),
            select_input("category", t("What is it about?"), choices_of(Category), problems=PROBLEMS),
            choices(
                "place", t("Where is it?"), choices_of(Place), value=Place.COMMON.value, problems=PROBLEMS,
                on_change=State.choose_place,
            ),
            lot,
            text_input(
                "place_words", t("Where exactly (floor, number, beside what)"), problems=PROBLEMS, max_length=120
            ),
            choices(
                "urgency", t("How much does it press?"), choices_of(Urgency), value=Urgency.NORMAL.value,
                problems=PROBLEMS,
            ),
            on_submit=State.send,
            act=t("Report the problem"),
        ),
        class_name="stack wide",
    )  # fmt: skip
