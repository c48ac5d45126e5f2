"""The words of the page without a network, in each language; the build writes them into /offline.html."""

from typing import Any

from koprogo.components.icons import PATHS
from koprogo.components.kept import CHOICES, SHAPES
from koprogo.components.kept import WORDS as KEPT
from koprogo.i18n.languages import LANGUAGES
from koprogo.i18n.messages import message

WORDS = {
    "network": "No network",
    "title": "You are not connected",
    "sentence": (
        "You read here what this device kept. Votes already counted are safe; a vote that waits on this phone leaves when"
        " the network is back."
    ),
    "as_of": "As of {at}",
    "there": "Presence",
    "own": "Your ballots",
    "agenda": "Agenda",
}
"""Beside those of `kept`; the extraction of messages reads this table."""
TOO = ("again", "waits", "point", "facts", "not_yet", "why_cut", "why_sign_in", "withdraw", "not_counted", "counts_not",
       "pressed", "desk_waits", "desk_why", "desk_arrived", "desk_left", "desk_paper", "desk_hands")  # fmt: skip
CLOCKS = {
    "fr": "{h}\u00a0h\u00a0{m}\u00a0min\u00a0{s}\u00a0s",
    "nl": "{h}.{m}\u00a0uur en\u00a0{s}\u00a0s",
    "de": "{h}:{m}:{s}\u00a0Uhr",
    "en": "{h}:{m}:{s}",
}
"""How each language writes a time of day with its seconds, as `koprogo.i18n.format.time` does."""


def offline_words() -> dict[str, Any]:
    """Return the words by language, and under `paths` the icons."""
    said = {**WORDS, **{name: KEPT[name] for name in TOO}}
    words: dict[str, Any] = {
        language: {
            **{name: message(message_id, language) for name, message_id in said.items()},
            "clock": CLOCKS[language],
            "choices": {name: message(message_id, language) for name, message_id in CHOICES.items()},
        }
        for language in LANGUAGES
    }
    return {**words, "paths": {name: PATHS[name] for name in SHAPES}}
