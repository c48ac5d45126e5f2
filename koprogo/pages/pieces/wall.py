"""The wall from the pieces: vote, result, quorum before the opening; compare with the drawings b1 to b3."""

import reflex as rx
import segno

from koprogo.components.hall import (
    hall_foot,
    hall_outcome,
    hall_participation,
    hall_provisional,
    hall_quorum_kept,
    hall_quorum_test,
    hall_tally,
    hall_title,
    hall_top,
    qr,
)
from koprogo.components.live import clock, countdown
from koprogo.components.text import t, t_in, tnum, ttime
from koprogo.pages.pieces.words import ARTICLE, ASSOCIATION, CLOSES_AT, ROOF, VOTED_AT
from koprogo.pages.shell import hall_page

SECOND = "nl"
POINT = t("Point {number} of {total}", number=7, total=12)


def vote() -> rx.Component:
    """Show a running vote to the room."""
    return hall_page(
        hall_top(
            ASSOCIATION, under=POINT, right=countdown(CLOSES_AT, seconds=180, now=VOTED_AT, size="hall", bar=False)
        ),
        hall_title(
            ROOF,
            under=rx.fragment(
                t("Majority of two thirds of the votes cast"),
                " ",
                rx.el.span(t("art. {law}", law=ARTICLE), class_name="second"),
            ),
        ),
        hall_tally(in_favour=356, against=148, majority="two_thirds", needed=336, second=SECOND),
        hall_foot(
            hall_participation(voted=526, present=812),
            hall_quorum_kept(heads=41, owners=68, needed=35, at="2026-12-03T18:34:00Z"),
            rx.el.div(
                rx.el.p(
                    rx.el.strong(t("Vote")), " ", rx.el.span(t_in(SECOND, "Vote"), class_name="second", lang=SECOND)
                ),
                _code(),
            ),
        ),
    )


def result() -> rx.Component:
    """Show a result to the room."""
    sentence = rx.fragment(
        rx.el.strong(t("{in_favour} votes for out of {cast} cast.", in_favour=498, cast=700)),
        " ",
        t("{needed} were needed, two thirds", needed=467),
        " ",
        rx.el.span("(", t("art. {law}", law=ARTICLE), ")", class_name="second"),
    )
    return hall_page(
        hall_top(
            ASSOCIATION,
            under=POINT,
            right=rx.el.span(t("Closed at {time}", time=ttime(CLOSES_AT)), class_name="second"),
        ),
        hall_outcome(True, item=ROOF, sentence=sentence, second=SECOND),
        hall_tally(in_favour=498, against=202, majority="two_thirds", needed=467, second=SECOND),
        hall_foot(
            rx.el.p(rx.el.strong(tnum(41)), " ", t("abstentions")),
            rx.el.p(rx.el.strong(tnum(71)), " ", t("without ballot")),
            hall_provisional(t("the chair confirms")),
        ),
    )


def quorum() -> rx.Component:
    """Show what is missing before the assembly may open."""
    heads = t("{heads} of {owners} co-owners", heads=33, owners=68)
    shares = t("{shares} of {total} shares", shares=641, total=1000)
    return hall_page(
        hall_top(
            ASSOCIATION, under=t("Ordinary general assembly"), right=clock(now="2026-12-03T18:31:00Z", class_name="t64")
        ),
        hall_title(
            t("The quorum is not reached yet"),
            second=t_in(SECOND, "The quorum is not reached yet"),
            second_language=SECOND,
            under=rx.fragment(
                t("The first two lines together, or the third alone"),
                " ",
                rx.el.span(t("art. {law}", law="3.87 §5"), class_name="second"),
            ),
        ),
        rx.el.div(
            hall_quorum_test(heads, line=t("more than half: {needed}", needed=35), have=33, of=68, needed=35),
            hall_quorum_test(shares, line=t("at least half: {needed}", needed=500), have=641, of=1000, needed=500),
            hall_quorum_test(
                shares, line=t("more than three quarters: {needed}", needed=751), have=641, of=1000, needed=751
            ),
            class_name="hall-part",
        ),
        hall_foot(rx.el.p(t("Sign at the entrance, or scan this code with your convocation.")), _code()),
    )


def _code() -> rx.Component:
    code = segno.make("https://koprogo.example.be/s/TILLEULS", micro=False)
    modules = code.symbol_size(border=0)[0]
    rows = (f"M{x} {y + 0.5}h1" for y, line in enumerate(code.matrix) for x, dark in enumerate(line) if dark)
    return qr("".join(rows), modules=modules, says=t("QR code: join the assembly"))
