"""Reported problems: the list for everybody in the building, with ages and sums for syndic and council."""

import reflex as rx

from koprogo.components.dialogs import confirm
from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.layout import columns, figure, figures, panel, row, stack
from koprogo.components.navigation import button, button_link, segments
from koprogo.components.status import tag
from koprogo.components.tables import pager
from koprogo.components.text import t, tdate, tn, tnum
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.governance.tabs import council_tabs
from koprogo.pages.shell import page
from koprogo.pages.works.words import danger_tag, said, status_tag
from koprogo.state.works.rows import TicketLine
from koprogo.state.works.tickets import ENDED, MINE, OPEN, WAITING
from koprogo.state.works.tickets import TicketsState as State


def tickets() -> rx.Component:
    """Draw the page of an association."""
    report = button_link(t("Report a problem"), href=State.report_at, main=True, shape="plus", data_testid="report")
    return page(
        t("Problems"),
        rx.cond(State.may_follow, council_tabs(State.sheet_at, "problems", follows=True)),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(_list(), side=rx.cond(State.may_keep, _form(), _how())),
            waiting(),
        ),
        current="associations",
        place=State.name,
        back=State.sheet_at,
        above=crumb(State.name, State.sheet_at),
        under=t("Reported by owners and occupants, until whoever reported it says that it is solved"),
        acts=(rx.cond(State.may_report, report),),
    )


def everywhere() -> rx.Component:
    """Draw the page of all associations that the reader follows."""
    return page(
        t("Problems"),
        answers(State.refusal),
        rx.cond(State.loaded, _list(), waiting()),
        current="problems",
        under=t("Of all associations, danger and the oldest first"),
    )


def _list() -> rx.Component:
    return stack(
        rx.cond(State.may_follow & (State.total > 0), _sums()),
        rx.cond(State.total > 0, _filters()),
        rx.cond(
            State.rows.length() > 0,
            panel(rx.el.ul(rx.foreach(State.rows, _row), class_name="plain"), padded=False),
            rx.cond(
                State.total > 0,
                rx.el.p(t("No report is in this state."), class_name="quiet", role="status"),
                empty(
                    t("Nothing is reported"),
                    t(
                        "What is broken, leaks or is dangerous stands here with a photo, its age and what is done about it."
                    ),
                ),
            ),
        ),
        rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
    )


def _sums() -> rx.Component:
    return figures(
        figure(tnum(State.open), tn("open report", "open reports", State.open)),
        figure(tnum(State.danger), t("with danger"), late=State.danger > 0),
        figure(tnum(State.unanswered), t("without an answer in time"), late=State.unanswered > 0),
        figure(tnum(State.oldest), tn("day, the oldest open report", "days, the oldest open report", State.oldest)),
    )


def _filters() -> rx.Component:
    options = (
        (OPEN, t("Open ones")),
        (WAITING, t("To confirm")),
        (ENDED, t("Ended ones")),
        (MINE, t("My own")),
    )
    return segments(options, State.which, on_choose=State.choose, label=t("Which problems"))


def _row(line: TicketLine) -> rx.Component:
    about = rx.el.p(
        t("No. {number}", number=line.number),
        ", ",
        said(line.category),
        ", ",
        said(line.place),
        rx.cond(line.where != "", rx.el.span(": ", line.where)),
        class_name="small quiet",
    )
    age = rx.cond(line.is_open, tn("{n} day old", "{n} days old", line.age), tdate(line.at))
    under = rx.el.p(
        age,
        rx.cond(line.due != "", rx.el.span(", ", t("planned for {day}", day=tdate(line.due)))),
        rx.cond(line.photos > 0, rx.el.span(", ", tn("{n} photo", "{n} photos", line.photos))),
        rx.cond(line.reporter != "", rx.el.span(", ", t("reported by {name}", name=line.reporter))),
        class_name="small quiet",
    )
    return rx.el.li(
        rx.el.div(
            rx.cond(State.everywhere, rx.el.p(line.association, class_name="small strong")),
            rx.el.a(line.words, href=line.href, class_name="link strong"),
            about,
            under,
            class_name="stack close",
        ),
        row(
            danger_tag(line.urgency, line.is_open),
            rx.cond(line.unanswered, tag(t("No answer in time"), "bad", shape="clock")),
            rx.cond(line.mine, tag(t("Mine"), "outline")),
            status_tag(line.status),
            wrap=True,
            class_name="tags",
        ),
        key=line.id,
        class_name="ticket-row",
    )


def _how() -> rx.Component:
    return panel(
        rx.el.p(t("The syndic answers, plans the repair and says when it is done. You confirm it, or open it again.")),
        rx.el.p(
            t("Everybody here sees the problem. Only the syndic and the council see who reported it; what is inside a lot"
              " only they see."),
            class_name="small quiet",
        ),
        title=t("How it goes"),
    )  # fmt: skip


def _form() -> rx.Component:
    """Draw what the syndic does about the code in the hall."""
    open_ = stack(
        rx.el.p(t("Open since {day}. Occupants without an account report through it.", day=tdate(State.form_since))),
        rx.cond(
            State.form_paper != "",
            button_link(
                t("Page for the hall (PDF)"), href=State.form_paper, reload_document=True, shape="print", main=True
            ),
            row(
                rx.el.p(t("The page is being printed."), role="status", class_name="quiet"),
                button(t("Look again"), on_click=State.look_for_paper),
                wrap=True,
            ),
        ),
        row(
            confirm(
                "new-code", t("Another code"), title=t("Make another code?"), act=t("Make another code"),
                on_confirm=State.post_form, main=False,
                sentence=t("The code on the wall leads nowhere then: post the new page in its place."),
            ),
            confirm(
                "close-form", t("Close the form"), title=t("Close the form?"), act=t("Close the form"),
                on_confirm=State.close_form, grave=True,
                sentence=t("The code on the wall leads nowhere then. Reports that came through it go on."),
            ),
            wrap=True,
        ),
        gap="tight",
    )  # fmt: skip
    closed = stack(
        rx.el.p(
            t(
                "Post a page with a code in the hall: tenants and visitors then report with their phone, without an account."
            )
        ),
        button(t("Make the page for the hall"), on_click=State.post_form, main=True, data_testid="post-form"),
        gap="tight",
    )
    return panel(rx.cond(State.form_since != "", open_, closed), title=t("Code for occupants"))
