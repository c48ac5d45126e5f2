"""The words of the printed register, in four languages; outcomes and majorities are said as the minutes say them."""

from collections.abc import Mapping

from koprogo.papers.minutes.words import MINUTES
from koprogo.papers.words import Catalogue, Words

BORROWED = ("outcome_", "majority_")

OWN: Mapping[str, Catalogue] = {
    "fr": {
        "title": "Registre des décisions",
        "full_title": "Registre des décisions au {day} – {association}",
        "short_title": "Registre des décisions au {day}",
        "as_of": "État au {day}",
        "intro": "Décisions de l’assemblée générale, consignées par le syndic dans les 30 jours (art. 3.87 § 12). Le "
        "registre se consulte au siège de l’association (art. 3.93 § 4). Le procès-verbal de chaque assemblée nomme ceux "
        "qui ont voté contre ou se sont abstenus.",
        "none": "Aucune décision n’est encore consignée.",
        "count": ("{n} décision", "{n} décisions"),
        "entry": "Nº {number}",
        "held": "Assemblée du {day}, point {item}",
        "in_writing": "Décision écrite unanime du {day}, sans réunion (art. 3.87 § 11)",
        "votes": "{in_favour} voix pour, {against} contre, {abstained} abstentions ; il en fallait {needed} pour, "
        "{majority} ({article}).",
        "votes_clause": "{in_favour} voix pour, {against} contre, {abstained} abstentions ; il en fallait {needed} pour, "
        "{majority} ({article} ; {clause}).",
        "amendment_carried": "Amendement adopté avant le vote du texte : {in_favour} voix pour, {against} "
        "contre, {abstained} abstentions.",
        "amendment_rejected": "Amendement rejeté avant le vote du texte : {in_favour} voix pour, {against} "
        "contre, {abstained} abstentions.",
        "reason": "Motif : {reason}",
        "entered": "Consignée le {day}.",
        "contest": "Peut être contestée devant le juge de paix jusqu’au {day} (art. 3.92 § 3).",
    },
    "nl": {
        "title": "Register van de beslissingen",
        "full_title": "Register van de beslissingen op {day} – {association}",
        "short_title": "Register van de beslissingen op {day}",
        "as_of": "Toestand op {day}",
        "intro": "Beslissingen van de algemene vergadering, door de syndicus ingeschreven binnen 30 dagen "
        "(art. 3.87 § 12). Het register ligt ter inzage op de zetel van de vereniging (art. 3.93 § 4). De notulen van elke "
        "vergadering noemen wie tegenstemde of zich onthield.",
        "none": "Er is nog geen beslissing ingeschreven.",
        "count": ("{n} beslissing", "{n} beslissingen"),
        "entry": "Nr. {number}",
        "held": "Vergadering van {day}, punt {item}",
        "in_writing": "Eenparige schriftelijke beslissing van {day}, zonder vergadering (art. 3.87 § 11)",
        "votes": "{in_favour} stemmen voor, {against} tegen, {abstained} onthoudingen; er waren er {needed} voor nodig, "
        "{majority} ({article}).",
        "votes_clause": "{in_favour} stemmen voor, {against} tegen, {abstained} onthoudingen; er waren er {needed} voor "
        "nodig, {majority} ({article}; {clause}).",
        "amendment_carried": "Amendement aangenomen vóór de stemming over de tekst: {in_favour} stemmen voor, "
        "{against} tegen, {abstained} onthoudingen.",
        "amendment_rejected": "Amendement verworpen vóór de stemming over de tekst: {in_favour} stemmen voor, "
        "{against} tegen, {abstained} onthoudingen.",
        "reason": "Reden: {reason}",
        "entered": "Ingeschreven op {day}.",
        "contest": "Kan tot en met {day} worden betwist voor de vrederechter (art. 3.92 § 3).",
    },
    "de": {
        "title": "Register der Beschlüsse",
        "full_title": "Register der Beschlüsse, Stand {day} – {association}",
        "short_title": "Register der Beschlüsse, Stand {day}",
        "as_of": "Stand: {day}",
        "intro": "Beschlüsse der Generalversammlung, vom Syndikus binnen 30 Tagen eingetragen (Art. 3.87 § 12). Das "
        "Register liegt am Sitz der Vereinigung zur Einsicht aus (Art. 3.93 § 4). Das Protokoll jeder Versammlung nennt, "
        "wer dagegen stimmte oder sich enthielt.",
        "none": "Noch kein Beschluss ist eingetragen.",
        "count": ("{n} Beschluss", "{n} Beschlüsse"),
        "entry": "Nr. {number}",
        "held": "Versammlung vom {day}, Punkt {item}",
        "in_writing": "Einstimmiger schriftlicher Beschluss vom {day}, ohne Versammlung (Art. 3.87 § 11)",
        "votes": "{in_favour} Stimmen dafür, {against} dagegen, {abstained} Enthaltungen; nötig waren {needed} dafür, "
        "{majority} ({article}).",
        "votes_clause": "{in_favour} Stimmen dafür, {against} dagegen, {abstained} Enthaltungen; nötig waren {needed} "
        "dafür, {majority} ({article}; {clause}).",
        "amendment_carried": "Änderungsantrag vor der Abstimmung über den Text angenommen: {in_favour} "
        "Stimmen dafür, {against} dagegen, {abstained} Enthaltungen.",
        "amendment_rejected": "Änderungsantrag vor der Abstimmung über den Text abgelehnt: {in_favour} Stimmen "
        "dafür, {against} dagegen, {abstained} Enthaltungen.",
        "reason": "Grund: {reason}",
        "entered": "Eingetragen am {day}.",
        "contest": "Kann bis {day} vor dem Friedensrichter angefochten werden (Art. 3.92 § 3).",
    },
    "en": {
        "title": "Register of decisions",
        "full_title": "Register of decisions on {day} – {association}",
        "short_title": "Register of decisions on {day}",
        "as_of": "As it stood on {day}",
        "intro": "Decisions of the general assembly, entered by the syndic within 30 days (art. 3.87 § 12). The register "
        "can be consulted at the seat of the association (art. 3.93 § 4). The minutes of each assembly name those who "
        "voted against or abstained.",
        "none": "No decision is entered yet.",
        "count": ("{n} decision", "{n} decisions"),
        "entry": "No. {number}",
        "held": "Assembly of {day}, item {item}",
        "in_writing": "Unanimous decision in writing of {day}, without meeting (art. 3.87 § 11)",
        "votes": "{in_favour} votes for, {against} against, {abstained} abstentions; {needed} for were needed, "
        "{majority} ({article}).",
        "votes_clause": "{in_favour} votes for, {against} against, {abstained} abstentions; {needed} for were needed, "
        "{majority} ({article}; {clause}).",
        "amendment_carried": "Amendment carried before the vote on the text: {in_favour} votes for, {against} "
        "against, {abstained} abstentions.",
        "amendment_rejected": "Amendment rejected before the vote on the text: {in_favour} votes for, "
        "{against} against, {abstained} abstentions.",
        "reason": "Reason: {reason}",
        "entered": "Entered on {day}.",
        "contest": "Can be contested before the justice of the peace until {day} (art. 3.92 § 3).",
    },
}
REGISTER: Mapping[str, Catalogue] = {
    language: {key: word for key, word in MINUTES[language].items() if key.startswith(BORROWED)} | dict(own)
    for language, own in OWN.items()
}


def register_words(language: str) -> Words:
    """Return the words of the register.

    Raises:
        ValueError: the language is none of `fr`, `nl`, `de`, `en`.
    """
    return Words(language, REGISTER)
