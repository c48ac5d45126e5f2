"""Noted in the room beside the votes: a protest word for word, somebody let in without a vote."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import answers
from koprogo.components.forms import form
from koprogo.components.inputs import choices, date_input, search_input, text_area, text_input
from koprogo.components.layout import panel, row, stack
from koprogo.components.navigation import button, quiet_button
from koprogo.components.status import article
from koprogo.components.text import t, tdate, tlist, ttime
from koprogo.pages.assemblies.room.shown import ROOM, SHOWN
from koprogo.state.assemblies.room.notes import NotesState as Notes

CAPACITIES = {
    "assistant": t("Assistant of a co-owner"),
    "expert": t("Expert"),
    "bailiff": t("Bailiff"),
    "interpreter": t("Interpreter"),
    "employee": t("Of the syndic's staff"),
    "other": t("Somebody else"),
}


def room_notes() -> rx.Component:
    """Offer both notes, and list who was let in."""
    can = (ROOM.state == "opened") | (ROOM.state == "resumed") | (ROOM.state == "suspended")
    offers = row(
        quiet_button(t("Note a protest"), on_click=Notes.note("protest"), data_testid="note-protest"),
        quiet_button(t("Let a visitor in"), on_click=Notes.note("visitor"), data_testid="note-visitor"),
        wrap=True,
    )
    return rx.fragment(
        answers(Notes.refusal),
        rx.cond(can, offers),
        pick(Notes.noting, {"protest": _protest(), "visitor": _visitor()}, rx.fragment()),
        rx.cond(Notes.visitors.length() > 0, _list()),
    )


def door_visitors() -> rx.Component:
    """At the door: the rows of those without a vote, and the form that lets somebody in."""
    can = pick(ROOM.state, dict.fromkeys(("drafted", "convened", "opened", "resumed", "suspended"), True), False)
    let_in = quiet_button(t("Let a visitor in"), on_click=Notes.note("visitor"), data_testid="note-visitor")
    return panel(
        answers(Notes.refusal),
        rx.cond(Notes.visitors.length() > 0, _list(), rx.el.p(t("Nobody was let in."), class_name="quiet")),
        rx.cond(can.to(bool), rx.el.div(let_in)),
        rx.cond(Notes.noting == "visitor", _visitor()),
        title=t("Others present, without a vote"),
    )


def _list() -> rx.Component:
    return rx.el.ul(rx.foreach(Notes.visitors, _line), class_name="plain stack tight", aria_label=t("Visitors"))


def _people(legend: Any) -> tuple[rx.Component, ...]:
    def person(found: Any) -> rx.Component:
        return rx.el.label(
            rx.el.input(type="radio", name="person", value=found.id),
            rx.el.span(found.name, rx.el.span(tlist(found.lots), class_name="hint")),
            class_name="choice",
            key=found.id,
        )

    return (
        search_input("notes-search", legend, on_change=Notes.search.debounce(250)),
        rx.el.fieldset(
            rx.el.legend(legend, class_name="unseen"), rx.foreach(Notes.found, person), id="person",
            class_name="field", tab_index=-1,
        ),
    )  # fmt: skip


def _protest() -> rx.Component:
    problems = Notes.refusal.problems
    about = (
        ("point", t("About point {number}", number=SHOWN.number)),
        ("evening", t("About the assembly as a whole")),
    )
    return rx.el.section(
        rx.el.h2(t("A protest")),
        form(
            *_people(t("Who protests: name or lot")),
            rx.cond(SHOWN.id, choices("about", t("What is it about?"), about, value="point")),
            text_area(
                "words",
                t("The protest, word for word"),
                hint=t("It goes into the minutes as it stands here."),
                problems=problems,
                rows="4",
            ),
            on_submit=Notes.protest(SHOWN.id),
            act=t("Write it down"),
            beside=(quiet_button(t("Not now"), on_click=Notes.note("protest")),),
        ),
        class_name="panel padded stack tight",
    )


def _visitor() -> rx.Component:
    problems = Notes.refusal.problems
    return rx.el.section(
        rx.el.h2(t("A visitor"), " ", article("3.87 §1")),
        form(
            text_input("name", t("Name"), problems=problems, max_length=200),
            choices("capacity", t("In which capacity?"), tuple(CAPACITIES.items()), problems=problems),
            *_people(t("Whom an assistant comes with: name or lot")),
            date_input(
                "notified_on",
                t("Day of the registered letter that announced an assistant"),
                hint=t(
                    "By right when it came by {day}, four working days before.", day=tdate(Notes.announce_by, "long")
                ),
                problems=problems,
            ),
            text_area(
                "reason",
                t("On what ground"),
                hint=t(
                    "For example: let in by a vote of the room. Needed for an assistant who was not announced in time."
                ),
                rows="2",
            ),
            on_submit=Notes.admit,
            act=t("Let her in"),
            beside=(quiet_button(t("Not now"), on_click=Notes.note("visitor")),),
        ),
        class_name="panel padded stack tight",
    )


def _line(line: Any) -> rx.Component:
    left = button(t("Left"), on_click=Notes.depart(line.number), aria_label=t("{name} left", name=line.name))
    gone = rx.el.span(t("left at {time}", time=ttime(line.left_at)), class_name="small quiet")
    return rx.el.li(
        row(
            rx.el.time(ttime(line.arrived_at), date_time=line.arrived_at, class_name="quiet whole"),
            stack(
                rx.el.strong(line.name),
                rx.el.span(
                    pick(line.capacity, CAPACITIES),
                    rx.cond(line.assists != "", rx.fragment(": ", line.assists)),
                    ", ",
                    t("let in by {name}", name=line.admitted_by),
                    class_name="small quiet",
                ),
                gap="close",
                class_name="grow",
            ),
            rx.cond(line.left_at == "", left, gone),
            wrap=True,
        ),
        key=line.number,
    )
