"""The council's reports: the list every co-owner reads, the page on which the council writes and issues one."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.documents import document_link
from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.forms import form
from koprogo.components.layout import columns, figure, figures, list_link, list_panel, more, panel, row, stack
from koprogo.components.navigation import button
from koprogo.components.refresh import every
from koprogo.components.status import article, tag
from koprogo.components.text import language_of, t, t_own, tdate, tn, tnum
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.governance.tabs import council_tabs
from koprogo.pages.shell import page
from koprogo.state.governance.reports import FactLine, MeetingLine, PaperLine, ReportLine, SectionLine
from koprogo.state.governance.reports import ReportsState as State

KINDS = {"yearly": t("Yearly report"), "half_yearly": t("Half-yearly report")}
SECTIONS = {
    "summary": t("In short"),
    "checked": t("What the council checked and found"),
    "asks": t("What it asks of the syndic and the assembly"),
}
STANDS = {"late": t("Late"), "open": t("in progress"), "done": t("done"), "cancelled": t("Given up")}


def reports() -> rx.Component:
    """Draw the list."""
    return page(
        t("Reports of the council"),
        council_tabs(State.sheet_at, "reports", follows=State.may_follow),
        answers(State.refusal),
        rx.cond(State.loaded, stack(_list(), rx.cond(State.may_write, _begin()), gap="wide"), waiting()),
        current="associations",
        place=State.name,
        back=State.sheet_at + "/council",
        above=crumb(State.name, State.sheet_at),
        under=rx.fragment(t("One a year for the ordinary assembly"), " ", article("3.90 §4")),
    )


def report() -> rx.Component:
    """Draw one report to write."""
    return page(
        pick(State.kind, KINDS, t("Report of the council")),
        council_tabs(State.sheet_at, "reports", follows=State.may_follow),
        every(seconds=2, while_=State.waiting, on_due=State.look_again),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(stack(_write(), _facts(), gap="wide"), side=stack(_issue(), _hand_in(), gap="wide")),
            waiting(),
        ),
        current="associations",
        place=State.name,
        back=State.sheet_at + "/reports",
        above=crumb(State.name, State.sheet_at),
        under=rx.cond(
            State.since != "",
            t("From {day} until {until}", day=tdate(State.since), until=tdate(State.last_day)),
            rx.fragment(),
        ),
    )


def _list() -> rx.Component:
    return rx.cond(
        State.lines.length() > 0,
        list_panel(rx.foreach(State.lines, _line)),
        empty(
            t("No report yet"),
            t("Each report of the council stands here once it is issued, for every co-owner to read."),
        ),
    )


def _line(line: ReportLine) -> rx.Component:
    title = pick(line.kind, KINDS)
    days = t("From {day} until {until}", day=tdate(line.since), until=tdate(line.last_day))
    handed = rx.cond(
        line.handed_for != "", rx.fragment(" · ", t("handed in for the assembly of {day}", day=tdate(line.handed_for)))
    )
    state = rx.cond(line.version > 0, tag(t("Issued"), "good"), tag(t("Draft"), "outline"))
    return rx.cond(
        State.may_write | (line.href == ""),
        list_link(
            title, href=rx.cond(State.may_write, line.write_at, "#"), under=rx.fragment(days, handed), aside=state
        ),
        document_link(title, href=line.href, day=line.issued_at, size=line.size, facts=rx.fragment(rx.el.br(), days)),
    )


def _begin() -> rx.Component:
    return panel(
        rx.el.p(
            t(
                "A report begins with what KoproGo knows: decisions, questions, visits, reminders. You write the rest, then"
                " issue it."
            )
        ),
        row(
            button(t("Begin the yearly report"), on_click=State.begin("yearly"), main=True),
            button(t("Begin a half-yearly report"), on_click=State.begin("half_yearly")),
            wrap=True,
        ),
        rx.el.p(t("The half-yearly report is house practice, not law."), class_name="small quiet"),
        title=t("A new report"),
    )


def _write() -> rx.Component:
    return panel(
        form(
            rx.foreach(State.fields, _field),
            on_submit=State.write,
            act=t("Keep what I wrote"),
        ),
        rx.cond(State.saved, rx.el.p(t("Kept."), role="status", class_name="quiet")),
        title=t("What the council says"),
        id="words",
    )


def _field(line: SectionLine) -> rx.Component:
    label = rx.el.span(pick(line.section, SECTIONS), rx.el.span(" (", line.language_name, ")", class_name="quiet"))
    return rx.el.label(
        label,
        rx.el.textarea(
            name=line.field,
            default_value=line.words,
            rows="5",
            class_name="input",
            lang=line.language,
            max_length=4000,
            on_blur=State.keep_one(line.field),
        ),
        class_name="field",
        key=line.field,
    )


def _facts() -> rx.Component:
    return panel(
        figures(
            figure(tnum(State.late), t("past their day"), late=State.late > 0),
            figure(tnum(State.busy), t("in progress")),
            figure(tnum(State.done), t("done")),
            figure(tnum(State.questions), tn("question", "questions", State.questions)),
        ),
        rx.el.p(
            t(
                "Questions answered: {answered} of {questions}. May stand in the report: visits {visits}, notes {notes}.",
                answered=State.answered,
                questions=State.questions,
                visits=State.visits,
                notes=State.notes,
            ),
            class_name="quiet",
        ),
        rx.cond(
            State.facts.length() > 0,
            more(
                tn("{n} decision in the report", "{n} decisions in the report", State.facts.length()),
                rx.el.ul(rx.foreach(State.facts, _fact), class_name="plain lined"),
            ),
        ),
        title=t("What KoproGo adds"),
    )  # fmt: skip


def _fact(line: FactLine) -> rx.Component:
    tone: Any = rx.match(
        line.stand,
        ("late", tag(STANDS["late"], "bad")),
        ("done", tag(STANDS["done"], "good")),
        ("cancelled", tag(STANDS["cancelled"], "outline")),
        tag(STANDS["open"], "soon"),
    )
    return rx.el.li(
        row(
            rx.el.span(
                t("No. {number}", number=line.number), ". ",
                rx.el.span(t_own(line.title), lang=language_of(line.title)),
                class_name="grow",
            ),
            tone,
            between=True,
            wrap=True,
        ),
        key=line.number,
    )  # fmt: skip


def _issue() -> rx.Component:
    word = rx.cond(State.version > 0, t("Issue a new version"), t("Issue the report"))
    return panel(
        rx.cond(
            State.version > 0,
            rx.el.p(
                t("Version {number} is issued.", number=State.version), " ",
                rx.cond(State.changed, t("You wrote more since."), ""),
            ),
            rx.el.p(t("Nobody but the council reads a draft. Once issued, every co-owner may read the report.")),
        ),
        button(word, on_click=State.issue, main=True, wide=True),
        rx.cond(
            State.waiting,
            notice(rx.el.p(t("It is being printed, in four languages. This takes a moment."))),
        ),
        rx.cond(State.papers.length() > 0, list_panel(rx.foreach(State.papers, _paper))),
        title=t("On paper"),
    )  # fmt: skip


def _paper(line: PaperLine) -> rx.Component:
    return document_link(line.title, href=line.href, day=line.issued_at, size=line.size)


def _hand_in() -> rx.Component:
    return rx.cond(
        (State.version > 0) & ~State.waiting,
        panel(
            rx.cond(
                State.handed_for != "",
                rx.el.p(
                    tag(t("Handed in"), "good"), " ",
                    t("It is among the documents of the assembly of {day}.", day=tdate(State.handed_for, "long")),
                ),
            ),
            rx.cond(
                State.meetings.length() > 0,
                rx.el.ul(rx.foreach(State.meetings, _meeting), class_name="plain lined"),
                rx.el.p(
                    t("No ordinary assembly is planned. The report waits here until one is drafted."), class_name="quiet"
                ),
            ),
            rx.el.p(
                t("It then goes with the convocation. The syndic does not take it away; a new version replaces it."),
                class_name="small quiet",
            ),
            title=t("For the assembly"),
        ),
    )  # fmt: skip


def _meeting(line: MeetingLine) -> rx.Component:
    when = tdate(line.day, "long")
    return rx.el.li(
        rx.el.p(
            when, ": ",
            rx.cond(
                line.drafted,
                t("the convocation has not gone out yet"),
                t("the convocation is out; the report joins the documents"),
            ),
        ),
        button(t("Hand it in for {day}", day=when), on_click=State.hand_in(line.value)),
        key=line.value,
    )  # fmt: skip
