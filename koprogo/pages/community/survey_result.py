"""What a survey's answers say: a bar per answer, a tie said as a tie, the words, who answered what, the printed result."""

from typing import Any

import reflex as rx

from koprogo.components.bar import measured
from koprogo.components.documents import document_link
from koprogo.components.layout import list_panel, more, panel, row, stack
from koprogo.components.live import live_mark
from koprogo.components.navigation import quiet_button
from koprogo.components.text import t, tn
from koprogo.pages.community.survey_words import option_word
from koprogo.state.community.survey import NamedLine, OptionLine, PaperLine
from koprogo.state.community.survey import SurveyState as State

VIEW = State.view


def result_panel() -> rx.Component:
    """Draw the result so far, or at the end."""
    turnout = tn("{n} answer of {all} people asked", "{n} answers of {all} people asked", VIEW.answered, all=VIEW.asked)
    shown = (VIEW.result != "hidden") & (VIEW.result != "nobody")
    title = rx.cond(VIEW.state == "opened", t("What was answered so far"), t("What the answers say"))
    return panel(
        rx.el.p(turnout, role="status", data_testid="turnout"),
        rx.el.div(_says(), class_name="strong", data_testid="result"),
        rx.cond(
            shown & (State.options.length() > 0),
            rx.el.ul(rx.foreach(State.options, _bar), class_name="plain stack", data_testid="counts"),
        ),
        rx.cond(
            State.texts.length() > 0,
            rx.el.ul(
                rx.foreach(State.texts, lambda said: rx.el.li(said, class_name="written")), class_name="plain lined"
            ),
        ),
        rx.cond(
            State.named.length() > 0,
            more(t("Who answered what"), rx.el.ul(rx.foreach(State.named, _named), class_name="plain lined")),
        ),
        title=title,
        aside=rx.cond(VIEW.state == "opened", live_mark()),
    )


def _says() -> Any:
    """Say the result in one sentence."""
    names = rx.foreach(State.leaders, lambda option: rx.el.li(option_word(option)))
    tie = rx.fragment(
        tn(
            "A tie: each of these was given by {n} person, and none comes first.",
            "A tie: each of these was given by {n} people, and none comes first.",
            VIEW.most,
        ),
        rx.el.ul(names),
    )
    first = rx.fragment(
        rx.cond(State.leaders.length() > 0, option_word(State.leaders[0])),
        ": ",
        tn("given most often, by {n} person", "given most often, by {n} people", VIEW.most),
    )
    hidden = rx.cond(
        VIEW.state == "opened",
        t("Without names nothing is counted aloud until it is closed."),
        t("Too few answered to show the answers without telling whose they are."),
    )
    unread = rx.cond(State.texts.length() > 0, "", t("The words can be read once it is closed."))
    return rx.match(
        VIEW.result,
        ("nobody", rx.fragment(t("Nobody has answered."))),
        ("hidden", rx.fragment(hidden)),
        ("tie", tie),
        ("one", first),
        ("mean", rx.fragment(t("Mean mark: {mean} out of 5", mean=_mean()))),
        ("words", rx.fragment(unread)),
        rx.fragment(),
    )


def _mean() -> rx.Var[str]:
    return t("{whole}.{tenth}", whole=VIEW.mean_whole, tenth=VIEW.mean_tenth)


def _bar(option: OptionLine) -> rx.Component:
    says = tn("{n} of {all} people", "{n} of {all} people", option.count, all=VIEW.answered)
    return rx.el.li(
        row(option_word(option), rx.el.span(says, class_name="small quiet whole"), between=True),
        measured(option.count, VIEW.answered, says=says, kind=rx.cond(option.leads, "for", "count"), size="rule"),
        class_name="stack close",
        key=option.place,
    )


def _named(line: NamedLine) -> rx.Component:
    return rx.el.li(
        rx.el.strong(line.name),
        ": ",
        rx.foreach(line.said, lambda option: rx.el.span(option_word(option), class_name="one-of")),
        line.words,
        key=line.name,
    )


def papers_panel() -> rx.Component:
    """List the printed result in four languages, once the survey is closed."""

    def one(paper: PaperLine) -> rx.Component:
        return document_link(
            rx.el.span(paper.title, lang=paper.language), href=paper.href, day=paper.issued_at, size=paper.size
        )

    waiting = rx.cond(
        State.live,
        rx.el.p(t("The result is being printed, in four languages."), class_name="small quiet", role="status"),
        rx.el.p(t("It has not been printed yet."), class_name="small quiet"),
    )
    return rx.cond(
        VIEW.state == "closed",
        stack(
            rx.el.h2(t("The result on paper")),
            rx.cond(State.papers.length() > 0, list_panel(rx.foreach(State.papers, one)), waiting),
            rx.cond(
                State.may_make & (State.papers.length() == 0) & ~State.live,
                rx.el.div(quiet_button(t("Print the result"), on_click=State.print_result)),
            ),
            gap="tight",
        ),
    )
