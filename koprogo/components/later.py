"""What a reader may want without a network, kept on her device: convocation, agenda, the last sums, her own ballots.

    keep_for_later(person=SessionState.person_id, assembly=LiveState.assembly, agenda=LiveState.agenda, room=LiveState.room,
                   receipts=BallotState.receipts, votes=BallotState.mine.votes)
    keep_convocation(person=SessionState.person_id, assembly=AgendaState.assembly, points=AgendaState.points)

Nothing is drawn. The JavaScript is assets/js/later.js; /offline.html shows what it kept, in the words it had then, which are
those of `offline_words`.
"""

from typing import Any

import reflex as rx

WORDS = {
    "point": "Point {number}",
    "law": "art. {law}",
    "weight": "{shares} of {total}, lot {lot}",
    "for_owner": "For {name}",
    "pending": "It counts once a second person has confirmed it.",
    "recorded_at": "Recorded at {time}",
    "receipt": "Receipt {number}",
    "heads": "{heads} of {owners} co-owners",
    "shares": "{shares} of {total} shares",
    "voted": "{voted} of the {present} shares present have voted",
    "closed": "To confirm",
    "remote": "Owners may take part from elsewhere",
    "threshold": "{threshold}: {needed} of {whole}",
    "several": "Different choices by lot",
}
"""Said by the browser itself; the extraction of messages reads this table."""
CHOICES = {"for": "For", "against": "Against", "abstain": "Abstention", "blank": "Blank"}
KINDS = {
    "ordinary": "Ordinary general assembly",
    "extraordinary": "Extraordinary general assembly",
    "other": "General assembly",
}
MAJORITIES = {
    "absolute": "Absolute majority",
    "two_thirds": "Majority of two thirds",
    "four_fifths": "Majority of four fifths",
    "unanimity": "Unanimity of all co-owners",
    "none": "No vote",
}
OUTCOMES = {
    "open": "Open",
    "closed": "To confirm",
    "carried": "Carried",
    "rejected": "Rejected",
    "postponed": "Postponed",
    "withdrawn": "Withdrawn",
    "noted": "Noted",
    "not_reached": "Not reached",
}


THRESHOLDS = {"absolute": "more than half", "two_thirds": "2/3", "four_fifths": "4/5", "unanimity": "all co-owners"}


class KeepForLater(rx.Component):
    """Writes the facts a moment after they changed; draws nothing."""

    library = "$/public/js/later.js"
    tag = "KeepForLater"
    person: rx.Var[str]
    assembly: rx.Var[Any]
    agenda: rx.Var[list[Any]]
    room: rx.Var[Any]
    receipts: rx.Var[dict[str, Any]]
    votes: rx.Var[list[Any]]
    words: rx.Var[dict[str, Any]]


class KeepConvocation(rx.Component):
    """Writes convocation and agenda once they are loaded; draws nothing."""

    library = "$/public/js/later.js"
    tag = "KeepConvocation"
    person: rx.Var[str]
    assembly: rx.Var[Any]
    points: rx.Var[list[Any]]
    words: rx.Var[dict[str, Any]]


def keep_convocation(*, person: Any, assembly: Any, points: Any) -> rx.Component:
    """Keep what is read before the evening, for the cellar where it is read again."""
    return KeepConvocation.create(person=person, assembly=assembly, points=points, words=_words())


def keep_for_later(*, person: Any, assembly: Any, agenda: Any, room: Any, receipts: Any, votes: Any) -> rx.Component:
    """Keep an assembly's facts for its reader, by her id; another reader on the same device makes them go."""
    return KeepForLater.create(
        person=person, assembly=assembly, agenda=agenda, room=room, receipts=receipts, votes=votes, words=_words()
    )


def _words() -> dict[str, Any]:
    return {
        **WORDS,
        "choices": CHOICES,
        "kinds": KINDS,
        "majorities": MAJORITIES,
        "outcomes": OUTCOMES,
        "thresholds": THRESHOLDS,
    }
