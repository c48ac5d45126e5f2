"""One survey, for a phone first: the question, what a survey is not, the answer, what the others said."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, error_id, field_error, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import text_area
from koprogo.components.layout import columns, facts, panel, stack
from koprogo.components.refresh import every
from koprogo.components.text import language_of, t, t_own, tmoment
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.community.survey_form import kind_word
from koprogo.pages.community.survey_makers import makers
from koprogo.pages.community.survey_result import papers_panel, result_panel
from koprogo.pages.community.survey_words import audience_word, decides_nothing, option_word, state_tag
from koprogo.pages.shell import page
from koprogo.state.community.survey import OptionLine
from koprogo.state.community.survey import SurveyState as State

VIEW = State.view
PROBLEMS = State.refusal.problems
SECONDS = 5
"""How often an open page asks how many have answered."""


def survey() -> rx.Component:
    """Draw the page."""
    title = rx.cond(State.loaded, rx.el.span(t_own(VIEW.title), lang=language_of(VIEW.title)), t("Survey"))
    return page(
        title,
        every(seconds=SECONDS, while_=State.live, on_due=State.again),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(
                decides_nothing(),
                _question(),
                rx.cond(VIEW.state == "opened", _mine()),
                rx.cond(VIEW.state != "drafted", result_panel()),
                papers_panel(),
                side=rx.fragment(_facts(), makers()),
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.list_at,
        above=crumb(t("Surveys"), State.list_at),
        under=rx.fragment(state_tag(VIEW.state), " ", _until()),
    )


def _until() -> rx.Component:
    moment = tmoment(VIEW.until, "long")
    return rx.cond(
        State.loaded,
        rx.el.span(
            rx.match(
                VIEW.state,
                ("opened", t("Answers until {moment}", moment=moment)),
                ("closed", t("Closed on {moment}", moment=moment)),
                t("Is to close on {moment}", moment=moment),
            )
        ),
    )


def _question() -> rx.Component:
    """Draw what people should know first."""
    return rx.cond(
        t_own(VIEW.words) != "",
        rx.el.p(t_own(VIEW.words), lang=language_of(VIEW.words), class_name="lead written"),
    )


def _facts() -> rx.Component:
    return facts(
        (t("Asked"), audience_word(VIEW.audience, VIEW.group)),
        (t("Answer"), kind_word(VIEW.kind)),
        (t("Names"), rx.cond(VIEW.is_anonymous, t("without names"), t("by name"))),
        (t("Made by"), VIEW.made_by),
    )


def _mine() -> rx.Component:
    """Draw the reader's own answer: the form, what she answered, or why it is not hers to give."""
    counted = notice(
        rx.el.p(t("Nobody can find your answer again, so it cannot be changed.")),
        title=t("Your answer is counted"),
        tone="good",
        shape="check",
    )
    return rx.cond(
        VIEW.is_asked,
        rx.cond(VIEW.is_answered & VIEW.is_anonymous, counted, _form()),
        rx.el.p(
            t("This survey asks other people: it is about rights or lots that you do not hold."), class_name="quiet"
        ),
    )


def _form() -> rx.Component:
    kept = notice(
        rx.el.p(t("You may change it until {moment}.", moment=tmoment(VIEW.until, "long"))),
        title=t("Your answer is kept"),
        tone="good",
        shape="check",
    )
    who_sees = rx.cond(
        VIEW.is_anonymous,
        t("Without names: nobody can find out what you answer, and it cannot be changed afterwards."),
        t("By name: council and syndic see who answered what. You may change your answer until the closing."),
    )
    read = rx.cond(
        VIEW.kind == "text", t("What you write is read by all co-owners after the closing, without your name."), ""
    )
    return stack(
        rx.cond(VIEW.is_answered, kept),
        panel(
            rx.el.div(
                form(
                    rx.cond(
                        VIEW.kind == "text",
                        text_area("words", t("In your own words"), value=VIEW.my_words, rows="5", max_length=1000),
                        _choose(),
                    ),
                    rx.cond(VIEW.kind == "text", field_error("answer", PROBLEMS)),
                    rx.el.p(who_sees, " ", read, class_name="small quiet"),
                    on_submit=State.answer,
                    act=rx.cond(VIEW.is_answered, t("Change my answer"), t("Send my answer")),
                ),
                key=State.sent,
            ),
            title=t("Your answer"),
            id="mine",
        ),
        gap="tight",
    )


def _choose() -> rx.Component:
    several = VIEW.kind == "several"
    return rx.el.fieldset(
        rx.el.legend(rx.cond(several, t("Choose one or more"), t("Choose one")), class_name="unseen"),
        field_error("answer", PROBLEMS),
        rx.cond(several, rx.foreach(State.options, _tick), rx.foreach(State.options, _radio)),
        id="answer",
        tab_index=-1,
        class_name="field answers-to-press",
        aria_describedby=error_id("answer"),
    )


def _radio(option: OptionLine) -> rx.Component:
    control = rx.el.input(type="radio", name="answer", value=option.place, default_checked=option.is_mine)
    return _pressed(option, control)


def _tick(option: OptionLine) -> rx.Component:
    control = rx.el.input(type="checkbox", name=option.field, default_checked=option.is_mine)
    return _pressed(option, control)


def _pressed(option: OptionLine, control: Any) -> rx.Component:
    return rx.el.label(control, option_word(option), class_name="choice", key=option.place)
