"""The words of a desk slip, in four languages."""

from collections.abc import Mapping

from koprogo.papers.words import Catalogue, Words

SLIP: Mapping[str, Catalogue] = {
    "fr": {
        "title": "Billet de vote",
        "file_title": "Billets de vote, {day}",
        "assembly_ordinary": "Assemblée générale ordinaire",
        "assembly_extraordinary": "Assemblée générale extraordinaire",
        "lots": ("Lot {lots}", "Lots {lots}"),
        "scan": "Scannez le code avec votre téléphone,",
        "or_type": "ou ouvrez {address} et tapez :",
        "bound": "Ce billet est à votre nom et ne vaut que pour cette assemblée. Ne le prêtez pas.",
        "qr_alt": "Code QR menant à {address}",
    },
    "nl": {
        "title": "Toegangsbriefje",
        "file_title": "Toegangsbriefjes, {day}",
        "assembly_ordinary": "Gewone algemene vergadering",
        "assembly_extraordinary": "Buitengewone algemene vergadering",
        "lots": ("Kavel {lots}", "Kavels {lots}"),
        "scan": "Scan de code met uw telefoon,",
        "or_type": "of open {address} en typ:",
        "bound": "Dit briefje staat op uw naam en geldt alleen voor deze vergadering. Leen het niet uit.",
        "qr_alt": "QR-code naar {address}",
    },
    "de": {
        "title": "Stimmschein",
        "file_title": "Stimmscheine, {day}",
        "assembly_ordinary": "Ordentliche Generalversammlung",
        "assembly_extraordinary": "Außerordentliche Generalversammlung",
        "lots": ("Los {lots}", "Lose {lots}"),
        "scan": "Scannen Sie den Code mit Ihrem Telefon,",
        "or_type": "oder öffnen Sie {address} und tippen Sie:",
        "bound": "Gilt auf Ihren Namen und nur für diese Versammlung. Geben Sie den Schein nicht weiter.",
        "qr_alt": "QR-Code zu {address}",
    },
    "en": {
        "title": "Voting slip",
        "file_title": "Voting slips, {day}",
        "assembly_ordinary": "Ordinary general assembly",
        "assembly_extraordinary": "Extraordinary general assembly",
        "lots": ("Lot {lots}", "Lots {lots}"),
        "scan": "Scan the code with your phone,",
        "or_type": "or open {address} and type:",
        "bound": "This slip is in your name and valid for this assembly only. Do not lend it.",
        "qr_alt": "QR code leading to {address}",
    },
}


def slip_words(language: str) -> Words:
    """Return the words of a slip.

    Raises:
        ValueError: the language is none of `fr`, `nl`, `de`, `en`.
    """
    return Words(language, SLIP)
