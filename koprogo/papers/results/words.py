"""The words of the results paper, in four languages, beside those of the minutes."""

from collections.abc import Mapping

from koprogo.papers.minutes.words import MINUTES
from koprogo.papers.words import Catalogue, Words

OWN: Mapping[str, Catalogue] = {
    "fr": {
        "results_title": "Résultats des votes",
        "results_full_title": "Résultats des votes, assemblée du {day} – {association}",
        "results_short_title": "Résultats des votes du {day}",
        "results_intro": "Assemblée générale {kind} du {day}, {place}. Résultats confirmés par la présidence, tels qu’ils "
        "figurent au procès-verbal.",
        "results_none": "Aucun vote n’est encore confirmé.",
        "results_draft": "Projet : la séance n’est pas close, des résultats peuvent encore s’ajouter.",
        "results_watermark": "PROJET",
        "results_signing": "Le bureau atteste ces résultats.",
        "results_at": "Établi le {day} à {time}.",
        "role_teller": "Scrutateur",
    },
    "nl": {
        "results_title": "Uitslag van de stemmingen",
        "results_full_title": "Uitslag van de stemmingen, vergadering van {day} – {association}",
        "results_short_title": "Uitslag van de stemmingen van {day}",
        "results_intro": "{kind} algemene vergadering van {day}, {place}. Uitslagen bevestigd door de voorzitter, zoals ze "
        "in de notulen staan.",
        "results_none": "Er is nog geen stemming bevestigd.",
        "results_draft": "Ontwerp: de zitting is niet gesloten, er kunnen nog uitslagen bijkomen.",
        "results_watermark": "ONTWERP",
        "results_signing": "Het bureau bevestigt deze uitslagen.",
        "results_at": "Opgemaakt op {day} om {time}.",
        "role_teller": "Stemopnemer",
    },
    "de": {
        "results_title": "Abstimmungsergebnisse",
        "results_full_title": "Abstimmungsergebnisse, Versammlung vom {day} – {association}",
        "results_short_title": "Abstimmungsergebnisse vom {day}",
        "results_intro": "{kind} Generalversammlung vom {day}, {place}. Vom Vorsitz bestätigte Ergebnisse, wie sie im "
        "Protokoll stehen.",
        "results_none": "Noch keine Abstimmung ist bestätigt.",
        "results_draft": "Entwurf: Die Sitzung ist nicht geschlossen, weitere Ergebnisse können hinzukommen.",
        "results_watermark": "ENTWURF",
        "results_signing": "Das Büro bestätigt diese Ergebnisse.",
        "results_at": "Erstellt am {day} um {time}.",
        "role_teller": "Stimmenzähler",
    },
    "en": {
        "results_title": "Results of the votes",
        "results_full_title": "Results of the votes, assembly of {day} – {association}",
        "results_short_title": "Results of the votes of {day}",
        "results_intro": "{kind} general assembly of {day}, {place}. Results confirmed by the chair, as they stand in the "
        "minutes.",
        "results_none": "No vote is confirmed yet.",
        "results_draft": "Draft: the session is not closed, results may still be added.",
        "results_watermark": "DRAFT",
        "results_signing": "The bureau attests these results.",
        "results_at": "Made on {day} at {time}.",
        "role_teller": "Teller",
    },
}
RESULTS: Mapping[str, Catalogue] = {language: {**MINUTES[language], **own} for language, own in OWN.items()}


def results_words(language: str) -> Words:
    """Return the words of the results paper.

    Raises:
        ValueError: the language is none of `fr`, `nl`, `de`, `en`.
    """
    return Words(language, RESULTS)
