"""Changing an assembly after it was planned: called off, moved, continued, one point more, last year's agenda."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.feedback import answers, field_error, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, select_input, text_area, text_input
from koprogo.components.layout import more, pair, panel, row, stack
from koprogo.components.majority import majority_name
from koprogo.components.navigation import button, button_link
from koprogo.components.status import article
from koprogo.components.text import t, t_own, tdate, tmoment, tn
from koprogo.i18n.languages import NAMES
from koprogo.pages.shell import page
from koprogo.state.assemblies.agenda.usual_points import kinds
from koprogo.state.assemblies.convening.changes import ChangesState as State

DRAFT, MAY, TYPED = State.draft, State.may, State.typed
PROBLEMS = State.refusal.problems


def changes() -> rx.Component:
    """Draw the page."""
    back = urls.assembly(DRAFT.id, "plan")
    return page(
        t("Change this assembly"),
        rx.cond((State.sent == "") | (State.sent == "copy"), answers(State.refusal)),
        rx.cond(
            DRAFT.id != "",
            stack(
                _done(),
                pair(
                    rx.cond(MAY.copy, _copy()),
                    rx.cond(MAY.supplement, _supplement()),
                    rx.cond(MAY.go_on, _go_on()),
                    rx.cond(MAY.move, _move()),
                    rx.cond(MAY.cancel, _cancel()),
                ),
                rx.cond(~MAY.cancel & ~MAY.go_on, rx.el.p(t("Nothing can be changed any more."), class_name="quiet")),
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="assembly",
        back=back,
        under=rx.fragment(DRAFT.association_name, ", ", tmoment(DRAFT.starts_at, "long")),
        acts=(button_link(t("To the agenda"), href=back, shape="paper"),),
    )


def _refusal(name: str) -> rx.Var:
    return rx.cond(State.sent == name, State.refusal, State.no_refusal)


def _done() -> rx.Component:
    said = rx.match(
        State.done,
        ("cancelled", _told()),
        ("supplemented", t("The point is on the agenda. Its letter must leave today.")),
        ("copied", tn("{n} point was added to the agenda.", "{n} points were added to the agenda.", State.copied)),
        "",
    )
    see = rx.cond(State.told > 0, rx.el.a(t("See the letters"), href=State.letters_at))
    return rx.cond(State.done != "", notice(rx.el.p(said), see, title=t("Done"), tone="good", shape="check"))


def _told() -> rx.Var:
    """Say who was told: by letters of ours, or by nobody yet."""
    return rx.cond(
        State.told > 0,
        tn(
            "It is called off. {n} letter says so: an e-mail has left, a letter by post is being printed.",
            "It is called off. {n} letters say so: e-mails have left, those by post are being printed.",
            State.told,
        ),
        t("It is called off. No letter was written: nobody had been convened from here."),
    )


def _copy() -> rx.Component:
    return panel(
        rx.el.p(t("The points of the last ordinary assembly, and those that stayed open since. What is there stays.")),
        rx.el.div(button(t("Take them over"), main=True, on_click=State.copy_last, data_testid="copy-last")),
        title=t("Last year’s agenda"),
    )


def _meeting(name: str) -> tuple[rx.Component, ...]:
    return (
        date_input("starts_at", t("Day"), value=rx.cond(State.sent == name, TYPED.starts_at, ""), problems=PROBLEMS),
        text_input("hour", t("Hour"), kind="time", value=TYPED.hour, problems=PROBLEMS),
        text_input("place", t("Place"), value=TYPED.place, problems=PROBLEMS),
    )


def _move() -> rx.Component:
    return panel(
        rx.el.p(
            t(
                "The agenda stays; the new day needs a convocation of its own, fifteen days before. Everybody convened is"
                " told."
            )
        ),
        row(article("3.87 §3")),
        more(
            t("Choose another day"),
            form(
                *_meeting("move"),
                text_area("reason", t("Why it is moved"), value=TYPED.reason, problems=PROBLEMS, rows="2"),
                on_submit=State.move,
                act=t("Move it"),
                refusal=_refusal("move"),
            ),
        ),
        title=t("Move to another day"),
    )


def _go_on() -> rx.Component:
    return panel(
        rx.el.p(
            tn(
                "{n} point got no decision. A new assembly takes it up, with its own notice and quorum.",
                "{n} points got no decision. A new assembly takes them up, with its own notice and quorum.",
                State.left_open,
            )
        ),
        more(
            t("Choose the day"),
            form(
                *_meeting("go_on"),
                on_submit=State.go_on,
                act=t("Draft the continuation"),
                refusal=_refusal("go_on"),
            ),
        ),
        title=t("Continue on another day"),
    )


def _cancel() -> rx.Component:
    return panel(
        rx.el.p(t("It stays in the list as cancelled, with the reason. Everybody convened is told by the same way.")),
        more(
            t("Call it off"),
            form(
                text_area("why", t("Why it is called off"), problems=PROBLEMS, rows="2"),
                on_submit=State.cancel,
                act=t("Call the assembly off"),
                refusal=_refusal("cancel"),
                grave=True,
            ),
        ),
        title=t("Call the assembly off"),
    )


def _supplement() -> rx.Component:
    options = (
        ("", ""), *((kind.code, t_own(kind.name)) for kind in kinds() if kind.majority not in ("none", "follows_main"))
    )  # fmt: skip
    majorities = (("", ""), *((each, majority_name(each)) for each in ("absolute", "two_thirds", "four_fifths")))
    return panel(
        rx.el.p(t("A supplementary convocation still fits: until {day}.", day=tdate(DRAFT.latest_day, "long"))),
        row(article("3.87 §3")),
        more(
            t("Add a point"),
            form(
                *(rx.el.div(field_error(name, PROBLEMS), id=name, tab_index=-1) for name in ("title", "text")),
                select_input("kind", t("What kind of decision is it?"), options, value="", problems=PROBLEMS),
                select_input(
                    "majority",
                    t("Majority, only where the law leaves it open"),
                    majorities,
                    value="",
                    problems=PROBLEMS,
                ),
                *(rx.cond(DRAFT.languages.contains(language), _words(language)) for language in NAMES),
                date_input(
                    "sent_on",
                    t("On which day was the supplement sent?"),
                    hint=t("Today, if KoproGo sends the letters: a new one goes to everybody."),
                    value=TYPED.sent_on,
                    problems=PROBLEMS,
                ),
                on_submit=State.supplement,
                act=t("Add this point"),
                refusal=_refusal("supplement"),
            ),
        ),
        title=t("Supplementary agenda"),
    )


def _words(language: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(NAMES[language], lang=language),
        text_input(f"title_{language}", t("Title"), max_length=200, lang=language),
        text_area(f"proposal_{language}", t("Proposed decision"), rows="3", lang=language),
        class_name="field stack tight",
    )
