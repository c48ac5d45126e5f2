"""Names as banks write them against names as we know them: whose is it exactly, and who is too near to tell apart.

The order of words, capitals, accents, hyphens and titles make no difference; a letter does. Practice of the keeping of the
accounts (art. 3.89 §5, 15°).
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import permutations

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_15

TITLES = frozenset(
    ("m", "mm", "mr", "mme", "mlle", "mevr", "mw", "dhr", "hr", "heer", "mevrouw", "monsieur", "madame", "herr", "frau")
)
WORD = re.compile(r"[a-z0-9]+")
NEAR = 2
"""Letters by which two names may differ and still be taken for each other."""
MOST_TURNED = 4
"""Words whose every order is tried; of longer names the alphabetical order alone."""


@lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell people apart, in alphabetical order.

    >>> words_of("Mme PEETERS-Dubois, Anaïs")
    ('anais', 'dubois', 'peeters')
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(sign))
    return tuple(sorted(word for word in WORD.findall(plain) if word not in TITLES))


@cites(CC_3_89_5_15)
def is_full_name(given: str, known: str) -> bool:
    """Say whether a payer's name is exactly a known one; a single word is never a full name."""
    words = words_of(given)
    return len(words) > 1 and words == words_of(known)


def is_near(given: str, known: str) -> bool:
    """Say whether two names could be taken for each other: two letters apart at most, in some order of their words."""
    one, other = words_of(given), words_of(known)
    if not one or not other or not _may_be_near(_letters(one), _letters(other)):
        return False
    target = " ".join(one)
    orders = permutations(other) if len(other) <= MOST_TURNED else (other,)
    return any(within(target, " ".join(each), NEAR) for each in orders)


def _may_be_near(one: Counter[str], other: Counter[str]) -> bool:
    """Rule out most names at once: a letter changed makes two counts differ, so two letters four, in whatever order."""
    return (one - other).total() + (other - one).total() <= 2 * NEAR


@lru_cache(maxsize=20_000)
def _letters(words: tuple[str, ...]) -> Counter[str]:
    return Counter("".join(words))


def within(one: str, other: str, most: int) -> bool:
    """Say whether at most so many letters are to be put in, left out or changed to get from one text to the other."""
    if abs(len(one) - len(other)) > most:
        return False
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, start=1):
        before, row = row, [i]
        for j, against in enumerate(other, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (sign != against)))
        if min(row) > most:
            return False
    return row[-1] <= most
