"""Whole phone screens from the pieces: ballot open, voted, waiting, closed; compare them with the drawings a1 to a5."""

import reflex as rx

from koprogo.components.icons import ticked
from koprogo.components.layout import row
from koprogo.components.live import as_of, countdown, live_mark
from koprogo.components.majority import majority_line, participation, swatch, tally_bar, tally_sides
from koprogo.components.status import article, outcome_tag, plate
from koprogo.components.tables import Column, data_table, number_cell
from koprogo.components.text import t, tdate, ttime
from koprogo.components.voting import ballot, receipt, waiting_ballot
from koprogo.pages.pieces.words import ARTICLE, CLOSES_AT, ROOF, ROOF_TEXT, VOTED_AT
from koprogo.pages.shell import page

POINT = t("Point {number} of {total}", number=7, total=12)


def open_ballot() -> rx.Component:
    """Show the point, its majority, the countdown and the three choices; the tally so far is pinned below."""
    return _phone(
        rx.el.h1(ROOF),
        rx.el.p(ROOF_TEXT, class_name="lead"),
        rx.el.a(t("Whole text and {n} quotes", n=3), href="/gallery", class_name="link"),
        majority_line("two_thirds", law=ARTICLE),
        rx.el.div(countdown(CLOSES_AT, seconds=180, now=VOTED_AT), class_name="spread"),
        ballot(shares=27, of=1000, on_vote=lambda _: rx.noop()),
        strip=_tally(356, 148, 336, 526),
    )


def voted() -> rx.Component:
    """Show the receipt, the chosen button, and the way to change one's mind."""
    return _phone(
        receipt(
            number="7-A3.2-1", choice="for", shares=27, of=1000, lot="A3.2", at=VOTED_AT, href="/gallery", level="h1"
        ),
        rx.el.h2(ROOF, class_name="figure mid"),
        majority_line("two_thirds", law=ARTICLE, short=True),
        rx.el.div(
            countdown(CLOSES_AT, seconds=180, now="2026-12-03T19:14:24Z"),
            rx.el.p(t("You can change your mind until the vote closes."), class_name="quiet"),
            class_name="spread",
        ),
        ballot(shares=27, of=1000, chosen="for", on_vote=lambda _: rx.noop()),
        strip=_tally(383, 148, 354, 553),
    )


def waiting() -> rx.Component:
    """Show a vote that waits on the phone, and the last known state with its time."""
    return _phone(
        waiting_ballot(choice="for", shares=27, of=1000, at=VOTED_AT, on_retry=rx.noop(), on_withdraw=rx.noop()),
        rx.el.h1(ROOF, class_name="figure mid"),
        rx.el.p(
            t(
                "If the vote closes before, it will be refused and you will see it here. You can also raise your hand: the"
                " desk notes your vote."
            ),
            class_name="quiet",
        ),
        rx.el.div(ballot(shares=27, of=1000, waiting="for", on_vote=lambda _: rx.noop()), class_name="spread"),
        strip=rx.fragment(as_of(at="2026-12-03T19:13:58Z"), _tally(356, 148, 336, 526)),
    )


def closed() -> rx.Component:
    """Show the result in a sentence, then the bar, the figures, one's own receipt, and that it is provisional."""
    rows = (("for", 498), ("against", 202), ("abstain", 41), ("none", 71))
    names = {"for": t("For"), "against": t("Against"), "abstain": t("Abstention"), "none": t("Without ballot")}
    columns = (Column(t("Choice")), Column(t("Shares"), number=True))
    return _phone(
        rx.el.div(
            rx.el.p(ROOF, class_name="quiet"),
            rx.el.h1(ticked(large=True), t("Carried"), class_name="figure row"),
            class_name="stack close",
        ),
        rx.el.p(
            t(
                "{in_favour} votes for out of {cast} votes cast. {needed} were needed, two thirds.",
                in_favour=498,
                cast=700,
                needed=467,
            ),
            " ",
            article(ARTICLE),
            class_name="lead",
        ),
        rx.el.div(
            tally_bar(in_favour=498, against=202, majority="two_thirds", needed=467, size="result"),
            class_name="on-ground",
        ),
        rx.el.div(
            data_table(
                t("Votes"),
                columns,
                rows,
                lambda line: (rx.el.span(swatch(line[0]), names[line[0]], class_name="key"), number_cell(line[1])),
            ),
            class_name="panel",
        ),
        rx.el.p(t("Abstention and silence are not votes cast (art. {law}).", law="3.87 §8"), class_name="small quiet"),
        row(
            rx.el.span(t("You voted {choice}, {shares}", choice="for", shares=27)),
            rx.el.a(t("Receipt {number}", number="7-A3.2-1"), href="/gallery", class_name="link"),
            between=True,
            class_name="rule-above",
        ),
        row(
            outcome_tag("provisional"),
            rx.el.span(t("The chair confirms it in a moment."), class_name="small quiet"),
            wrap=True,
        ),
        strip=rx.fragment(
            rx.el.strong(t("Next: point {number}", number=8)),
            rx.el.p(t("It opens here as soon as the syndic starts it."), class_name="quiet"),
        ),
        marks=rx.el.span(t("Closed at {time}", time=ttime(CLOSES_AT)), class_name="small strong quiet"),
    )


def _phone(*body: rx.Component, strip: rx.Component, marks: rx.Component | None = None) -> rx.Component:
    shown = row(live_mark() if marks is None else marks, plate("A3.2"), class_name="apart")
    return page(
        tdate("2026-12-03"), *body, menu=(), place=POINT, back="/gallery", head=False, with_tabs=False, foot=False,
        marks=shown, strip=strip,
    )  # fmt: skip


def _tally(in_favour: int, against: int, needed: int, has_voted: int) -> rx.Component:
    return rx.fragment(
        tally_sides(in_favour=in_favour, against=against),
        tally_bar(in_favour=in_favour, against=against, majority="two_thirds", needed=needed),
        participation(voted=has_voted, present=812),
    )
