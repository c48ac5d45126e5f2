"""A point as people say it, read it and search it: its number, its article, its words."""

import re
from collections.abc import Mapping
from unicodedata import combining, normalize

from koprogo.rules.assemblies.decision_kinds import kind_of

NOTE = re.compile(r" \([^()]*\)| exception\b")


def label(number: int, part: str) -> int | str:
    """Return a point's number, with the letter of its part where it has one.

    >>> label(7, ""), label(7, "b")
    (7, '7b')
    """
    return f"{number}{part}" if part else number


def article_of(kind: str) -> str:
    """Return the article that sets the majority of a kind of decision, as people cite it.

    The table is a lawyer's: what it notes beside the article is not for the minutes.
    """
    return NOTE.sub("", kind_of(kind).article)


def said_in(words: Mapping[str, str] | None, language: str) -> str:
    """Return text in a language, or in the first one it was written in."""
    words = words or {}
    return words.get(language) or next(iter(words.values()), "")


def folded(words: str) -> str:
    """Return text for comparing: without accents, capitals or doubled spaces.

    >>> folded("  Rénover  LE toit ")
    'renover le toit'
    """
    letters = (each for each in normalize("NFKD", words).casefold() if not combining(each))
    return " ".join("".join(letters).split())
