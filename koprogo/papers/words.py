"""The words of papers: content in four languages, dated, apart from the catalogues of the screens.

A paper that was issued keeps its words for ever, so each paper names the edition of its words, and a change of words is
a new edition. `Words` fills them in: whole numbers are grouped as the language does, and a pair (one, many) is chosen
by `n`.
"""

import re
from collections.abc import Mapping

from koprogo.papers.formats import NBSP, Format

Catalogue = Mapping[str, str | tuple[str, str]]

EDITION = "2026-11"

COMMON: Mapping[str, Catalogue] = {
    "fr": {
        "enterprise_number": "Numéro d’entreprise {number}",
        "page": "Page {page} sur {pages}",
        "version": "Version {number}",
        "draft": "Projet",
        "fingerprint": "empreinte {digest}",
        "semicolon": " ; ",
        "closing": "Veuillez agréer, Madame, Monsieur, l’expression de nos sentiments distingués.",
        "signed": "Le syndic, {syndic}",
    },
    "nl": {
        "enterprise_number": "Ondernemingsnummer {number}",
        "page": "Blad {page} van {pages}",
        "version": "Versie {number}",
        "draft": "Ontwerp",
        "fingerprint": "vingerafdruk {digest}",
        "semicolon": "; ",
        "closing": "Met de meeste hoogachting,",
        "signed": "De syndicus, {syndic}",
    },
    "de": {
        "enterprise_number": "Unternehmensnummer {number}",
        "page": "Seite {page} von {pages}",
        "version": "Fassung {number}",
        "draft": "Entwurf",
        "fingerprint": "Prüfwert {digest}",
        "semicolon": "; ",
        "closing": "Mit freundlichen Grüßen",
        "signed": "Der Syndikus, {syndic}",
    },
    "en": {
        "enterprise_number": "Enterprise number {number}",
        "page": "Page {page} of {pages}",
        "version": "Version {number}",
        "draft": "Draft",
        "fingerprint": "fingerprint {digest}",
        "semicolon": "; ",
        "closing": "Yours faithfully,",
        "signed": "The syndic, {syndic}",
    },
}


class Words:
    """The words of one paper in one language: `words("quorum_reached", heads=41)`."""

    def __init__(self, language: str, catalogues: Mapping[str, Catalogue]) -> None:
        self.format = Format(language)
        self.language = language
        self._words = {**COMMON[language], **catalogues[language]}

    def __call__(self, key: str, /, **facts: object) -> str:
        """Return the text of `key` filled with facts; whole numbers are grouped.

        Raises:
            KeyError: the key or one of its facts is missing; a mistake of ours.
        """
        text = self._words[key]
        if isinstance(text, tuple):
            text = text[self._is_many(facts["n"])]
        printed = {name: self.format.number(fact) if type(fact) is int else fact for name, fact in facts.items()}
        return self._spaced(text).format(**printed)

    def _is_many(self, n: object) -> bool:
        """French counts nought as one; the others do not."""
        return n not in ((0, 1) if self.language == "fr" else (1,))

    def _spaced(self, text: str) -> str:
        """Bind a figure to its noun or its equals sign, the parts of an article and, in French, double punctuation."""
        text = text.replace("{n} ", f"{{n}}{NBSP}").replace("= {", f"={NBSP}{{")
        text = re.sub(r"(\b[Aa]rt\.) ([\d.]+) § (\d+)", rf"\1{NBSP}\2{NBSP}§{NBSP}\3", text)
        if self.language != "fr":
            return text
        return re.sub(r"« ?", f"«{NBSP}", re.sub(r" ([:;?!»])", rf"{NBSP}\1", text))
