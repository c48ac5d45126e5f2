"""Texts that people of the demo building wrote, in their languages; and the figures of the drawings."""

from koprogo.components.text import t_own

ASSOCIATION = t_own(
    {
        "fr": "Résidence Les Tilleuls",
        "nl": "Residentie De Linden",
        "de": "Residenz Die Linden",
        "en": "Les Tilleuls",
    }
)
ROOF = t_own(
    {
        "fr": "Rénover la toiture du bloc A",
        "nl": "Het dak van blok A vernieuwen",
        "de": "Das Dach von Block A erneuern",
        "en": "Renovate the roof of block A",
    }
)
ROOF_TEXT = t_own(
    {
        "fr": "Accepter l’offre à 184 350,00 €, payée par le fonds de réserve. Début des travaux : mars 2027.",
        "nl": "De offerte van € 184.350,00 aanvaarden, betaald uit het reservekapitaal. Start van de werken: maart 2027.",
        "de": "Das Angebot über 184.350,00 € annehmen, bezahlt aus dem Reservekapital. Beginn der Arbeiten: März 2027.",
        "en": "Accept the quote of €184,350.00, paid from the reserve fund. Works start in March 2027.",
    }
)
ARTICLE = "3.88 §1, 1° b)"
VOTED_AT = "2026-12-03T19:14:03Z"
CLOSES_AT = "2026-12-03T19:15:45Z"
