"""The pages of a PDF and their words, by pypdf. What cannot be opened is said: closed by a password, or damaged."""

import io
import logging
import re
import zlib
from enum import StrEnum

from pypdf import PageObject, PasswordType, PdfReader
from pypdf.errors import PyPdfError

MOST_PAGES = 300
MOST_LETTERS = 20_000
"""Of a page: more is no minutes."""
LEAST_LETTERS = 20
"""Fewer in a whole file is a stamp or a page number on pictures."""
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
"""What a font may call a letter and no database keeps as one: control signs, halves of a code point."""
DAMAGE = (
    PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, ArithmeticError, NotImplementedError,
    RecursionError, zlib.error,
)  # fmt: skip
"""pypdf has an error of its own; a file made by nobody's rules surfaces as any of these."""
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is odd in other people's files is no news of ours


class Found(StrEnum):
    """What a file turned out to be."""

    TEXT = "text"
    PICTURE = "picture"
    """It can be read by people and not searched."""
    CLOSED = "closed"
    """A password opens it, which nobody gave."""
    DAMAGED = "damaged"
    """It opens nowhere, or takes more time or memory than any minutes."""


def read_document(content: bytes) -> tuple[Found, list[str]]:
    """Return what a PDF is and the words of each of its pages, at most 300; a page that is damaged has none."""
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
            return Found.CLOSED, []
        pages = [_words(page) for page in reader.pages[:MOST_PAGES]]
    except DAMAGE:
        return Found.DAMAGED, []
    words = [page or "" for page in pages]
    if sum(each.isalpha() for page in words for each in page) >= LEAST_LETTERS:
        return Found.TEXT, words
    return (Found.PICTURE if None not in pages else Found.DAMAGED), words


def _words(page: PageObject) -> str | None:
    """Return the words of a page; None for one that cannot be read."""
    try:
        found = page.extract_text()
    except DAMAGE:
        return None
    lines = UNSEEN.sub("", found).splitlines()
    return "\n".join(line.strip() for line in lines).strip()[:MOST_LETTERS]
