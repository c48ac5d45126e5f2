"""The verifier as one HTML page that runs in a browser, from a disk, without a network: program and words in four languages.

    verifier_page() -> the bytes of the file

The program is `verify_minutes.js`, a third implementation beside the rules and `verify_minutes.py`; a test holds its report
against the other one's on every change of every field. The words are those of /verify.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from koprogo.i18n.messages import words

HERE = Path(__file__).parent
NAME = "verify_minutes.html"
WORDS = {
    "alone": "This page works without a network and sends nothing: keep it with the minutes.",
    "failed": "Not verified: something differs.",
}
"""What only this page says; the extraction of messages reads this table."""
TRANSLATED = ("fr", "nl", "de")
"""English is what the program itself says."""


@cache
def verifier_page() -> bytes:
    """Return the page; the same version of KoproGo always gives the same bytes."""
    program = (HERE / "verify_minutes.js").read_text()
    page = (HERE / NAME).read_text()
    said = {language: _said(language, program + page) for language in TRANSLATED}
    page = _put(page, "const WORDS = {};", f"const WORDS = {_script(said)};")
    return _put(page, "/* verify_minutes.js */", program).encode()


def _said(language: str, source: str) -> dict[str, str]:
    """Return the translations of whatever the source says, by message id."""
    return {said: text for said, text in words(language).items() if isinstance(text, str) and f'"{said}"' in source}


def _script(words: Mapping[str, Mapping[str, str]]) -> str:
    return json.dumps(words, ensure_ascii=False, sort_keys=True).replace("</", "<\\/")


def _put(page: str, place: str, text: str) -> str:
    if page.count(place) != 1:
        raise ValueError(f"the page has no single place for {place}")
    return page.replace(place, text)
