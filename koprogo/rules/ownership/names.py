"""Comparing names: the same words in any order, without accents and titles. One name is not yet one person."""

from koprogo.core.plain_text import plain
from koprogo.rules.ownership.holders import title_of


def name_key(name: str) -> str:
    """Return what two spellings of one name have in common.

    >>> name_key("Mevr. Claes, Ann") == name_key("Ann CLAËS")
    True
    """
    return " ".join(sorted(plain(title_of(name)[1]).split()))


def title_key(name: str) -> str:
    """Return `m` or `f` where a title says it; two names with different ones are never one person."""
    return title_of(name)[0]
