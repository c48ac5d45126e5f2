"""Code words of reported problems in the reader's language, and the tags that show where one stands."""

from typing import Any

import reflex as rx

from koprogo.components.choose import pick
from koprogo.components.status import tag
from koprogo.components.text import t, t_var
from koprogo.i18n.ticket_words import WORDS
from koprogo.rules.works.tickets import Category, Place, Step, Urgency

SAID = {code: t_var(words) for code, words in WORDS.items()}


def said(code: Any) -> Any:
    """Say a code word."""
    return pick(code, SAID, code)


def choices_of(kind: type[Category] | type[Place] | type[Urgency]) -> tuple[tuple[str, Any], ...]:
    """Return the members of an enumeration with their words, for a field that offers them."""
    return tuple((each.value, SAID[each.value]) for each in kind)


def status_tag(status: Any) -> rx.Component:
    """Draw where a report stands."""
    return rx.match(
        status,
        (Step.REPORTED.value, tag(said("reported"), "outline")),
        (Step.REOPENED.value, tag(said("reopened"), "bad", shape="triangle")),
        (Step.PLANNED.value, tag(said("planned"), "soon")),
        (Step.SOLVED.value, tag(said("solved"), "soon", shape="hand")),
        (Step.CONFIRMED.value, tag(said("confirmed"), "good")),
        (Step.DECLINED.value, tag(said("declined"), shape="minus")),
        tag(said(status)),
    )


def danger_tag(urgency: Any, is_open: Any) -> rx.Component:
    """Draw the mark of an open report that says there is danger."""
    return rx.cond((urgency == Urgency.DANGER.value) & is_open, tag(t("Danger"), "bad", shape="triangle"))
