"""The words of the minutes, one catalogue per language, all with the same keys."""

from collections.abc import Mapping

from koprogo.papers.minutes.words_de import DE
from koprogo.papers.minutes.words_en import EN
from koprogo.papers.minutes.words_fr import FR
from koprogo.papers.minutes.words_nl import NL
from koprogo.papers.words import Catalogue, Words

MINUTES: Mapping[str, Catalogue] = {"fr": FR, "nl": NL, "de": DE, "en": EN}


def minutes_words(language: str) -> Words:
    """Return the words of the minutes.

    Raises:
        ValueError: the language is none of `fr`, `nl`, `de`, `en`.
    """
    return Words(language, MINUTES)
