"""A point in several votes on the agenda's page: the parts after the principle, the options of a choice, hidden sums."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import field_error
from koprogo.components.forms import form
from koprogo.components.inputs import has_problem, text_area
from koprogo.components.navigation import button
from koprogo.components.status import article
from koprogo.components.text import t
from koprogo.i18n.languages import NAMES
from koprogo.state.assemblies.agenda.plan import PlanState
from koprogo.state.assemblies.agenda.point import PointState as Point

PROBLEMS = Point.refusal.problems
AMOUNT, FUNDING = t("The amount, as proposed"), t("The funding, as proposed")
OPTIONS = t("The options, one per line")
LINES = t("Two to nine, the same order in each language. A run-off decides between two when none has more than half.")


def parts_sections() -> rx.Component:
    """Draw what can be chosen for the open point of a draft: parts, options, whether the sums are hidden."""
    return rx.fragment(
        rx.cond(Point.may_split, _split()),
        rx.cond(Point.may_choose, _options()),
        rx.cond(Point.item_id != "", _hidden()),
    )


def _split() -> rx.Component:
    return rx.el.section(
        rx.el.h4(t("Vote it in parts"), " ", article("3.87 §8")),
        rx.el.p(
            t(
                "This point stays the principle, at its own majority. After it the assembly chooses the option, then the"
                " amount, then the funding, each by a vote of its own. Leave empty what is not needed."
            ),
            class_name="small quiet",
        ),
        form(
            _wrong("parts"),
            *_in_languages("options", OPTIONS, rows="3", hint=LINES),
            *_in_languages("amount", AMOUNT, rows="2"),
            *_in_languages("funding", FUNDING, rows="2"),
            on_submit=Point.split,
            act=t("Vote it in parts"),
            refusal=Point.refusal,
        ),
        class_name="stack tight",
        key=Point.item_id,
    )


def _options() -> rx.Component:
    return rx.el.section(
        rx.el.h4(t("Options or candidates"), " ", article("3.87 §8")),
        form(
            *_in_languages("options", OPTIONS, rows="4", hint=LINES, value=Point.options),
            on_submit=Point.set_options,
            act=t("Keep these options"),
            refusal=Point.refusal,
        ),
        class_name="stack tight",
        key=Point.item_id,
    )


def _hidden() -> rx.Component:
    show = button(t("Show the sums as they come"), on_click=Point.hide_tally(False), data_testid="show-tally")
    hide = button(t("Hide the sums until the vote closes"), on_click=Point.hide_tally(True), data_testid="hide-tally")
    said = rx.cond(
        Point.hidden_tally,
        t("Nobody sees the sums before the vote closes, on no screen."),
        t("Everybody sees the sums while they vote."),
    )
    return rx.el.section(
        rx.el.h4(t("The sums while voting")),
        rx.el.p(said),
        rx.cond(Point.hidden_tally, show, hide),
        class_name="stack tight",
    )


def _wrong(name: str) -> Any:
    return rx.cond(has_problem(name, PROBLEMS), rx.el.div(field_error(name, PROBLEMS), id=name, tab_index=-1))


def _in_languages(name: str, word: Any, *, rows: str, hint: Any = None, value: Any = None) -> tuple[rx.Component, ...]:
    def one(language: str) -> rx.Component:
        kept = {} if value is None else {"value": value[language]}
        label = rx.fragment(word, ", ", rx.el.span(NAMES[language], lang=language))
        return text_area(f"{name}_{language}", label, hint=hint, rows=rows, lang=language, **kept)

    return (
        _wrong(name),
        *(rx.cond(PlanState.draft.languages.contains(language), one(language)) for language in NAMES),
    )
