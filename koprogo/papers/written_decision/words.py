"""The words of the paper of a decision in writing, in four languages; languages are named as the minutes name them."""

from collections.abc import Mapping

from koprogo.papers.minutes.words import MINUTES
from koprogo.papers.words import Catalogue, Words

BORROWED = ("language_", "proof_seal", "label_syndic", "words_edition")

OWN: Mapping[str, Catalogue] = {
    "fr": {
        "title": "Décision écrite unanime",
        "full_title": "Décision écrite unanime nº {number} – {association}",
        "short_title": "Décision écrite unanime nº {number}",
        "day": "Nº {number}, prise le {day}",
        "opening": "Tous les membres de l’association des copropriétaires ont pris la décision ci-dessous à "
        "l’unanimité "
        "et par écrit, sans réunion (art. 3.87 § 11). Le syndic en dresse le présent procès-verbal.",
        "authentic": "Ce texte fait foi ; dans les autres langues, il est traduit.",
        "translation": "Traduction : c’est le texte en {language} qui fait foi.",
        "label_asked": "Demandée le",
        "label_until": "Réponses jusqu’au",
        "label_taken": "Prise le",
        "taken": "{day} à {time}, avec la dernière réponse",
        "label_kind": "Objet",
        "label_entry": "Au registre",
        "entry": "nº {number} (art. 3.93 § 4)",
        "heading_text": "La décision",
        "heading_agreed": "Qui a marqué son accord",
        "agreed_caption": "{n} lots, {shares} quotités sur {total} : tous",
        "column_lot": "Lot",
        "column_owner": "Copropriétaire",
        "column_shares": "Quotités",
        "column_when": "Accord donné",
        "total": "Ensemble",
        "by": "par {name}",
        "how_phone": "par l’application, après identification",
        "how_paper": "sur papier signé ({document})",
        "heading_signing": "Signature",
        "signing": "Le syndic transmet ce procès-verbal dans les 30 jours à tous ceux qui ont un droit de vote et "
        "aux autres "
        "syndics (art. 3.87 § 12). La décision peut être contestée devant le juge de paix dans les "
        "quatre mois (art. 3.92 § 3).",
        "data": "Les données de ce procès-verbal sont jointes au fichier ({name}).",
    },
    "nl": {
        "title": "Eenparige schriftelijke beslissing",
        "full_title": "Eenparige schriftelijke beslissing nr. {number} – {association}",
        "short_title": "Eenparige schriftelijke beslissing nr. {number}",
        "day": "Nr. {number}, genomen op {day}",
        "opening": "Alle leden van de vereniging van mede-eigenaars hebben de onderstaande beslissing eenparig en "
        "schriftelijk genomen, zonder vergadering (art. 3.87 § 11). De syndicus maakt er deze notulen van.",
        "authentic": "Deze tekst is de authentieke; in de andere talen is hij vertaald.",
        "translation": "Vertaling: de tekst in het {language} is de authentieke.",
        "label_asked": "Gevraagd op",
        "label_until": "Antwoorden tot",
        "label_taken": "Genomen op",
        "taken": "{day} om {time}, met het laatste antwoord",
        "label_kind": "Onderwerp",
        "label_entry": "In het register",
        "entry": "nr. {number} (art. 3.93 § 4)",
        "heading_text": "De beslissing",
        "heading_agreed": "Wie akkoord ging",
        "agreed_caption": "{n} kavels, {shares} aandelen van {total}: alle",
        "column_lot": "Kavel",
        "column_owner": "Mede-eigenaar",
        "column_shares": "Aandelen",
        "column_when": "Akkoord gegeven",
        "total": "Samen",
        "by": "door {name}",
        "how_phone": "met de toepassing, na identificatie",
        "how_paper": "op ondertekend papier ({document})",
        "heading_signing": "Handtekening",
        "signing": "De syndicus bezorgt deze notulen binnen dertig dagen aan ieder die stemrecht heeft en aan de "
        "andere syndici "
        "(art. 3.87 § 12). De beslissing kan binnen vier maanden voor de vrederechter worden betwist (art. 3.92 § 3).",
        "data": "De gegevens van deze notulen zitten bij het bestand ({name}).",
    },
    "de": {
        "title": "Einstimmiger schriftlicher Beschluss",
        "full_title": "Einstimmiger schriftlicher Beschluss Nr. {number} – {association}",
        "short_title": "Einstimmiger schriftlicher Beschluss Nr. {number}",
        "day": "Nr. {number}, gefasst am {day}",
        "opening": "Alle Mitglieder der Vereinigung der Miteigentümer haben den nachstehenden Beschluss einstimmig und "
        "schriftlich gefasst, ohne Versammlung (Art. 3.87 § 11). Der Syndikus nimmt darüber dieses Protokoll auf.",
        "authentic": "Dieser Text ist maßgebend; in den anderen Sprachen ist er übersetzt.",
        "translation": "Übersetzung: Maßgebend ist der Text auf {language}.",
        "label_asked": "Vorgelegt am",
        "label_until": "Antworten bis",
        "label_taken": "Gefasst am",
        "taken": "{day} um {time}, mit der letzten Antwort",
        "label_kind": "Gegenstand",
        "label_entry": "Im Register",
        "entry": "Nr. {number} (Art. 3.93 § 4)",
        "heading_text": "Der Beschluss",
        "heading_agreed": "Wer zugestimmt hat",
        "agreed_caption": "{n} Lose, {shares} Anteile von {total}: alle",
        "column_lot": "Los",
        "column_owner": "Miteigentümer",
        "column_shares": "Anteile",
        "column_when": "Zustimmung",
        "total": "Zusammen",
        "by": "durch {name}",
        "how_phone": "mit der Anwendung, nach Anmeldung",
        "how_paper": "auf unterschriebenem Papier ({document})",
        "heading_signing": "Unterschrift",
        "signing": "Der Syndikus übermittelt dieses Protokoll binnen dreißig Tagen allen Stimmberechtigten und den "
        "anderen "
        "Syndiken (Art. 3.87 § 12). Der Beschluss kann binnen vier Monaten vor dem Friedensrichter angefochten werden "
        "(Art. 3.92 § 3).",
        "data": "Die Daten dieses Protokolls liegen der Datei bei ({name}).",
    },
    "en": {
        "title": "Unanimous decision in writing",
        "full_title": "Unanimous decision in writing no. {number} – {association}",
        "short_title": "Unanimous decision in writing no. {number}",
        "day": "No. {number}, taken on {day}",
        "opening": "All members of the association of co-owners took the decision below unanimously and in writing, "
        "without meeting (art. 3.87 § 11). The syndic draws up these minutes of it.",
        "authentic": "This text is the authentic one; in the other languages it is translated.",
        "translation": "Translation: the text in {language} is the authentic one.",
        "label_asked": "Asked on",
        "label_until": "Answers until",
        "label_taken": "Taken on",
        "taken": "{day} at {time}, with the last answer",
        "label_kind": "Subject",
        "label_entry": "In the register",
        "entry": "no. {number} (art. 3.93 § 4)",
        "heading_text": "The decision",
        "heading_agreed": "Who agreed",
        "agreed_caption": "{n} lots, {shares} shares of {total}: all",
        "column_lot": "Lot",
        "column_owner": "Co-owner",
        "column_shares": "Shares",
        "column_when": "Agreed",
        "total": "Together",
        "by": "by {name}",
        "how_phone": "in the application, signed in",
        "how_paper": "on signed paper ({document})",
        "heading_signing": "Signature",
        "signing": "The syndic sends these minutes within thirty days to everybody with a vote and to the other "
        "syndics "
        "(art. 3.87 § 12). The decision may be contested before the justice of the peace within four "
        "months (art. 3.92 § 3).",
        "data": "The data of these minutes are attached to the file ({name}).",
    },
}

WRITTEN: Mapping[str, Catalogue] = {
    language: {key: words for key, words in MINUTES[language].items() if key.startswith(BORROWED)} | dict(own)
    for language, own in OWN.items()
}


def written_words(language: str) -> Words:
    """Return the words in one language; ValueError for one that is none of ours."""
    if language not in WRITTEN:
        raise ValueError(f"No words of the decision in writing in {language!r}")
    return Words(language, WRITTEN)
