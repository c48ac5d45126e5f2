"""The words of the convocation, one catalogue per language, all with the same keys."""

from collections.abc import Mapping

from koprogo.papers.convocation.words_de import DE
from koprogo.papers.convocation.words_en import EN
from koprogo.papers.convocation.words_fr import FR
from koprogo.papers.convocation.words_nl import NL
from koprogo.papers.words import Catalogue, Words

CONVOCATION: Mapping[str, Catalogue] = {"fr": FR, "nl": NL, "de": DE, "en": EN}


def convocation_words(language: str) -> Words:
    """Return the words of the convocation.

    Raises:
        ValueError: the language is none of `fr`, `nl`, `de`, `en`.
    """
    return Words(language, CONVOCATION)
