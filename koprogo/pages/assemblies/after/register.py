"""The register of decisions: search, the entries, the clock of thirty days, the printed register."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.documents import document_link
from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.inputs import select_input, text_input
from koprogo.components.layout import columns, list_panel, more, panel, row, stack
from koprogo.components.navigation import button, button_link
from koprogo.components.status import article, outcome_tag, tag
from koprogo.components.tables import pager
from koprogo.components.text import language_of, t, t_own, tdate, tn
from koprogo.pages.assemblies.after.old_minutes import old_minutes_list
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.governance.tabs import council_tabs
from koprogo.pages.shell import page
from koprogo.state.assemblies.after.register import ClockLine, EntryLine, PaperLine
from koprogo.state.assemblies.after.register import RegisterState as State

OUTCOMES = (
    ("", t("Every outcome")),
    ("carried", t("Carried")),
    ("rejected", t("Rejected")),
    ("postponed", t("Postponed")),
    ("withdrawn", t("Withdrawn")),
    ("noted", t("Noted")),
    ("not_reached", t("Not reached")),
)


def register() -> rx.Component:
    """Draw the page."""
    return page(
        t("Register of decisions"),
        council_tabs(State.sheet_at, "register", follows=State.may_follow),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            rx.cond(
                (State.all_count > 0) | (State.words != ""),
                columns(stack(_search(), _entries(), _old()), side=rx.fragment(_clocks(), _papers(), _older())),
                columns(_none_yet(), side=rx.fragment(_clocks(), _older())),
            ),
            waiting(),
        ),
        current="associations",
        place=State.name,
        back=State.sheet_at,
        above=crumb(State.name, State.sheet_at),
        under=tn("{n} decision", "{n} decisions", State.all_count),
    )


def _search() -> rx.Component:
    """Ask for words, year, outcome and kind; a form, so that Enter searches."""
    return rx.el.form(
        rx.el.div(
            text_input("words", t("Words or number"), value=State.words),
            select_input("outcome", t("Outcome"), OUTCOMES, value=State.outcome),
            _select("year", t("Year"), t("Every year"), State.years, lambda each: each.word),
            _select("kind", t("Kind"), t("Every kind"), State.kinds, lambda each: t_own(each.words)),
            class_name="pair",
        ),
        button(t("Search"), type="submit", main=True, shape="search", data_testid="search"),
        on_submit=State.search,
        class_name="stack tight",
        role="search",
        no_validate=True,
    )


def _select(name: str, label: Any, everything: Any, options: rx.Var, word: Any) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=name),
        rx.el.select(
            rx.el.option(everything, value=""),
            rx.foreach(options, lambda each: rx.el.option(word(each), value=each.value)),
            id=name,
            name=name,
            class_name="input",
        ),
        class_name="field",
    )


def _entries() -> rx.Component:
    return stack(
        rx.el.p(tn("{n} decision found", "{n} decisions found", State.count), role="status", class_name="quiet"),
        rx.cond(
            State.count > 0,
            panel(
                rx.el.ol(rx.foreach(State.entries, _entry), class_name="plain lined register", reversed=True),
            ),
            rx.el.p(t("Try fewer words, or another year.")),
        ),
        rx.cond(State.pages > 1, pager(page=State.page, pages=State.pages, on_page=State.turn)),
    )


def _entry(line: EntryLine) -> rx.Component:
    held = rx.cond(
        line.item != "",
        t("Assembly of {day}, point {item}", day=tdate(line.day), item=line.item),
        t("In writing, {day}", day=tdate(line.day)),
    )
    return rx.el.li(
        row(
            rx.el.h2(
                t("No. {number}", number=line.number), ". ",
                rx.el.span(t_own(line.title), lang=language_of(line.title)),
                class_name="figure mid",
            ),
            outcome_tag(line.outcome),
            between=True,
        ),
        rx.el.p(held, rx.cond(line.kind, rx.el.span(" · ", t_own(line.kind))), class_name="small quiet"),
        _votes(line),
        rx.foreach(line.amendments, _amendment),
        rx.cond(line.reason != "", rx.el.p(line.reason)),
        rx.cond(
            line.contest_until != "",
            rx.el.p(
                t("Can be contested before the justice of the peace until {day}", day=tdate(line.contest_until)), " ",
                article("3.92 §3"),
                class_name="small quiet",
            ),
        ),
        rx.cond(
            line.text,
            more(t("The text voted"), rx.el.p(t_own(line.text), lang=language_of(line.text), class_name="letter")),
        ),
        row(
            rx.cond(
                line.minutes_at != "",
                rx.el.a(t("Minutes"), href=line.minutes_at, reload_document=True, class_name="small"),
            ),
            rx.cond(line.assembly_at != "", rx.el.a(t("The point"), href=line.assembly_at, class_name="small")),
            rx.el.a(
                rx.fragment(t("What became of it"), rx.el.span(": ", t_own(line.title), class_name="unseen")),
                href=line.decision_at,
                class_name="small",
            ),
            wrap=True,
        ),
        key=line.number,
    )  # fmt: skip


def _amendment(each: Any) -> rx.Component:
    sums = {"in_favour": each.in_favour, "against": each.against, "abstained": each.abstained}
    return rx.el.p(
        rx.cond(each.carried, t("Amendment carried"), t("Amendment rejected")),
        ": ",
        t("{in_favour} for, {against} against, {abstained} abstained", **sums),
        class_name="small",
        key=each.version,
    )


def _votes(line: EntryLine) -> rx.Component:
    return rx.cond(
        line.needed > 0,
        row(
            rx.el.span(
                t(
                    "{in_favour} for, {against} against, {abstained} abstained; {needed} needed",
                    in_favour=line.in_favour,
                    against=line.against,
                    abstained=line.abstained,
                    needed=line.needed,
                )
            ),
            article(line.article),
            wrap=True,
        ),
    )


def _clocks() -> rx.Component:
    """Draw the thirty days of the newest assemblies."""
    return rx.cond(
        State.clocks.length() > 0,
        panel(
            rx.el.ul(rx.foreach(State.clocks, _clock), class_name="plain lined"),
            title=t("Within 30 days"),
            aside=article("3.87 §12"),
        ),
    )


def _clock(line: ClockLine) -> rx.Component:
    left = rx.cond(
        line.left < 0,
        tag(tn("{n} day late", "{n} days late", -line.left), "bad"),
        tag(tn("{n} day left", "{n} days left", line.left), "soon"),
    )
    return rx.el.li(
        rx.el.strong(t("Assembly of {day}", day=tdate(line.day))),
        rx.cond(
            line.entered_at != "",
            rx.el.p(
                tag(tn("{n} decision entered", "{n} decisions entered", line.entered), "good"),
                " ",
                tdate(line.entered_at),
                class_name="small",
            ),
            rx.el.p(t("To be entered until {day}", day=tdate(line.due)), " ", left, class_name="small"),
        ),
        rx.cond(
            line.minuted_at != "",
            rx.el.p(t("Minutes made on {day}", day=tdate(line.minuted_at)), class_name="small quiet"),
            rx.el.p(t("The minutes are not made yet"), class_name="small quiet"),
        ),
        rx.cond(
            line.letters > 0,
            rx.el.p(
                tn("Sent to {n} person", "Sent to {n} people", line.letters),
                ", ",
                tdate(line.sent_at),
                class_name="small quiet",
            ),
            rx.el.p(t("Not sent yet"), class_name="small quiet"),
        ),
    )


def _papers() -> rx.Component:
    """List the printed register, and let the syndic have it printed."""
    return rx.el.section(
        rx.el.h2(t("On paper")),
        rx.cond(
            State.papers.length() > 0,
            list_panel(rx.foreach(State.papers, _paper)),
            rx.el.p(t("It was not printed yet."), class_name="quiet"),
        ),
        rx.cond(State.may_print, button(t("Print the register"), shape="paper", on_click=State.print_register)),
        rx.cond(
            State.asked,
            notice(rx.el.p(t("It is ready in a moment, in four languages. Open this page again to see it."))),
        ),
        class_name="stack tight",
    )


def _paper(line: PaperLine) -> rx.Component:
    return document_link(line.title, href=line.href, day=line.issued_at, size=line.size)


def _old() -> rx.Component:
    """Show the minutes of before in which the words occur, below the decisions."""
    return rx.cond(
        State.old.length() > 0,
        panel(
            old_minutes_list(State.old),
            rx.cond(
                State.old_count > State.old.length(),
                rx.el.a(t("All of them"), href=State.sheet_at + "/old-minutes", class_name="link"),
            ),
            title=tn(
                "{n} file of old minutes has these words", "{n} files of old minutes have these words", State.old_count
            ),
            data_testid="register-old-minutes",
        ),
    )


def _older() -> rx.Component:
    """Lead to the minutes of before, where there are any or somebody may send some."""
    return rx.cond(
        (State.old_count > 0) | State.may_keep_old,
        panel(
            rx.el.p(t("Minutes from before the association came here are found by their words.")),
            rx.el.a(t("Old minutes"), href=State.sheet_at + "/old-minutes", class_name="link"),
            title=t("Before this register"),
        ),
    )


def _none_yet() -> rx.Component:
    return empty(
        t("No decision yet"),
        t("Every decision stands here with a number, from the first minutes on. Anyone concerned may read it."),
        button_link(t("Assemblies"), href=urls.ASSEMBLIES),
    )
