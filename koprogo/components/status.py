"""Tags, plates, articles, deadlines: a shape, a word, then a colour; never a colour alone."""

from typing import Any, Literal

import reflex as rx

from koprogo.components.bar import Number, days, fill, gauge, mark
from koprogo.components.choose import pick
from koprogo.components.icons import icon
from koprogo.components.text import t, tdate, tn

Tone = Literal["good", "bad", "soon", "plain", "outline"]
TONES: dict[Tone, str] = {"good": "check", "bad": "cross", "soon": "clock", "plain": "", "outline": ""}


def tag(word: Any, tone: Tone = "plain", *, shape: str | None = None) -> rx.Component:
    """Draw a status word. `tone`: good (tick), bad (cross), soon (clock), plain, outline; `shape` names another icon."""
    drawn = TONES[tone] if shape is None else shape
    looks = "tag" if tone == "plain" else f"tag {tone}"
    return rx.el.span(icon(drawn) if drawn else rx.fragment(), word, class_name=looks)


def article(law: Any) -> rx.Component:
    """Draw the article where the rule acts: *art. 3.87 §5*, outlined and quiet. `law` is the bare number."""
    return rx.el.span(t("art. {law}", law=law), class_name="article")


def plate(lot: Any, *, small: bool = False) -> rx.Component:
    """Draw a lot's number as an enamel plate; only for lots, never as a button."""
    return rx.el.span(lot, class_name="plate small" if small else "plate")


def outcome_tag(outcome: str | rx.Var) -> Any:
    """Draw how a point ended or where it stands: its code word as a tag."""
    tags = {
        "carried": tag(t("Carried"), "good"),
        "rejected": tag(t("Rejected"), "bad"),
        "open": tag(t("Open"), "good", shape="hand"),
        "provisional": tag(t("Provisional result"), "soon"),
        "to_confirm": tag(t("To confirm"), "soon"),
        "postponed": tag(t("Postponed"), shape="pause"),
        "withdrawn": tag(t("Withdrawn"), shape="minus"),
        "noted": tag(t("Noted"), shape="check"),
        "not_reached": tag(t("Not reached"), shape="minus"),
        "draft": tag(t("Draft"), "outline"),
    }
    return pick(outcome, tags, tag(t("To come"), "outline"))


def days_left(n: Number, *, by: str | rx.Var) -> rx.Component:
    """Write the figure of a deadline: days left with the day, or days late. `n` is negative when late."""
    return rx.el.div(
        rx.cond(
            n < 0,
            rx.fragment(rx.el.b(t("{n} d", n=-n)), rx.el.span(t("late"))),
            rx.fragment(rx.el.b(t("{n} d", n=n)), rx.el.span(tdate(by, "weekday"))),
        ),
        class_name="days",
    )


def deadline_row(
    *,
    n: Number,
    by: str | rx.Var,
    act: Any,
    place: Any,
    allowed: Number,
    button: rx.Component | None = None,
    law: str | rx.Var = "",
) -> rx.Component:
    """Draw one deadline: days as a figure, the act and its article, where, a bar whose mark is the due day, one button.

    `n` is the days left (negative when late), `allowed` the days there were in all, `by` the due day (ISO).
    """
    kind = rx.cond(n < 0, "late", rx.cond(n <= 7, "soon", "count"))
    says = rx.cond(
        n < 0,
        tn("{n} day late", "{n} days late", -n),
        tn("{n} day left, until {day}", "{n} days left, until {day}", n, day=tdate(by, "long")),
    )
    return rx.el.li(
        days_left(n, by=by),
        rx.el.div(
            rx.el.div(rx.el.strong(act), " ", rx.cond(law == "", rx.fragment(), article(law)), class_name="row wrap"),
            rx.el.div(place, class_name="small quiet"),
        ),
        gauge(fill(days(allowed - n, allowed), kind), marks=(mark("80%"),), says=says, size="thin"),
        rx.fragment() if button is None else rx.el.div(button, class_name="act"),
        class_name=rx.cond(n < 0, "deadline is-late", rx.cond(n <= 7, "deadline is-soon", "deadline")),
    )


def deadline_group(title: Any, *rows: Any, late: bool = False, soon: bool = False) -> rx.Component:
    """Head a group of deadlines (late, in 7 days, in 30 days); `rows` are `deadline_row`s or one foreach of them."""
    shape = "triangle" if late else "clock" if soon else ""
    return rx.el.section(
        rx.el.h2(
            icon(shape) if shape else rx.fragment(), title, class_name=f"deadline-group{' is-late' if late else ''}"
        ),
        rx.el.ul(*rows, class_name="plain"),
    )
