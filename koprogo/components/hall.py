"""The wall: the same facts as on the phones, in large type, without buttons and without names.

Sizes are in vw of a 1920 screen and nothing is smaller than 36 there. The association's second language stands under the
first, lighter; `second` is its code (a literal or a var), and empty when there is none.
"""

from typing import Any

import reflex as rx

from koprogo.components.bar import Number, measured
from koprogo.components.choose import css
from koprogo.components.icons import crossed, icon, ticked
from koprogo.components.majority import missing, swatch, tally_bar
from koprogo.components.text import t, t_in, tnum, ttime


def hall_top(association: Any, *, under: Any, right: rx.Component) -> rx.Component:
    """Draw the first line: association and point on the left, countdown or clock on the right."""
    left = rx.el.span(rx.el.strong(association), " ", rx.el.span(under, class_name="second"))
    return rx.el.header(left, right, class_name="row between t44")


def hall_title(title: Any, *, second: Any = None, second_language: Any = "", under: Any = None) -> rx.Component:
    """Draw the one h1 with its second language, and a line under it (the majority and its article)."""
    return rx.el.div(
        rx.el.h1(title),
        rx.fragment() if second is None else rx.el.p(second, class_name="second t44", lang=second_language),
        rx.fragment() if under is None else rx.el.p(under, class_name="under"),
        class_name="hall-part",
    )


def hall_outcome(carried: bool | rx.Var, *, item: Any, sentence: Any, second: str | rx.Var = "") -> rx.Component:
    """Draw a result: the word as large as it gets, then the sentence with the sums and the article."""
    yes = rx.fragment(ticked(), t("Carried"), _second(second, t_in(second, "Carried")))
    no = rx.fragment(crossed(), t("Rejected"), _second(second, t_in(second, "Rejected")))
    return rx.el.div(
        rx.el.p(item, class_name="second t44"),
        rx.el.h1(rx.cond(carried, yes, no), class_name="outcome"),
        rx.el.p(sentence, class_name="t44"),
        class_name="hall-part",
    )


def hall_tally(
    *,
    in_favour: Number,
    against: Number,
    majority: str | rx.Var,
    needed: Number,
    of: Number | None = None,
    second: Any = "",
) -> rx.Component:
    """Draw the votes for and against as large figures over the bar with its mark."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.div(swatch("for"), t("For"), _second(second, t_in(second, "For")), class_name="key"),
                rx.el.div(tnum(in_favour), class_name="votes"),
            ),
            rx.el.div(
                rx.el.div(_second(second, t_in(second, "Against")), t("Against"), swatch("against"), class_name="key"),
                rx.el.div(tnum(against), class_name="votes"),
                class_name="right",
            ),
            class_name="sides low",
        ),
        tally_bar(in_favour=in_favour, against=against, majority=majority, needed=needed, of=of),
        class_name="hall-part",
    )


def hall_foot(*parts: Any) -> rx.Component:
    """Draw the foot: two or three parts side by side."""
    return rx.el.div(*parts, class_name="foot3", custom_attrs=css(parts=len(parts) - 1))


def hall_participation(*, voted: Number, present: Number) -> rx.Component:
    """Say how many of the shares present have voted."""
    says = t("{voted} of the {present} shares present have voted", voted=voted, present=present)
    return rx.el.div(
        rx.el.strong(t("{voted} of {present}", voted=voted, present=present)),
        rx.el.br(),
        t("shares present have voted"),
        measured(voted, present, says=says),
    )


def hall_quorum_kept(*, heads: Number, owners: Number, needed: Number, at: Any) -> rx.Component:
    """Say that the quorum was reached and when; it is counted once, at the opening."""
    said = t("{heads} of {owners} co-owners", heads=heads, owners=owners)
    return rx.el.div(
        rx.el.strong(t("Quorum reached")), " ", t("at {time}", time=ttime(at)), rx.el.br(), said,
        measured(heads, owners, at=needed, says=said),
    )  # fmt: skip


def hall_quorum_test(words: Any, *, line: Any, have: Number, of: Number, needed: Number) -> rx.Component:
    """Draw one of the three tests before the opening: *33 of 68 co-owners*, *more than half: 35*, and what is missing."""
    return rx.el.div(
        rx.el.div(
            rx.el.span(rx.el.strong(words), " ", rx.el.span(line, class_name="second")),
            missing(needed - have),
            class_name="row between",
        ),
        measured(have, of, at=needed, says=words, size="quorum"),
        class_name="test",
    )


def hall_provisional(sentence: Any) -> rx.Component:
    """Say that a result still has to be confirmed."""
    return rx.el.div(
        icon("clock"), rx.el.span(rx.el.strong(t("Provisional")), ", ", sentence), class_name="row soon right-side"
    )


def qr(path: Any, *, modules: Number, says: Any) -> rx.Component:
    """Draw a QR code from its SVG path (strokes of one module, as `segno` writes them); dark on white in both modes."""
    box = f"0 0 {modules} {modules}" if isinstance(modules, int) else "0 0 " + modules.to(str) + " " + modules.to(str)
    return rx.el.div(
        rx.el.svg(rx.el.path(d=path), view_box=box, role="img", aria_label=says), class_name="qr"
    )  # fmt: skip


def _second(language: str | rx.Var, said: Any) -> Any:
    """Draw a word in the second language; `said` is a `t_in` of that language."""
    if isinstance(language, str):
        return rx.el.span(said, class_name="second", lang=language) if language else rx.fragment()
    return rx.cond(language != "", rx.el.span(said, class_name="second", lang=language))
