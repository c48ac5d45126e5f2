"""The gallery's voting pieces: ballot, bar and threshold, quorum, receipt, countdown."""

import reflex as rx

from koprogo.components.layout import stack
from koprogo.components.live import as_of, countdown, live_mark, politely
from koprogo.components.majority import (
    majority_line,
    participation,
    quorum_meter,
    tally_bar,
    tally_sides,
)
from koprogo.components.status import plate
from koprogo.components.text import t, tmoney
from koprogo.components.voting import (
    ballot_button,
    closing_bar,
    receipt,
    suspended_lot,
    waiting_ballot,
    without_ballot,
)
from koprogo.pages.pieces.words import ARTICLE, CLOSES_AT, VOTED_AT


def ballot_states() -> rx.Component:
    """Draw the ballot button in its states."""
    weight = t("{shares} of {total}", shares=27, total=1000)
    return stack(
        _caption(t("At rest")),
        ballot_button("for", weight=weight),
        ballot_button("against", weight=weight),
        ballot_button("abstain", weight=weight),
        _caption(t("Chosen and counted")),
        ballot_button("for", weight=weight, state="chosen"),
        ballot_button("against", weight=weight, state="chosen"),
        ballot_button("abstain", weight=weight, state="chosen"),
        _caption(t("Chosen, waiting for the network")),
        ballot_button("for", weight=weight, state="waiting"),
        _caption(t("Another choice, after voting")),
        ballot_button("against", weight=weight, state="other"),
        _caption(t("A lot that does not vote: a sentence, not a grey button")),
        suspended_lot("A1.3", why=t("Its holders have not named a representative."), law="3.87 §1"),
    )


def bars() -> rx.Component:
    """Draw the tally bar at its boundaries, and the quorum."""
    return stack(
        _caption(t("Carried: the solid part passes the mark")),
        tally_bar(in_favour=498, against=202, majority="two_thirds", needed=467),
        _caption(t("Rejected: the solid part does not reach the mark")),
        tally_bar(in_favour=423, against=277, majority="two_thirds", needed=467),
        _caption(t("Four fifths reached exactly is enough")),
        tally_bar(in_favour=560, against=140, majority="four_fifths", needed=560),
        _caption(t("Absolute majority, as many for as against: rejected")),
        tally_bar(in_favour=350, against=350, majority="absolute", needed=351),
        _caption(t("Unanimity: the track is all co-owners")),
        tally_bar(in_favour=812, against=0, majority="unanimity", needed=1000, of=1000),
        _caption(t("No vote yet.")),
        tally_bar(in_favour=0, against=0, majority="two_thirds", needed=1),
        rx.el.h3(t("Quorum")),
        quorum_meter(
            heads=41,
            owners=68,
            heads_needed=35,
            shares=812,
            total=1000,
            half_needed=500,
            three_quarters_needed=751,
            reached=True,
        ),
        quorum_meter(
            heads=33,
            owners=68,
            heads_needed=35,
            shares=641,
            total=1000,
            half_needed=500,
            three_quarters_needed=751,
            reached=False,
        ),
    )


def around() -> rx.Component:
    """Draw what stands around a vote: majority, countdown, participation, receipt, closing."""
    return stack(
        majority_line("two_thirds", law=ARTICLE),
        majority_line("absolute", law="3.87 §8", short=True),
        countdown(CLOSES_AT, seconds=180, now=VOTED_AT),
        participation(voted=526, present=812),
        tally_sides(in_favour=356, against=148, abstained=22, big=True),
        receipt(number="7-A3.2-1", choice="for", shares=27, of=1000, lot="A3.2", at=VOTED_AT, href="/gallery"),
        waiting_ballot(choice="for", shares=27, of=1000, at=VOTED_AT, on_retry=rx.noop(), on_withdraw=rx.noop()),
        closing_bar(consequence=without_ballot(lots=10, shares=286), number=7, on_close=rx.noop()),
        rx.el.div(live_mark(), plate("A3.2"), plate("K07", small=True), class_name="row"),
        as_of(at=VOTED_AT),
        politely(t("{voted} of the {present} shares present have voted", voted=526, present=812)),
        rx.el.p(tmoney(-31240), " ", tmoney(4815, signed=True)),
    )


def _caption(words: rx.Var) -> rx.Component:
    return rx.el.p(words, class_name="small quiet")
