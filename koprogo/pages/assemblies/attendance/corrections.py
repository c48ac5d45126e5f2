"""An arrival or departure put right, at the door; and in the room, the result that this makes another one."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, notice
from koprogo.components.forms import form
from koprogo.components.inputs import choices, text_area, text_input
from koprogo.components.layout import row, stack
from koprogo.components.navigation import button, quiet_button
from koprogo.components.status import article, tag
from koprogo.components.text import t, t_own, tnum, ttime
from koprogo.pages.assemblies.attendance.opening_again import opening_again
from koprogo.pages.assemblies.room.shown import IN_SESSION
from koprogo.state.assemblies.attendance.corrections import CorrectionState as Corrections

WHAT = (
    ("arrived", t("Arrived, or was there")),
    ("left", t("Left, or was not there")),
)


def moves_section(line: Any) -> rx.Component:
    """Offer a co-owner's arrivals and departures, to look at and to put right."""
    is_open = Corrections.person_id == line.comes_id
    return rx.el.section(
        rx.el.h2(t("Arrivals and departures")),
        button(
            rx.cond(is_open, t("Shut"), t("Look and correct")),
            on_click=Corrections.show(line.comes_id),
            aria_expanded=rx.cond(is_open, "true", "false"),
            data_testid="moves",
        ),
        rx.cond(is_open, _moves()),
        class_name="stack tight",
    )


def _moves() -> rx.Component:
    none = rx.el.p(t("Nothing is noted for her yet."), class_name="quiet")
    forgotten = quiet_button(t("Enter what was forgotten"), on_click=Corrections.mend(-1), data_testid="forgotten")
    return stack(
        answers(Corrections.refusal),
        rx.foreach(Corrections.touched, _touched),
        opening_again(),
        rx.cond(
            Corrections.lines.length() > 0, rx.el.ul(rx.foreach(Corrections.lines, _move), class_name="plain"), none
        ),
        rx.cond(Corrections.mending == -1, _form("", "arrived"), forgotten),
        gap="tight",
    )


def _move(line: Any) -> rx.Component:
    said = rx.cond(
        line.what == "arrived",
        rx.cond(line.channel == "remote", t("Arrived from elsewhere"), t("Arrived")),
        t("Left"),
    )
    about = rx.cond(
        line.reason != "",
        rx.el.span(line.reason, " (", line.author, ")", class_name="small quiet block"),
    )
    mend = quiet_button(
        t("Correct"),
        on_click=Corrections.mend(line.id),
        aria_label=t("Correct the line of {time}", time=ttime(line.at)),
        aria_expanded=rx.cond(Corrections.mending == line.id, "true", "false"),
        data_testid="correct",
    )
    return rx.el.li(
        row(
            rx.el.time(ttime(line.at), date_time=line.at, class_name="quiet whole"),
            rx.el.span(said, about, class_name="grow"),
            rx.cond(line.corrected, tag(t("Corrected, counts no more"), "soon"), mend),
            wrap=True,
        ),
        rx.cond(Corrections.mending == line.id, _form(line.hour, line.what)),
        key=line.id,
    )


def _form(hour: Any, what: Any) -> rx.Component:
    problems = Corrections.refusal.problems
    return form(
        choices("what", t("What is right?"), WHAT, value=what, problems=problems),
        text_input("hour", t("At what time"), kind="time", value=hour, problems=problems),
        text_area("reason", t("Reason"), hint=t("It goes into the minutes."), problems=problems, rows="2"),
        on_submit=Corrections.correct,
        act=t("Correct the attendance"),
        beside=(quiet_button(t("Not now"), on_click=Corrections.mend(0)),),
    )


def _touched(review: Any) -> rx.Component:
    """Say of a frozen result whether the correction makes it another one."""
    same = t(
        "Point {number}: the result stays what it was, counted again with the corrected attendance.",
        number=review.number,
    )
    other = t(
        "Point {number}: the result would be another one. Offer a second round in the room.", number=review.number
    )
    return rx.cond(
        review.would_change,
        notice(rx.el.p(other), _figures(review), title=t("A result would change")),
        notice(rx.el.p(same), tone="good", shape="check"),
    )


def _figures(review: Any) -> rx.Component:
    def said(carried: Any, in_favour: Any, against: Any) -> Any:
        facts = {"in_favour": in_favour, "against": against}
        return rx.cond(
            carried,
            t("carried, {in_favour} for and {against} against", **facts),
            t("rejected, {in_favour} for and {against} against", **facts),
        )

    def votes(options: Any) -> Any:
        one = rx.foreach(options, lambda each: rx.el.li(t_own(each.label), " ", tnum(each.votes)))
        return rx.el.ul(one, class_name="plain inline")

    sums = rx.el.p(
        t("Before:"), " ", said(review.carried_before, review.in_favour_before, review.against_before), ". ",
        t("Corrected:"), " ", said(review.carried_after, review.in_favour_after, review.against_after), ".",
        class_name="small",
    )  # fmt: skip
    options = rx.el.div(
        t("Before:"), votes(review.options_before), t("Corrected:"), votes(review.options_after), class_name="small"
    )
    return rx.cond(review.options_after.length() > 0, options, sums)


def changed_results() -> rx.Component:
    """Tell, in the room, which frozen results a correction would change, and offer the second round."""

    def one(review: Any) -> rx.Component:
        again = button(
            t("Vote again on point {number}", number=review.number),
            on_click=Corrections.second_round(review.item_id),
            data_testid="second-round",
        )
        return notice(
            rx.el.p(t("{name}: {reason}", name=review.name, reason=review.reason)),
            _figures(review),
            rx.cond(
                IN_SESSION,
                again,
                rx.el.p(t("The session is over: the minutes show both counts."), class_name="small"),
            ),
            article("3.87 §8"),
            title=t("The attendance was corrected: point {number} would have another result", number=review.number),
        )

    return rx.fragment(answers(Corrections.refusal), opening_again(), rx.foreach(Corrections.reviews, one))
