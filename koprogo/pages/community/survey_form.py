"""The form of a survey: what you want to know, the question in the association's languages, whom to ask, until when."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.feedback import error_id, field_error
from koprogo.components.forms import form
from koprogo.components.inputs import choices, date_input, has_problem, text_input
from koprogo.components.layout import pair, stack
from koprogo.components.navigation import quiet_button
from koprogo.components.text import t, t_own
from koprogo.i18n.languages import NAMES
from koprogo.pages.community.survey_words import KINDS

HINTS = {
    "several": t("People tick as many as they like."),
    "rating": t("1 is not at all, 5 is very much."),
    "text": t("Nothing is counted; the words are read."),
}


def survey_form(state: Any, *, on_submit: Any, act: Any, on_leave: Any) -> rx.Component:
    """Draw the form of a state that has `form`, `kind`, `languages`, `groups` and `choose_kind`."""
    problems = state.refusal.problems
    kinds = tuple((kind, word, HINTS.get(kind)) for kind, word in KINDS.items())
    with_options = (state.kind == "one") | (state.kind == "several")
    names = (
        (
            "named",
            t("By name"),
            t("Council and syndic see who answered what; answers may be changed until the closing."),
        ),
        (
            "none",
            t("Without names"),
            t("Nobody can find out who answered what. The counts are shown after the closing, from three answers on."),
        ),
    )
    return form(
        choices("kind", t("What do you want to know?"), kinds, value=state.kind, problems=problems,
                on_change=state.choose_kind),
        _in_languages(state, "title", t("The question"), max_length=200),
        _in_languages(state, "words", t("What people should know first (optional)"), rows="3", max_length=2000),
        rx.cond(
            with_options,
            _in_languages(
                state, "options", t("The answers to choose from"), hint=t("One per line, two to ten."), rows="5",
            ),
        ),
        _audience(state),
        choices("names", t("By name or without names?"), names, value=state.form.names),
        stack(
            pair(
                date_input("closes_at", t("Closes on"), value=state.form.closes_at, problems=problems),
                text_input("hour", t("At what time"), value=state.form.hour, problems=problems, kind="time"),
            ),
            gap="tight",
        ),
        on_submit=on_submit,
        act=act,
        beside=(quiet_button(t("Not now"), on_click=on_leave),),
    )  # fmt: skip


def _in_languages(state: Any, name: str, legend: Any, *, hint: Any = None, **props: Any) -> rx.Component:
    """Draw one field per language of the association, under one legend that carries the errors."""
    problems = state.refusal.problems

    def line(code: str, language: str) -> rx.Component:
        control = {"id": f"{name}_{code}", "name": f"{name}_{code}", "class_name": "input", "lang": code}
        value = state.form.texts[f"{name}_{code}"]
        drawn = rx.el.textarea if "rows" in props else rx.el.input
        return rx.cond(
            state.languages.contains(code),
            rx.el.label(
                rx.el.span(language, class_name="small quiet"), drawn(**control, **props, default_value=value),
                class_name="stack close",
            ),
        )  # fmt: skip

    return rx.el.fieldset(
        rx.el.legend(legend),
        rx.fragment() if hint is None else rx.el.span(hint, class_name="hint"),
        field_error(name, problems),
        *(line(code, language) for code, language in NAMES.items()),
        id=name,
        tab_index=-1,
        class_name=rx.cond(has_problem(name, problems), "field wrong", "field"),
        aria_describedby=error_id(name),
    )


def _audience(state: Any) -> rx.Component:
    """Draw whom to ask: everybody, the owners, or the lots of one key where there is one."""
    problems = state.refusal.problems
    return rx.el.div(
        rx.el.label(t("Whom do you ask?"), html_for="audience"),
        field_error("audience", problems),
        rx.el.select(
            rx.el.option(t("Everybody with a right on a lot"), value="rights"),
            rx.el.option(t("Only the owners"), value="owners"),
            rx.foreach(state.groups, _group),
            id="audience",
            name="audience",
            default_value=state.form.audience,
            class_name="input",
        ),
        class_name=rx.cond(has_problem("audience", problems), "field wrong", "field"),
    )


def _group(group: Any) -> rx.Component:
    return rx.el.option(t("Only these lots: {group}", group=t_own(group.name)), value=group.value)


def kind_word(kind: Any) -> Any:
    """Say what is asked for."""
    return pick(kind, KINDS)
