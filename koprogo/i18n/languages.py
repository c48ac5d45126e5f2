"""The four languages of the product, their regional conventions, and which one a reader gets."""

import re
from collections.abc import Iterable

LANGUAGES = ("fr", "nl", "de", "en")
"""In the order in which they are offered; ISO 639-1."""

DEFAULT = "fr"

NAMES = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}
"""Each language by its own name: the reader finds hers whatever the page speaks."""

REGIONS = {"fr": "fr_BE", "nl": "nl_BE", "de": "de_BE", "en": "en_IE"}
"""Where numbers, days and money are written as here; English as in Ireland, where the money is the euro."""

NBSP = "\u00a0"


def choose(*wished: str | None) -> str:
    """Return the first wish that is one of ours (`nl-BE`, `NL` and `nl` are the same wish), else French.

    >>> choose(None, "nl-BE,nl;q=0.9")
    'nl'
    """
    for wish in wished:
        for tag in (wish or "").split(","):
            if (language := tag.strip()[:2].lower()) in LANGUAGES:
                return language
    return DEFAULT


_ANYWHERE = ((re.compile(r"\b([Aa]rt\.) (?=[\d{])"), rf"\1{NBSP}"), (re.compile(r"§ (?=[\d{])"), f"§{NBSP}"))
_RULES: dict[str, Iterable[tuple[re.Pattern[str], str]]] = {
    "fr": (
        *_ANYWHERE,
        (re.compile(r" (?=[:;?!€»%])"), NBSP),
        (re.compile(r"« "), f"«{NBSP}"),
        (re.compile(r"(?<=\d) h (?=\d)"), f"{NBSP}h{NBSP}"),
    ),
    "nl": (*_ANYWHERE, (re.compile(r"€ "), f"€{NBSP}"), (re.compile(r" (?=%)"), NBSP)),
    "de": (*_ANYWHERE, (re.compile(r" (?=[€%])"), NBSP)),
    "en": _ANYWHERE,
}


def unbroken(text: str, language: str) -> str:
    """Return the text with the spaces that may not break: `art. 3.88`, and before `: ; ? ! €` in French."""
    for pattern, written in _RULES[language]:
        text = pattern.sub(written, text)
    return text
