"""Texts that people typed, made comparable: what a reader does not see must not tell two of them apart."""

import unicodedata


def plain(text: str) -> str:
    """Return the words of a text without accents, capitals and signs, for comparing.

    >>> plain("Copropriétaire(s) – N°")
    'coproprietaire s n'
    """
    flat = "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))
    return " ".join("".join(each if each.isalnum() else " " for each in flat).split())


def tidy(text: str) -> str:
    """Return a text with single ordinary spaces, composed accents, and without characters that cannot be seen.

    Invisible ones (zero width, direction marks) make two names that look the same differ.
    """
    seen = "".join(each for each in unicodedata.normalize("NFC", text) if unicodedata.category(each) != "Cf")
    return " ".join(seen.split())
