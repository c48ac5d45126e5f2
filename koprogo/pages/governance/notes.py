"""Notes and visits of council and syndic, each with its files; mount it where `NotesOfCouncilState.look` runs."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers
from koprogo.components.files import file_button
from koprogo.components.forms import form
from koprogo.components.inputs import checkbox, choices, date_input, text_area
from koprogo.components.layout import more, panel, row
from koprogo.components.status import tag
from koprogo.components.text import t, tdate, tsize
from koprogo.state.governance.notes import KeptFileLine, NoteLine
from koprogo.state.governance.notes import NotesOfCouncilState as State

ACCEPTED = ".pdf,.png,.jpg,.jpeg,.webp,.xlsx"
KINDS = (("note", t("A note")), ("visit", t("A visit to the building")))


def notes_panel(title: Any) -> rx.Component:
    """Draw the notes with the form that adds one; nothing for who may not read them."""
    return rx.cond(
        State.may_note,
        panel(
            answers(State.refusal),
            rx.cond(
                State.notes.length() > 0,
                rx.el.ul(rx.foreach(State.notes, _note), class_name="plain lined"),
                rx.el.p(
                    t(
                        "Nothing is noted yet. What a visit found, or what the syndic said, is kept here with its files."
                    ),
                    class_name="quiet",
                ),
            ),
            more(t("Write a note"), _form()),
            rx.el.p(t("Read by the council and the syndic."), class_name="small quiet"),
            title=title,
            id="notes",
        ),
    )


def _form() -> rx.Component:
    return rx.el.div(
        form(
            choices("note_what", t("What is it?"), KINDS, value=rx.cond(State.about_one, "note", "visit")),
            date_input("note_day", t("On which day?"), value=State.today, problems=State.refusal.problems),
            text_area(
                "note_words", t("What is to be kept?"), problems=State.refusal.problems, rows="3", max_length=1000
            ),
            checkbox(
                "note_in_report",
                t("It may stand in the council’s report"),
                hint=t("Every co-owner reads that one."),
            ),
            on_submit=State.write,
            act=t("Keep the note"),
        ),
        key=State.count,
    )


def _note(line: NoteLine) -> rx.Component:
    head = rx.cond(
        line.what == "visit",
        t("Visit of {day}, {name}", day=tdate(line.day), name=line.by),
        t("{name}, {day}", name=line.by, day=tdate(line.day)),
    )
    about = rx.cond(
        (line.number > 0) & ~State.about_one,
        rx.el.span(
            ", ", rx.el.a(t("on decision {number}", number=line.number), href=line.decision_at, class_name="link")
        ),
    )
    return rx.el.li(
        row(
            rx.el.div(rx.el.p(head, about, class_name="small quiet"), rx.el.p(line.words), class_name="grow"),
            rx.cond(line.in_report, tag(t("In the report"), "outline")),
            between=True,
            wrap=True,
        ),
        rx.cond(line.files.length() > 0, rx.el.ul(rx.foreach(line.files, kept_file), class_name="plain small")),
        rx.el.div(
            file_button(
                "note_file",
                t("Add a file"),
                endpoint=line.files_at,
                on_sent=State.sent,
                accept=ACCEPTED,
                largest_mb=20,
            )
        ),
        key=line.id,
        class_name="stack close",
    )


def kept_file(line: KeptFileLine) -> rx.Component:
    """Draw one kept file as a link to keep it."""
    return rx.el.li(
        rx.el.a(line.title, href=line.href, reload_document=True, class_name="link"),
        ", ",
        tsize(line.size),
        key=line.id,
    )
