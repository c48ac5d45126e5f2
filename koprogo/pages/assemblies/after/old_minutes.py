"""Minutes of before the association came here: a search, the list, and for the syndic a place to drop files."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.files import file_button
from koprogo.components.forms import form
from koprogo.components.icons import icon
from koprogo.components.inputs import date_input, text_input
from koprogo.components.layout import columns, panel, row, stack
from koprogo.components.navigation import button, quiet_button
from koprogo.components.status import article, tag
from koprogo.components.tables import pager
from koprogo.components.text import t, tdate, tn, tsize
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.governance.tabs import council_tabs
from koprogo.pages.shell import page
from koprogo.state.assemblies.after.old_minutes import OldMinutesLine
from koprogo.state.assemblies.after.old_minutes import OldMinutesState as State

ACCEPT = ".pdf,application/pdf,image/png,image/jpeg,image/webp"
LARGEST_MB = 20


def old_minutes() -> rx.Component:
    """Draw the page."""
    return page(
        t("Old minutes"),
        council_tabs(State.sheet_at, "register", follows=State.may_follow),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            stack(
                rx.cond(State.waiting.file_id != "", _waiting()),
                rx.cond(State.all_count > 0, columns(stack(_search(), _list()), side=_about()), _none_yet()),
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.name,
        back=State.sheet_at + "/register",
        above=crumb(t("Register of decisions"), State.sheet_at + "/register"),
        under=t("From before the association came here"),
        acts=(rx.cond(State.upload_at != "", _send()),),
    )


def _send() -> rx.Component:
    return file_button(
        "minutes",
        t("Send old minutes"),
        endpoint=State.upload_at,
        on_sent=State.sent,
        accept=ACCEPT,
        largest_mb=LARGEST_MB,
        main=True,
        several=True,
    )


def _waiting() -> rx.Component:
    """Ask for the day and the title of one file; the others wait behind it."""
    file = State.waiting
    return panel(
        rx.el.p(
            rx.el.strong(file.name), " ", found_tag(file.found),
            rx.el.span(" ", tn("{n} page", "{n} pages", file.pages), class_name="small quiet"),
        ),
        rx.el.p(_what_it_means(file.found), class_name="small quiet"),
        rx.el.div(
            form(
                date_input("day", t("Day of the assembly"), value=file.day, problems=State.refusal.problems),
                text_input(
                    "title", t("What it is called"), value=file.title, problems=State.refusal.problems, max_length=120,
                    hint=t("Both are read from the file where it says them. Correct what is wrong."),
                ),
                on_submit=State.keep,
                act=t("Keep these minutes"),
                beside=(quiet_button(t("Leave this file"), on_click=State.leave),),
            ),
            key=file.file_id,
        ),
        rx.cond(State.more > 0, rx.el.p(tn("{n} more file waits.", "{n} more files wait.", State.more), role="status")),
        title=t("Which assembly is this of?"),
        data_testid="old-minutes-waiting",
    )  # fmt: skip


def _search() -> rx.Component:
    return rx.el.form(
        text_input(
            "words", t("Words in the minutes"), value=State.words,
            hint=t("In four languages, accents aside. A phrase stands in quotation marks."),
        ),
        button(t("Search"), type="submit", main=True, shape="search", data_testid="search"),
        on_submit=State.search,
        class_name="stack tight",
        role="search",
        no_validate=True,
    )  # fmt: skip


def _list() -> rx.Component:
    return stack(
        rx.el.p(tn("{n} file found", "{n} files found", State.count), role="status", class_name="quiet"),
        rx.cond(
            State.count > 0,
            panel(
                old_minutes_list(
                    State.lines,
                    lambda line: rx.cond(
                        State.upload_at != "",
                        quiet_button(
                            rx.fragment(t("Withdraw these minutes"), rx.el.span(" ", line.title, class_name="unseen")),
                            on_click=State.withdraw(line.id),
                        ),
                    ),
                ),
            ),
            rx.el.p(t("Try fewer words. What is only a picture cannot be searched.")),
        ),
        rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
    )  # fmt: skip


def old_minutes_list(lines: Any, acts: Any = None) -> rx.Component:
    """Draw old minutes with where their words were found; `acts(line)` stands below each."""
    return rx.el.ul(rx.foreach(lines, lambda line: _line(line, acts)), class_name="plain lined")


def _line(line: OldMinutesLine, acts: Any) -> rx.Component:
    return rx.el.li(
        row(
            rx.el.a(icon("paper"), " ", rx.el.strong(line.title), href=line.href, reload_document=True, class_name="link"),
            found_tag(line.found),
            between=True,
        ),
        rx.el.p(
            tdate(line.day), " · ", tn("{n} page", "{n} pages", line.pages), " · ", tsize(line.size),
            class_name="small quiet",
        ),
        rx.cond(
            line.hit != "",
            rx.el.p(
                rx.cond(line.page > 0, rx.el.span(t("Page {page}", page=line.page), ": ", class_name="quiet"), ""),
                line.before, rx.el.mark(line.hit), line.after,
                class_name="small",
            ),
        ),
        rx.fragment() if acts is None else acts(line),
        key=line.id,
    )  # fmt: skip


def found_tag(found: Any) -> rx.Component:
    """Say in a word what a file is, where it is no text."""
    return rx.match(
        found,
        ("picture", tag(t("picture"), "soon")),
        ("closed", tag(t("password"), "soon")),
        ("damaged", tag(t("not readable"), "bad")),
        rx.fragment(),
    )


def _what_it_means(found: Any) -> rx.Var:
    return rx.match(
        found,
        ("picture", t("This is a picture: it can be read, but not searched.")),
        ("closed", t("A password protects this file: it is kept as it is, and cannot be searched.")),
        ("damaged", t("Its words could not be read: it is kept as it is, and cannot be searched.")),
        t("Its words can be searched."),
    )


def _about() -> rx.Component:
    return panel(
        rx.el.p(t("Every co-owner reads them. They are kept as they came, and nothing in them is changed.")),
        rx.el.p(
            t("Decisions of before are not in the register, which counts from the first assembly held here."),
            class_name="small quiet",
        ),
        row(article("3.87 §12"), wrap=True),
        title=t("What these are"),
    )


def _none_yet() -> rx.Component:
    return empty(
        t("No old minutes yet"),
        t("Minutes of assemblies held before stand here, to be read and searched by every co-owner."),
    )
