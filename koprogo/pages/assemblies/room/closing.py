"""What is pinned under the point: the consequence first, then the one button that goes on."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.dialogs import ask, opens
from koprogo.components.layout import row
from koprogo.components.navigation import button, button_link, quiet_button
from koprogo.components.text import t, t_own, tn
from koprogo.components.voting import closing_bar, without_ballot
from koprogo.pages.assemblies.room.shown import (
    CLOSE,
    ENDED,
    HERE,
    IN_SESSION,
    NEXT,
    NEXT_LABEL,
    ROOM,
    SHOWN,
    SHOWN_ID,
    SHOWN_LABEL,
    Room,
    stands,
)
from koprogo.pages.assemblies.voting.phone import IS_CHOICE, POINT
from koprogo.pages.assemblies.voting.vote_closed import of_choice
from koprogo.state.assemblies.room.assembly_room import COUNTDOWNS
from koprogo.state.assemblies.voting.choosing import ChoosingState as Choosing

LENGTHS = {0: t("No countdown"), 60: t("1 min"), 120: t("2 min"), 180: t("3 min"), 300: t("5 min"), 600: t("10 min")}


def closing() -> rx.Component:
    """Draw the bar of the moment."""
    session = rx.cond(
        stands("open"),
        _close(),
        rx.cond(
            stands("closed"),
            _confirm(),
            rx.cond((SHOWN_ID != "") & ~stands("confirmed", "carried", "rejected"), _open(), _go_on()),
        ),
    )
    return rx.match(
        ROOM.state,
        ("drafted", "convened", _to_the_door()),
        ("opened", "resumed", session),
        ("suspended", _resume()),
        rx.fragment(),
    )


def close_dialog() -> rx.Component:
    """Draw what is asked before the assembly is closed, for the bar and for the next step."""
    return ask(
        CLOSE,
        title=t("Close the assembly?"),
        sentence=t("Nothing more can be voted or corrected. The minutes are printed at once."),
        rows=((t("Assembly"), HERE.association_name), (t("Points"), ROOM.agenda.length())),
        act=t("Close the assembly"),
        on_confirm=Room.close_assembly,
    )


def _bar(said: Any, *acts: rx.Component) -> rx.Component:
    return rx.el.div(rx.el.p(said), row(*acts, wrap=True), class_name="closing")


def _close() -> rx.Component:
    facts = {"in_favour": ROOM.in_favour, "cast": ROOM.votes_cast}
    now = rx.cond(
        ROOM.hidden | IS_CHOICE,
        t("{voted} of the {present} shares present have voted", voted=ROOM.voted, present=ROOM.present),
        rx.cond(
            ROOM.carried,
            t("Closing now: carried, {in_favour} of {cast} votes cast.", **facts),
            t("Closing now: rejected, {in_favour} of {cast} votes cast.", **facts),
        ),
    )
    silent = rx.cond(
        ROOM.no_ballot > 0,
        rx.fragment(
            without_ballot(lots=ROOM.lots_present - ROOM.lots_voted, shares=ROOM.no_ballot),
            " ",
            rx.cond(
                Room.may_change, t("They can still change the result."), t("They cannot change the result any more.")
            ),
        ),
        t("Everybody present has a ballot."),
    )
    said = rx.fragment(rx.el.strong(now), " ", silent)
    return closing_bar(consequence=said, number=SHOWN_LABEL, on_close=Room.close_item(SHOWN.id))


def _confirm() -> rx.Component:
    of_text = rx.cond(
        IS_CHOICE,
        rx.fragment(t("Confirming freezes it:"), " ", of_choice()),
        rx.cond(
            ROOM.carried,
            t("Confirming freezes it: point {number} is carried.", number=SHOWN_LABEL),
            t("Confirming freezes it: point {number} is rejected.", number=SHOWN_LABEL),
        ),
    )
    of_amendment = rx.cond(
        ROOM.carried,
        t("Confirming freezes it: the amendment is carried, and the text as amended is voted next."),
        t("Confirming freezes it: the amendment is rejected, and the text as it stood is voted next."),
    )
    words = rx.cond(ROOM.amendment, of_amendment, of_text)
    waiting = rx.cond(
        ROOM.pending > 0,
        rx.fragment(
            " ",
            tn(
                "{n} ballot entered by hand is not confirmed and does not count.",
                "{n} ballots entered by hand are not confirmed and do not count.",
                ROOM.pending,
            ),
        ),
    )
    return _bar(
        rx.fragment(rx.el.strong(words), waiting),
        quiet_button(t("Vote again"), on_click=Room.ask("reopened"), data_testid="vote-again"),
        button(
            t("Confirm the result"), main=True, big=True, on_click=Room.confirm_result(SHOWN.id), data_testid="confirm"
        ),
    )


def _open() -> rx.Component:
    length = rx.el.select(
        *(rx.el.option(LENGTHS[seconds], value=str(seconds)) for seconds in COUNTDOWNS),
        value=Room.countdown,
        on_change=Room.choose_countdown,
        aria_label=t("How long the vote is open"),
        class_name="input short",
        id="countdown",
    )
    other_open = t("Point {number} is still open. Close it first.", number=POINT)
    press = button(
        rx.cond(
            SHOWN.amended,
            t("Open the vote on the amendment to point {number}", number=SHOWN_LABEL),
            t("Open the vote on point {number}", number=SHOWN_LABEL),
        ),
        main=True,
        big=True,
        on_click=Room.open_item(SHOWN.id),
        data_testid="open-vote",
    )
    ready = _bar(
        t("{lots} lots are present or represented. Every phone shows the ballot at once.", lots=ROOM_LOTS),
        length,
        press,
    )
    duty = _bar(
        t("A duty of the law: nothing to vote on."),
        button(t("Note it"), main=True, big=True, on_click=Room.ask("noted"), data_testid="note-it"),
    )
    busy = _bar(other_open, button(t("Back to point {number}", number=POINT), on_click=Room.look_at("")))
    return rx.cond(ROOM.item_state == "open", busy, rx.cond(SHOWN.majority == "none", duty, ready))


ROOM_LOTS = Room.counts.present_lots


def _go_on() -> rx.Component:
    coming = _bar(
        rx.fragment(rx.el.strong(t("Next: point {number}", number=NEXT_LABEL)), " ", t_own(NEXT.title)),
        rx.cond(
            stands("confirmed", "carried", "rejected") & IN_SESSION,
            quiet_button(t("Vote again"), on_click=Room.ask("reopened"), data_testid="vote-again"),
        ),
        button(
            t("Go on to point {number}", number=NEXT_LABEL), main=True, big=True, on_click=Room.look_at("next"),
            data_testid="next-point",
        ),
    )  # fmt: skip
    over = _bar(
        t("Every point of the agenda has been dealt with."),
        button(t("Close the assembly"), main=True, on_click=opens(CLOSE), data_testid="close-assembly"),
    )
    unsigned = _bar(
        t("Name the chair and the secretary of the assembly first: they sign the minutes."),
        button_link(t("To the bureau"), href=urls.assembly(HERE.id, "attendance"), main=True, big=True),
    )
    again = _bar(
        t("Nobody has more than half: the two with the most votes are voted on again."),
        quiet_button(t("Leave it without a choice"), on_click=Room.look_at("next"), data_testid="no-run-off"),
        button(t("Begin the run-off"), main=True, big=True, on_click=Choosing.run_off(SHOWN.id), data_testid="run-off"),
    )
    goes_on = rx.cond(NEXT.id, coming, rx.cond(Room.can_sign, over, unsigned))
    to_run_off = stands("confirmed") & IS_CHOICE & (ROOM.outcome == "run_off") & IN_SESSION
    return rx.cond(ENDED, rx.fragment(), rx.cond(to_run_off, again, goes_on))


def _resume() -> rx.Component:
    return _bar(
        t("The session is interrupted."),
        button(t("Resume the session"), main=True, big=True, on_click=Room.resume, data_testid="resume"),
    )


def _to_the_door() -> rx.Component:
    return _bar(
        t("The assembly is not open yet: attendance and quorum come first."),
        button_link(t("To the attendance list"), href=urls.assembly(HERE.id, "attendance"), main=True, big=True),
    )
