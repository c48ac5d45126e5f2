"""The syndic's room from the pieces; compare with the drawing c."""

import reflex as rx

from koprogo.components.inputs import search_input
from koprogo.components.layout import panel, row, stack
from koprogo.components.live import clock, countdown, live_mark
from koprogo.components.majority import majority_name, participation, quorum_meter, swatch, tally_bar, tally_sides
from koprogo.components.navigation import button, segments
from koprogo.components.room import agenda_list, agenda_row, presence_row, room_frame
from koprogo.components.status import article, tag
from koprogo.components.text import t, tdate, tn
from koprogo.components.voting import closing_bar, without_ballot
from koprogo.pages.pieces.words import ARTICLE, ASSOCIATION, CLOSES_AT, ROOF, VOTED_AT

AGENDA = (
    (1, "carried"), (2, "noted"), (3, "carried"), (4, "rejected"), (5, "carried"), (6, "carried"), (7, "open"),
    (8, "planned"), (9, "planned"), (10, "postponed"), (11, "planned"), (12, "planned"),
)  # fmt: skip
LOTS = (
    ("A1.1", 31, False),
    ("A1.4", 28, True),
    ("A2.2", 27, False),
    ("A4.1", 24, False),
    ("B1.2", 30, False),
    ("C1", 41, False),
)


def room() -> rx.Component:
    """Draw the evening as the syndic sees it."""
    return room_frame(bar=_bar(), agenda=_agenda(), item=_item(), closing=_closing(), presence=_presence())


def _bar() -> rx.Component:
    return rx.fragment(
        row(
            rx.el.strong(ASSOCIATION, class_name="lead"),
            rx.el.span(t("Assembly of {day}", day=tdate("2026-12-03")), class_name="quiet"),
            live_mark(live=t("Live, {n} present", n=41)),
            wrap=True,
            class_name="apart",
        ),
        row(
            clock(now=VOTED_AT),
            button(t("Hall screen"), shape="screen"),
            button(t("Suspend"), shape="pause"),
            wrap=True,
        ),
    )


def _agenda() -> rx.Component:
    rows = [
        agenda_row(number=n, title=ROOF if n == 7 else t("Point {number}", number=n), state=state, current=n == 7)
        for n, state in AGENDA
    ]
    return rx.fragment(
        agenda_list(rows, lambda each: each),
        rx.el.div(
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
            class_name="pane-foot",
        ),
    )


def _item() -> rx.Component:
    return rx.fragment(
        row(
            rx.el.div(
                rx.el.p(t("Point {number}, round {round}, text {text}", number=7, round=1, text=2), class_name="quiet"),
                rx.el.h1(ROOF),
                row(majority_name("two_thirds"), article(ARTICLE), wrap=True),
            ),
            rx.el.div(
                countdown(CLOSES_AT, seconds=180, now=VOTED_AT, size="room", bar=False),
                rx.el.button(t("Add a minute"), type="button", class_name="button plain small"),
                class_name="right",
            ),
            between=True,
            wrap=True,
        ),
        panel(
            tally_sides(in_favour=356, against=148, abstained=22, big=True),
            tally_bar(in_favour=356, against=148, majority="two_thirds", needed=336, size="room"),
            participation(
                voted=526,
                present=812,
                by_channel=t("Phone {phone}, paper {paper}, proxies {proxy}", phone=398, paper=86, proxy=42),
            ),
        ),
        panel(
            rx.el.p(
                t(
                    "After the chair's question: one press for all those present without a ballot, then the exceptions by"
                    " name. Nobody is counted by default."
                ),
                class_name="quiet",
            ),
            row(
                rx.el.span(tn("The {n} other:", "All {n} others:", 9)),
                *(
                    rx.el.button(swatch(choice), word, type="button", class_name="button")
                    for choice, word in (("for", t("For")), ("against", t("Against")), ("abstain", t("Abstention")))
                ),
                wrap=True,
            ),
            title=t("Raised hands and paper"),
            aside=tag(tn("{n} ballot to confirm, not counted", "{n} ballots to confirm, not counted", 1), "soon"),
        ),
    )


def _closing() -> rx.Component:
    consequence = rx.fragment(
        rx.el.strong(t("Closing now: carried, {in_favour} of {cast} votes cast.", in_favour=356, cast=504)),
        " ",
        without_ballot(lots=10, shares=286),
    )
    return closing_bar(consequence=consequence, number=7, on_close=rx.noop())


def _presence() -> rx.Component:
    filters = (
        ("without", t("Without ballot")),
        ("voted", t("Voted")),
        ("proxies", t("Proxies")),
        ("absent", t("Absent")),
    )
    return rx.fragment(
        stack(
            row(
                rx.el.h2(t("Presence")),
                rx.el.a(t("Arrival or departure"), href="/gallery", class_name="small"),
                between=True,
            ),
            search_input("room-search", t("Lot, person or proxy holder")),
            segments(filters, "without", on_choose=lambda _: rx.noop(), label=t("Which lots")),
            class_name="pane-head",
        ),
        *(
            presence_row(
                lot=lot,
                channel=t("No network for 2 min") if late else t("Phone, connected"),
                votes=votes,
                label=t("Note the ballot of lot {lot}", lot=lot),
                on_note=rx.noop(),
                soon=late,
            )
            for lot, votes, late in LOTS
        ),
    )
