"""The words of the financial statements, for the paper, the workbook and the CSV file alike."""

from collections.abc import Mapping

from koprogo.papers.statement.words_de import GERMAN
from koprogo.papers.statement.words_en import ENGLISH
from koprogo.papers.statement.words_fr import FRENCH
from koprogo.papers.statement.words_nl import DUTCH
from koprogo.papers.words import Catalogue, Words

STATEMENTS: Mapping[str, Catalogue] = {"fr": FRENCH, "nl": DUTCH, "de": GERMAN, "en": ENGLISH}


def statement_words(language: str) -> Words:
    """Return the words of the statements.

    Raises:
        ValueError: the language is none of `fr`, `nl`, `de`, `en`.
    """
    return Words(language, STATEMENTS)
