"""The surveys of an association: open ones first; council and syndic make new ones here."""

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.layout import columns, list_link, list_panel, panel
from koprogo.components.navigation import button
from koprogo.components.status import tag
from koprogo.components.text import language_of, t, t_own, tmoment, tn
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.community.survey_form import kind_word, survey_form
from koprogo.pages.community.survey_words import decides_nothing, state_tag
from koprogo.pages.governance.tabs import council_tabs
from koprogo.pages.shell import page
from koprogo.state.community.surveys import SurveyLine
from koprogo.state.community.surveys import SurveysState as State


def surveys() -> rx.Component:
    """Draw the page."""
    return page(
        t("Surveys"),
        rx.cond(State.may_make, council_tabs(State.sheet_at, "surveys", follows=True)),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(decides_nothing(), rx.cond(State.may_make, _new()), _list()),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
        under=t("Opinions asked between assemblies"),
    )


def _new() -> rx.Component:
    drawn = panel(
        survey_form(State, on_submit=State.make, act=t("Keep this draft"), on_leave=State.draft),
        title=t("A new survey"),
    )
    opener = button(t("Make a survey"), main=True, shape="plus", on_click=State.draft, data_testid="new-survey")
    return rx.cond(State.drafting, drawn, rx.el.div(opener))


def _list() -> rx.Component:
    none = empty(t("No survey yet"), t("When the council or the syndic asks for opinions, the question stands here."))
    return rx.cond(State.rows.length() > 0, list_panel(rx.foreach(State.rows, _line)), none)


def _line(line: SurveyLine) -> rx.Component:
    until = rx.match(
        line.state,
        ("opened", t("answers until {moment}", moment=tmoment(line.until))),
        ("closed", t("closed on {moment}", moment=tmoment(line.until))),
        t("not sent out yet"),
    )
    heads = rx.cond(
        line.state == "drafted", rx.fragment(), rx.fragment(", ", tn("{n} answer", "{n} answers", line.answered))
    )
    own = rx.cond(line.is_answered & (line.state == "opened"), tag(t("You answered"), "good"), state_tag(line.state))
    return list_link(
        rx.el.span(t_own(line.title), lang=language_of(line.title)),
        href=line.href,
        under=rx.fragment(kind_word(line.kind), ", ", until, heads),
        shape="hand",
        aside=own,
    )
