"""Decisions in writing, without meeting: what is asked, until when, who said yes; owners answer, the syndic records."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.documents import document_link
from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import choices, date_input, select_input, text_area, text_input
from koprogo.components.layout import list_panel, more, panel, row, stack
from koprogo.components.majority import choice_word
from koprogo.components.navigation import button, quiet_button
from koprogo.components.status import article, plate, tag
from koprogo.components.text import language_of, t, t_own, tdate, tlist
from koprogo.i18n.languages import NAMES
from koprogo.pages.assemblies.written.letters import letters_of
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.assemblies.agenda.usual_points import kinds
from koprogo.state.assemblies.written.written import WrittenState as State

PROBLEMS = State.refusal.problems
STATES = {
    "asked": tag(t("Waits for answers"), "soon"),
    "carried": tag(t("Carried by all"), "good"),
    "failed": tag(t("Not taken"), "bad"),
    "withdrawn": tag(t("Withdrawn"), shape="minus"),
}


def written() -> rx.Component:
    """Draw the page."""
    return page(
        t("Decisions in writing"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            rx.el.div(_law(), rx.cond(State.may_ask, _new()), _list(), class_name="stack"),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
    )


def _law() -> rx.Component:
    return rx.el.p(
        t(
            "All co-owners may decide without meeting when every one of them agrees in writing. One refusal, or one lot"
            " that has not answered on the last day, and there is no decision."
        ),
        " ",
        article("3.87 §11"),
        class_name="lead",
    )


def _new() -> rx.Component:
    is_open = State.opened == "new"
    opener = button(
        t("Ask for a decision in writing"),
        main=True,
        on_click=State.open("new"),
        aria_expanded=rx.cond(is_open, "true", "false"),
        data_testid="new-written",
    )
    return rx.cond(is_open, panel(_form(), title=t("A decision in writing")), rx.el.div(opener))


def _form() -> rx.Component:
    def in_language(code: str, name: str) -> rx.Component:
        fields = rx.fragment(
            text_input(f"title_{code}", t("Subject ({language})", language=name), problems=PROBLEMS, max_length=400),
            text_area(f"text_{code}", t("Decision, word for word ({language})", language=name), rows="4"),
        )
        return rx.cond(State.languages.contains(code), fields)

    options = tuple((kind.code, t_own(kind.name)) for kind in kinds())
    return form(
        select_input("kind", t("What kind of decision?"), (("", t("Choose")), *options), problems=PROBLEMS),
        *(in_language(code, name) for code, name in NAMES.items()),
        date_input("answer_by", t("Last day to answer"), problems=PROBLEMS),
        on_submit=State.ask,
        act=t("Ask all co-owners"),
        beside=(quiet_button(t("Not now"), on_click=State.open("new")),),
    )


def _list() -> rx.Component:
    none = empty(
        t("No decision in writing yet"),
        t("They stand here with who answered what, and go into the register once all have agreed."),
    )
    return rx.cond(State.rows.length() > 0, stack(rx.foreach(State.rows, _decision)), none)


def _decision(each: Any) -> rx.Component:
    until = t(
        "Asked on {asked}, answers until {until}.", asked=tdate(each.asked_on), until=tdate(each.answer_by, "long")
    )
    sums = t(
        "{in_favour} of {total} shares say yes; {answered} of {asked} lots have answered.",
        in_favour=each.in_favour,
        total=each.total,
        answered=each.answered,
        asked=each.asked,
    )
    return rx.el.section(
        row(
            rx.el.h2(t_own(each.title), lang=language_of(each.title)),
            pick(each.state, STATES, rx.fragment()),
            between=True,
            wrap=True,
        ),
        rx.el.p(t_own(each.text), lang=language_of(each.text), class_name="proposal"),
        rx.el.p(until, " ", sums, class_name="small quiet"),
        rx.cond(each.reason != "", rx.el.p(each.reason)),
        rx.cond((each.state == "asked") & (each.mine.length() > 0), _mine(each)),
        rx.cond(each.state == "carried", _papers(each)),
        rx.cond(State.may_ask, stack(_answers(each), letters_of(each.id, each.state, each.send_by))),
        class_name="panel padded stack tight",
        key=each.id,
    )


def _papers(each: Any) -> rx.Component:
    """List the minutes of a decision that was taken, in four languages."""

    def one(paper: Any) -> rx.Component:
        name = rx.el.span(paper.title, lang=paper.language)
        return document_link(name, href=paper.href, day=paper.issued_at, size=paper.size)

    return rx.cond(
        each.papers.length() > 0,
        list_panel(rx.foreach(each.papers, one)),
        rx.el.p(t("Its minutes are being printed, in four languages."), class_name="small quiet"),
    )


def _mine(each: Any) -> rx.Component:
    said = rx.el.p(t("You answered:"), " ", rx.el.strong(choice_word(each.my_answer)), ".", role="status")
    sentence = t("It answers for all lots you vote for: {lots}. One refusal ends the decision.", lots=tlist(each.mine))

    def offer(word: Any, choice: str, *, grave: bool = False) -> rx.Component:
        return button(word, on_click=State.answer(each.id, choice), grave=grave, data_testid=f"written-{choice}")

    return stack(
        rx.cond(each.my_answer != "", said),
        rx.el.p(sentence, class_name="small"),
        row(offer(t("I agree"), "for"), offer(t("I refuse"), "against", grave=True), wrap=True),
        gap="tight",
    )


def _answers(each: Any) -> rx.Component:
    is_open = State.opened == each.id
    opener = button(
        rx.cond(is_open, t("Less"), t("Answers by lot")),
        on_click=State.open(each.id),
        aria_expanded=rx.cond(is_open, "true", "false"),
        data_testid="written-answers",
    )
    lots = rx.el.ul(rx.foreach(each.lots, _lot), class_name="plain stack tight")
    return rx.fragment(
        rx.el.div(opener),
        rx.cond(is_open, stack(lots, rx.cond(each.state == "asked", _acts(each)))),
    )


def _lot(lot: Any) -> rx.Component:
    said = rx.cond(
        lot.suspended,
        tag(t("Nobody is designated"), "soon"),
        rx.cond(lot.answer != "", tag(choice_word(lot.answer)), rx.el.span(t("No answer yet"), class_name="quiet")),
    )
    return rx.el.li(
        row(plate(lot.lot, small=True), rx.el.span(lot.name, class_name="grow"), said, wrap=True), key=lot.id
    )


def _acts(each: Any) -> rx.Component:
    def option(lot: Any) -> rx.Component:
        return rx.cond(lot.suspended, rx.fragment(), rx.el.option(lot.lot, " ", lot.name, value=lot.id))

    record = form(
        rx.el.label(
            t("Lot"),
            rx.el.select(rx.foreach(each.lots, option), name="lot", class_name="input"),
            class_name="field",
        ),
        choices("choice", t("What the paper says"), (("for", t("For")), ("against", t("Against"))), problems=PROBLEMS),
        text_input("document", t("Where the signed paper is"), problems=PROBLEMS, max_length=200),
        on_submit=State.record(each.id),
        act=t("Record the paper"),
    )
    withdraw = form(
        text_area("reason", t("Reason"), problems=PROBLEMS, rows="2"),
        on_submit=State.withdraw(each.id),
        act=t("Withdraw it"),
        grave=True,
    )
    return stack(more(t("A paper came back"), record), more(t("Withdraw the decision"), withdraw))
