"""The phone in the assembly: before the opening, between votes, the ballot, the result, the end; one address for all.

What everyone sees comes from the room message; what is the reader's own from `BallotState`. Nothing here decides who
may: a button that should not be there would be refused by the service.
"""

import reflex as rx

from koprogo.components.ballot_box import late_call
from koprogo.components.feedback import error_summary, refusal_panel, waiting
from koprogo.components.later import keep_for_later
from koprogo.components.layout import row
from koprogo.components.live import live_mark
from koprogo.components.navigation import button_link, quiet_button
from koprogo.components.status import plate
from koprogo.components.text import t, ttime
from koprogo.pages.assemblies.attendance.bureau import bureau_call
from koprogo.pages.assemblies.room.floor import own_floor
from koprogo.pages.assemblies.voting.between_votes import (
    after_the_end,
    before_opening,
    between_points,
    break_time,
    presence_strip,
)
from koprogo.pages.assemblies.voting.phone import MINE, PATIENCE, POINT, ROOM, amended_call
from koprogo.pages.assemblies.voting.vote_closed import next_strip, vote_closed
from koprogo.pages.assemblies.voting.vote_open import tally_strip, vote_open
from koprogo.pages.shell import page, page_foot
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.assemblies.voting.ballot import BallotState
from koprogo.state.identity.session import SessionState

KNOWN = LiveState.assembly.id != ""
IN_SESSION = (ROOM.state == "opened") | (ROOM.state == "resumed")
VOTING = IN_SESSION & (ROOM.item_state == "open")
CLOSED = IN_SESSION & ((ROOM.item_state == "closed") | (ROOM.item_state == "confirmed"))


def ballot_page() -> rx.Component:
    """Frame whatever the moment asks for; the frame stays, so that nothing jumps when the moment changes."""
    return page(
        t("Vote"),
        _looks_again(),
        keep_for_later(
            person=SessionState.person_id,
            assembly=LiveState.assembly,
            agenda=LiveState.agenda,
            room=ROOM,
            receipts=BallotState.receipts,
            votes=MINE.votes,
        ),
        rx.el.div(rx.cond(KNOWN, _now(), _not_here()), class_name="one-column", on_unmount=LiveState.leave),
        menu=(),
        place=rx.cond(
            VOTING | CLOSED,
            t("Point {number} of {total}", number=POINT, total=ROOM.agenda.length()),
            LiveState.assembly.association_name,
        ),
        back="/",
        marks=_marks(),
        head=False,
        with_tabs=False,
        foot=False,
        strip=rx.cond(KNOWN, _strip()),
    )


def _now() -> rx.Component:
    session = rx.cond(VOTING, vote_open(), rx.cond(CLOSED, vote_closed(), between_points()))
    moment = rx.match(
        ROOM.state,
        ("drafted", "convened", before_opening()),
        ("suspended", break_time()),
        ("opened", "resumed", session),
        after_the_end(),
    )
    return rx.fragment(
        _refusal(),
        moment,
        bureau_call(),
        rx.cond(IN_SESSION, own_floor()),
        rx.cond(VOTING | CLOSED, rx.fragment(), page_foot()),
    )


def _refusal() -> rx.Component:
    """Explain a press that was refused; the panel stays until it is taken away or another press is answered."""
    refusal = BallotState.refusal
    return rx.fragment(
        rx.cond(refusal.kind == "bad_input", error_summary(refusal.problems)),
        refusal_panel(refusal, quiet_button(t("Take this away"), on_click=BallotState.dismiss_refusal), kept=False),
    )


def _not_here() -> rx.Component:
    none = refusal_panel(LiveState.refusal, button_link(t("To my home page"), href="/", main=True), kept=False)
    return rx.cond(LiveState.refusal.kind == "", waiting(), none)


def _marks() -> rx.Component:
    closed = rx.el.span(t("Closed at {time}", time=ttime(ROOM.closed_at)), class_name="small strong quiet")
    live = live_mark(beat=ROOM.at, at=ROOM.at, patience=PATIENCE)
    return row(
        rx.cond(CLOSED, closed, rx.cond(KNOWN, live)),
        rx.cond(MINE.plate != "", plate(MINE.plate)),
        class_name="apart",
    )


def _strip() -> rx.Component:
    return rx.el.div(
        rx.cond(VOTING, tally_strip(), rx.cond(CLOSED, next_strip(), presence_strip())), class_name="one-column"
    )


def _looks_again() -> rx.Component:
    """Read one's own ballots again after a closing, and one's lots when the session opens, each phone at its own moment."""
    round_ = ROOM.item_id + "/" + ROOM.item_round.to_string() + "/" + ROOM.item_state
    again = BallotState.refresh_mine
    return rx.fragment(
        late_call(ready=KNOWN, when=rx.cond(CLOSED, round_, ""), on_time=again),
        late_call(ready=KNOWN, when=ROOM.state, on_time=again),
        amended_call(),
    )
