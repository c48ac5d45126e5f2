"""One decision of the log: its votes, its papers, what became of it, notes and questions about it."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.documents import document_link
from koprogo.components.feedback import answers, waiting
from koprogo.components.layout import columns, list_panel, more, panel, row, stack
from koprogo.components.navigation import button_link
from koprogo.components.status import article, outcome_tag, tag
from koprogo.components.text import language_of, t, t_own, tdate, tn
from koprogo.pages.assemblies.after.follow_up import STEPS
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.governance.council import question_of
from koprogo.pages.governance.notes import notes_panel
from koprogo.pages.governance.tabs import council_tabs
from koprogo.pages.shell import page
from koprogo.state.governance.decision import DecisionState as State
from koprogo.state.governance.decision import PaperLine, StepLine


def decision() -> rx.Component:
    """Draw the page."""
    d = State.decision
    return page(
        rx.cond(State.loaded, t("Decision {number}", number=d.number), t("Decision")),
        council_tabs(State.sheet_at, "register"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(
                stack(_decided(), _became(), notes_panel(t("Notes on this decision")), gap="wide"),
                side=stack(_papers(), _questions(), gap="wide"),
            ),
            waiting(),
        ),
        current="associations",
        place=State.name,
        back=State.sheet_at + "/register",
        above=crumb(State.name, State.sheet_at),
        under=rx.cond(
            d.item != "",
            t("Assembly of {day}, point {item}", day=tdate(d.day), item=d.item),
            t("In writing, {day}", day=tdate(d.day)),
        ),
    )


def _decided() -> rx.Component:
    d = State.decision
    return panel(
        row(
            rx.el.h2(rx.el.span(t_own(d.title), lang=language_of(d.title)), class_name="figure mid"),
            outcome_tag(d.outcome),
            between=True,
            wrap=True,
        ),
        rx.cond(d.kind, rx.el.p(t_own(d.kind), class_name="small quiet")),
        rx.cond(
            d.needed > 0,
            row(
                rx.el.span(
                    t(
                        "{in_favour} for, {against} against, {abstained} abstained; {needed} needed",
                        in_favour=d.in_favour, against=d.against, abstained=d.abstained, needed=d.needed,
                    )
                ),
                article(d.article),
                wrap=True,
            ),
        ),
        rx.cond(d.reason != "", rx.el.p(d.reason)),
        rx.cond(
            d.text,
            more(t("The text voted"), rx.el.p(t_own(d.text), lang=language_of(d.text), class_name="letter")),
        ),
    )  # fmt: skip


def _became() -> rx.Component:
    """Draw what was done about a carried decision, step by step."""
    d = State.decision
    state: Any = rx.cond(
        d.done,
        tag(t("Done"), "good"),
        rx.cond(
            d.due != "",
            rx.cond(
                d.left < 0,
                tag(tn("{n} day late", "{n} days late", -d.left), "bad"),
                tag(tn("{n} day left", "{n} days left", d.left), "soon"),
            ),
            tag(t("Open"), "outline"),
        ),
    )
    nothing = rx.cond(d.by_itself, t("The vote itself carried it out."), t("Nothing is planned for it yet."))
    return rx.cond(
        d.carried,
        panel(
            rx.cond(
                State.steps.length() > 0,
                rx.el.ol(rx.foreach(State.steps, _step), class_name="plain lined"),
                rx.el.p(nothing, class_name="quiet"),
            ),
            title=t("What became of it"),
            aside=state,
        ),
    )


def _step(step: StepLine) -> rx.Component:
    return rx.el.li(
        rx.el.p(tdate(step.at), ", ", step.by, class_name="small quiet"),
        rx.el.p(
            rx.el.strong(pick(step.what, STEPS)), ": ", rx.cond(step.words != "", step.words, step.task),
            rx.cond(step.due != "", rx.el.span(", ", t("until {day}", day=tdate(step.due)))),
        ),
    )  # fmt: skip


def _papers() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Papers")),
        rx.cond(
            State.papers.length() > 0,
            list_panel(rx.foreach(State.papers, _paper)),
            rx.el.p(t("No paper belongs to it yet: the minutes come after the session."), class_name="quiet"),
        ),
        class_name="stack tight",
    )


def _paper(line: PaperLine) -> rx.Component:
    return document_link(line.title, href=line.href, day=line.day, size=line.size)


def _questions() -> rx.Component:
    return rx.cond(
        State.may_note,
        panel(
            rx.cond(
                State.asked.length() > 0,
                rx.el.ul(rx.foreach(State.asked, question_of), class_name="plain lined"),
                rx.el.p(t("No question about this decision."), class_name="quiet"),
            ),
            button_link(t("Ask the syndic"), href=State.sheet_at + "/council#questions"),
            title=t("Questions to the syndic"),
        ),
    )
