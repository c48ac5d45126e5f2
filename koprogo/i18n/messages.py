"""The words: one gettext catalogue per language, for the browser, mails, papers and refusals alike.

`message(id, language, **facts)` says a message on the server. `browser_catalogues()` is the same, as JSON for
assets/js/words.js. A fact that is a code word (`two_thirds`, `postponed`) is said in words when the catalogue knows it
with the context `fact` (see `facts.py`); one that is a whole sentence is looked up as a message of its own.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from koprogo.i18n import format as formats
from koprogo.i18n.languages import LANGUAGES, unbroken

LOCALES = Path(__file__).resolve().parents[1] / "locales"
DOMAIN = "koprogo"
SEPARATOR = "\x04"
"""Between context and id in a key, as gettext writes it."""


def message(message_id: str, language: str, /, **facts: Any) -> str:
    """Return the message in one of our languages, its placeholders filled; the English id when nobody translated it.

    Facts are shown as in the browser: whole numbers in the language's way, a `year` and a `number` bare, `..._cents` as
    euros, ISO days and instants in words, known code words translated. A placeholder without a fact stays visible.
    """
    return _fill(_first(words(language).get(message_id, message_id)), language, facts)


def messages(one: str, many: str, n: int, language: str, /, **facts: Any) -> str:
    """Return `one` or `many` as the language counts `n`, which fills `{n}`."""
    forms = words(language).get(one, (one, many))
    return _fill(forms[0 if formats.is_one(n, language) else 1], language, {"n": n, **facts})


@cache
def words(language: str) -> Mapping[str, str | tuple[str, ...]]:
    """Return key -> text, or both plural forms; untranslated messages are absent, so that the English id is said."""
    return dict(_entries(catalogue(language), language))


def catalogue(language: str) -> Catalog:
    """Read one catalogue from its .po file."""
    path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def browser_catalogues() -> dict[str, str]:
    """Return file name -> JSON for each language; the name holds the hash of the content."""
    files = {}
    for language in LANGUAGES:
        found = {key: text for key, text in words(language).items() if text != key}
        text = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        files[f"{language}.{hashlib.sha256(text.encode()).hexdigest()[:10]}.json"] = text
    return files


def _entries(found: Catalog, language: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for entry in found:
        if not entry.id:
            continue
        one = entry.id if isinstance(entry.id, str) else entry.id[0]
        texts = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
        if not texts or not all(texts) or "fuzzy" in entry.flags:
            continue
        key = f"{entry.context}{SEPARATOR}{one}" if entry.context else one
        said = tuple(unbroken(text, language) for text in texts)
        yield key, said if isinstance(entry.id, tuple) else said[0]


def _first(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def _fill(text: str, language: str, facts: Mapping[str, Any]) -> str:
    for name, value in facts.items():
        text = text.replace("{" + name + "}", _shown(name, value, language))
    return text


def _shown(name: str, value: Any, language: str) -> str:
    if isinstance(value, str):
        known = words(language)
        if word := known.get(f"fact{SEPARATOR}{value}") or (known.get(value) if formats.is_sentence(value) else None):
            return _first(word)
    return formats.fact(name, value, language)
