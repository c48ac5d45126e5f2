"""The words of the notice to occupants, in four languages."""

from collections.abc import Mapping

from koprogo.papers.words import Catalogue, Words

NOTICE: Mapping[str, Catalogue] = {
    "fr": {
        "title": "Avis aux occupants",
        "told": "L’assemblée générale des copropriétaires se réunit le {day} à {time}.",
        "write": "Vous occupez un appartement ou un local sans droit de vote ? Vous pouvez faire part de vos "
        "questions et observations sur les parties communes : scannez le code, ou écrivez au syndic. Elles "
        "seront communiquées à l’assemblée (art. 3.89 § 5, 6°).",
        "posted_by": "Le syndic, {syndic}",
        "qr_alt": "Code QR menant au formulaire pour les occupants",
    },
    "nl": {
        "title": "Bericht aan de bewoners",
        "told": "De algemene vergadering van mede-eigenaars komt samen op {day} om {time}.",
        "write": "Bewoont of gebruikt u een kavel zonder stemrecht? U kunt uw vragen en opmerkingen over de "
        "gemeenschappelijke delen meedelen: scan de code, of schrijf de syndicus. Ze worden aan de vergadering "
        "meegedeeld (art. 3.89 § 5, 6°).",
        "posted_by": "De syndicus, {syndic}",
        "qr_alt": "QR-code naar het formulier voor bewoners",
    },
    "de": {
        "title": "Mitteilung an die Bewohner",
        "told": "Die Generalversammlung der Miteigentümer findet am {day} um {time} statt.",
        "write": "Bewohnen oder nutzen Sie ein Los ohne Stimmrecht? Sie können Ihre Fragen und Bemerkungen zu "
        "den gemeinschaftlichen Teilen mitteilen: Scannen Sie den Code, oder schreiben Sie dem Syndikus. Sie "
        "werden der Versammlung mitgeteilt (Art. 3.89 § 5, 6°).",
        "posted_by": "Der Syndikus, {syndic}",
        "qr_alt": "QR-Code zum Formular für Bewohner",
    },
    "en": {
        "title": "Notice to occupants",
        "told": "The general assembly of the co-owners meets on {day} at {time}.",
        "write": "Do you live or work here without a vote? You may send your questions and observations about "
        "the common parts: scan the code, or write to the syndic. They will be told to the assembly (art. 3.89 § "
        "5, 6°).",
        "posted_by": "The syndic, {syndic}",
        "qr_alt": "QR code leading to the form for occupants",
    },
}


def notice_words(language: str) -> Words:
    """Return the words of the notice; ValueError for a language that is none of ours."""
    return Words(language, NOTICE)
