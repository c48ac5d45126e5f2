"""What is kept on this device: presses that wait for a network, were refused, or left while their own page was away.

    kept_presses(SessionState.person_id)      # the frame of every page has it
    kept_for_sign_in()                        # on the sign-in page: that something waits, not what nor whose

The JavaScript is assets/js/waiting.js; what is on the disk is in assets/js/kept.js.
"""

from typing import Any

import reflex as rx

from koprogo.components.icons import PATHS

LIBRARY = "$/public/js/waiting.js"
WORDS = {
    "waits": "Your vote waits on this phone",
    "point": "Point {number}",
    "facts": "{shares} of {total}, chosen at {time}.",
    "not_yet": "Not counted yet.",
    "why_cut": "It leaves as soon as the network is back.",
    "why_later": "The server does not answer yet. It is sent again by itself.",
    "why_sign_in": "Your sign-in has ended. Sign in on this device and it leaves.",
    "again": "Try again",
    "withdraw": "Withdraw",
    "to_vote": "To the vote",
    "sign_in": "Sign in",
    "not_counted": "Your vote was not counted",
    "counted": "Your vote is recorded",
    "counts": "Recorded",
    "counts_not": "Not counted",
    "pressed": "at {time}, on this phone",
    "by_phone": "at {time}, from another device",
    "by_hand": "at {time}, by a show of hands",
    "by_paper": "at {time}, from paper at the desk",
    "by_proxy_sheet": "at {time}, from the proxy sheet at the desk",
    "by_correction": "at {time}, as a correction by the desk",
    "what_now": "What you can do",
    "now_newer": "If what counts is not what you want, vote again while the point is open.",
    "now_late": "Raise your hand now: until the result is confirmed, the desk can still correct it with a second person.",
    "now_again": "Look at the point and vote again, or raise your hand: the desk notes your vote.",
    "take_away": "Take this away",
    "law": "art. {law}",
    "desk_waits": "Noted on this device, not entered yet",
    "desk_why": "It is entered with the time at which it was noted, as soon as the network is back.",
    "desk_not": "This was not entered",
    "desk_arrived": "{name} arrived, noted at {time}",
    "desk_left": "{name} left, noted at {time}",
    "desk_why_entries": (
        "It is entered as soon as the network is back, if the vote is still open and nothing newer is there. Then a second"
        " person confirms it."
    ),
    "desk_paper": "Point {point}, {name}: {choice}, noted at {time}",
    "desk_hands": "Point {point}, raised hands of all others: {choice}, noted at {time}",
    "desk_late": "Until the result is confirmed, it can still be entered as a correction, with a second person.",
    "to_door": "To the attendance",
    "to_room": "To the assembly room",
    "for_sign_in": "Votes that wait on this device: {n}. They leave once the person who pressed them signs in.",
}
"""Said by the browser itself; the extraction of messages reads this table."""
CHOICES = {"for": "For", "against": "Against", "abstain": "Abstention", "blank": "Blank"}
SHAPES = ("no-network", "octagon", "check", "forward")


class Kept(rx.Component):
    """The presses of one person that are shown nowhere else on the page; nothing when there are none."""

    library = LIBRARY
    tag = "Kept"
    person: rx.Var[str]
    words: rx.Var[dict[str, Any]]


class KeptForSignIn(rx.Component):
    """How many presses wait on this device; also takes away the facts kept for whoever read here before."""

    library = LIBRARY
    tag = "KeptForSignIn"
    words: rx.Var[dict[str, Any]]


def kept_presses(person: Any) -> rx.Component:
    """Show what waits on this device for a person (her id, empty for nobody), or was refused while she was away."""
    return Kept.create(person=person, words=_words())


def kept_for_sign_in() -> rx.Component:
    """Say on the sign-in page that something waits for its person."""
    return KeptForSignIn.create(words=_words())


def _words() -> dict[str, Any]:
    return {**WORDS, "choices": CHOICES, "paths": {name: PATHS[name] for name in SHAPES}}
