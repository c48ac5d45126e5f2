"""What the point of an agenda says that votes a budget, in four languages; content, to be edited before convening."""

from collections.abc import Mapping

from koprogo.core.money import ZERO, Money
from koprogo.i18n.format import euros

TITLE: Mapping[str, str] = {
    "fr": "Voter le budget {year}",
    "nl": "De begroting {year} goedkeuren",
    "de": "Den Haushaltsplan {year} verabschieden",
    "en": "Vote the budget of {year}",
}
TEXT: Mapping[str, str] = {
    "fr": "L’assemblée vote le budget joint à la convocation : {parts}. Il est appelé en {instalments} ; jusqu’au vote "
    "suivant, le dernier budget voté reste appelé.",
    "nl": "De vergadering keurt de bij de oproeping gevoegde begroting goed: {parts}. Zij wordt opgevraagd in "
    "{instalments}; tot de volgende stemming blijft de laatst goedgekeurde begroting gelden.",
    "de": "Die Versammlung verabschiedet den der Einberufung beigefügten Haushaltsplan: {parts}. Er wird in "
    "{instalments} abgerufen; bis zur nächsten Abstimmung wird der zuletzt verabschiedete weiter abgerufen.",
    "en": "The assembly votes the budget attached to the convocation: {parts}. It is called in {instalments}; until the "
    "next vote the last budget goes on being called.",
}
PART: Mapping[str, Mapping[str, str]] = {
    "ordinary": {
        "fr": "charges courantes {amount}", "nl": "lopende kosten {amount}", "de": "laufende Kosten {amount}",
        "en": "current charges {amount}",
    },
    "extraordinary": {
        "fr": "frais extraordinaires {amount}", "nl": "buitengewone kosten {amount}",
        "de": "außerordentliche Kosten {amount}", "en": "extraordinary costs {amount}",
    },
    "reserve": {
        "fr": "apport au fonds de réserve {amount}", "nl": "bijdrage aan het reservekapitaal {amount}",
        "de": "Beitrag zum Rücklagenfonds {amount}", "en": "contribution to the reserve fund {amount}",
    },
    "working": {
        "fr": "fonds de roulement {amount}", "nl": "werkkapitaal {amount}", "de": "Betriebsmittelfonds {amount}",
        "en": "working fund {amount}",
    },
}  # fmt: skip
INSTALMENTS: Mapping[str, Mapping[int, str]] = {
    "fr": {1: "une fois", 2: "deux semestres", 4: "quatre trimestres", 12: "douze mois"},
    "nl": {1: "één keer", 2: "twee halfjaren", 4: "vier kwartalen", 12: "twaalf maanden"},
    "de": {1: "einem Mal", 2: "zwei Halbjahren", 4: "vier Quartalen", 12: "zwölf Monaten"},
    "en": {1: "one instalment", 2: "two half-years", 4: "four quarters", 12: "twelve months"},
}


def point(year: int, sums: Mapping[str, Money], instalments: int) -> tuple[dict[str, str], dict[str, str]]:
    """Return the title and the text of the point, per language; parts of 0 are left out."""
    titles = {language: each.format(year=year) for language, each in TITLE.items()}
    texts = {}
    for language, each in TEXT.items():
        parts = [
            PART[part][language].format(amount=euros(amount, language))
            for part, amount in sums.items()
            if amount != ZERO
        ]
        texts[language] = each.format(parts=", ".join(parts), instalments=INSTALMENTS[language][instalments])
    return titles, texts
