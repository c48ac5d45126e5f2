"""Before convening: the points that cannot pass with the attendance of the last assembly, and what each of them lacks."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import notice
from koprogo.components.text import language_of, t, t_own, tn
from koprogo.pages.assemblies.agenda.guard import lacks
from koprogo.state.assemblies.convening.convene import ConveneState as Convene


def doubts_notice() -> rx.Component:
    """Warn of points that cannot pass; nothing when each can."""
    expected = rx.cond(
        Convene.is_known,
        t("At the last assembly, {percent} % of the votes were there.", percent=Convene.expected),
        t("Even if everybody comes."),
    )
    return rx.cond(
        (Convene.draft.state == "drafted") & (Convene.doubts.length() > 0),
        notice(
            rx.el.p(expected, " ", t("It may be convened all the same.")),
            rx.el.ul(rx.foreach(Convene.doubts, _line), class_name="plain stack tight"),
            title=tn("{n} point cannot pass like this", "{n} points cannot pass like this", Convene.doubts.length()),
            shape="triangle",
            status=False,
        ),
    )


def _line(each: Any) -> rx.Component:
    return rx.el.li(
        rx.el.strong(each.number, " ", rx.el.span(t_own(each.title), lang=language_of(each.title))),
        rx.el.ul(rx.foreach(each.missing, lambda word: rx.el.li(lacks(word, each))), class_name="plain small"),
        key=each.number,
    )
