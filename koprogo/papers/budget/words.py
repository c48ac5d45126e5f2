"""The words of a printed budget in four languages."""

from collections.abc import Mapping

from koprogo.papers.minutes.words import MINUTES
from koprogo.papers.words import Catalogue, Words

OWN: Mapping[str, Catalogue] = {
    "fr": {
        "full_title": "Budget {year}, version {version}",
        "heading": "Budget {year}",
        "period": "Du {since} au {until}",
        "part_ordinary": "Charges courantes",
        "part_extraordinary": "Frais extraordinaires prévisibles",
        "part_reserve": "Apport au fonds de réserve",
        "part_working": "Fonds de roulement",
        "column_account": "Compte",
        "column_what": "Poste",
        "column_key": "Répartition",
        "column_amount": "Montant",
        "by_shares": "quotités",
        "sum": "Ensemble",
        "total": "Total de l’exercice",
        "calls": "Ce qui est appelé",
        "instalment": "Appel {n}",
        "decimal": ",",
        "proposed": "Établi à partir des dépenses de l’exercice précédent, indexées de {index} % et arrondies à l’euro.",
        "reserve_yes": "L’apport annuel au fonds de réserve est d’au moins 5 % des charges communes ordinaires de "
        "l’exercice précédent ({charges}) : {least} (art. 3.86 § 3).",
        "reserve_unknown": "La date de la réception provisoire des parties communes n’est pas connue. Cinq ans après elle, "
        "l’apport annuel au fonds de réserve est d’au moins 5 % des charges communes ordinaires de l’exercice précédent "
        "({charges}) : {least} (art. 3.86 § 3).",
        "reserve_no": "Cinq ans ne se sont pas écoulés depuis la réception provisoire des parties communes : aucun apport "
        "minimal au fonds de réserve n’est encore dû (art. 3.86 § 3).",
        "reserve_waived": "L’assemblée a renoncé, aux quatre cinquièmes, à l’apport minimal au fonds de réserve (art. 3.86 "
        "§ 3).",
        "law": "Deux budgets, des dépenses courantes et des frais extraordinaires prévisibles, sont soumis chaque année au "
        "vote de l’assemblée (art. 3.89 § 5, 16°).",
    },
    "nl": {
        "full_title": "Begroting {year}, versie {version}",
        "heading": "Begroting {year}",
        "period": "Van {since} tot en met {until}",
        "part_ordinary": "Lopende kosten",
        "part_extraordinary": "Te verwachten buitengewone kosten",
        "part_reserve": "Bijdrage aan het reservekapitaal",
        "part_working": "Werkkapitaal",
        "column_account": "Rekening",
        "column_what": "Post",
        "column_key": "Verdeling",
        "column_amount": "Bedrag",
        "by_shares": "aandelen",
        "sum": "Samen",
        "total": "Totaal van het boekjaar",
        "calls": "Wat wordt opgevraagd",
        "instalment": "Opvraging {n}",
        "decimal": ",",
        "proposed": "Opgesteld op basis van de uitgaven van het vorige boekjaar, geïndexeerd met {index} % en afgerond op "
        "de euro.",
        "reserve_yes": "De jaarlijkse bijdrage aan het reservekapitaal bedraagt ten minste 5 % van de gewone "
        "gemeenschappelijke lasten van het vorige boekjaar ({charges}): {least} (art. 3.86 § 3).",
        "reserve_unknown": "De datum van de voorlopige oplevering van de gemene delen is niet bekend. Vijf jaar daarna "
        "bedraagt de jaarlijkse bijdrage aan het reservekapitaal ten minste 5 % van de gewone gemeenschappelijke lasten van "
        "het vorige boekjaar ({charges}): {least} (art. 3.86 § 3).",
        "reserve_no": "Er zijn nog geen vijf jaar verlopen sinds de voorlopige oplevering van de gemene delen: een minimale "
        "bijdrage aan het reservekapitaal is nog niet verschuldigd (art. 3.86 § 3).",
        "reserve_waived": "De vergadering heeft met vier vijfden afgezien van de minimale bijdrage aan het reservekapitaal "
        "(art. 3.86 § 3).",
        "law": "Twee begrotingen, van de lopende uitgaven en van de te verwachten buitengewone kosten, worden elk jaar ter "
        "stemming aan de vergadering voorgelegd (art. 3.89 § 5, 16°).",
    },
    "de": {
        "full_title": "Haushaltsplan {year}, Fassung {version}",
        "heading": "Haushaltsplan {year}",
        "period": "Vom {since} bis zum {until}",
        "part_ordinary": "Laufende Kosten",
        "part_extraordinary": "Vorhersehbare außerordentliche Kosten",
        "part_reserve": "Beitrag zum Rücklagenfonds",
        "part_working": "Betriebsmittelfonds",
        "column_account": "Konto",
        "column_what": "Posten",
        "column_key": "Verteilung",
        "column_amount": "Betrag",
        "by_shares": "Anteile",
        "sum": "Zusammen",
        "total": "Summe des Geschäftsjahres",
        "calls": "Was abgerufen wird",
        "instalment": "Abruf {n}",
        "decimal": ",",
        "proposed": "Aufgestellt nach den Ausgaben des vorigen Geschäftsjahres, um {index} % indexiert und auf den Euro "
        "gerundet.",
        "reserve_yes": "Der Jahresbeitrag zum Rücklagenfonds beträgt mindestens 5 % der ordentlichen gemeinschaftlichen "
        "Lasten des vorigen Geschäftsjahres ({charges}): {least} (Art. 3.86 § 3).",
        "reserve_unknown": "Der Tag der vorläufigen Abnahme der gemeinschaftlichen Teile ist nicht bekannt. Fünf Jahre "
        "danach beträgt der Jahresbeitrag zum Rücklagenfonds mindestens 5 % der ordentlichen gemeinschaftlichen Lasten des "
        "vorigen Geschäftsjahres ({charges}): {least} (Art. 3.86 § 3).",
        "reserve_no": "Seit der vorläufigen Abnahme der gemeinschaftlichen Teile sind noch keine fünf Jahre vergangen: Ein "
        "Mindestbeitrag zum Rücklagenfonds ist noch nicht geschuldet (Art. 3.86 § 3).",
        "reserve_waived": "Die Versammlung hat mit vier Fünfteln auf den Mindestbeitrag zum Rücklagenfonds verzichtet (Art. "
        "3.86 § 3).",
        "law": "Zwei Haushaltspläne, der laufenden Ausgaben und der vorhersehbaren außerordentlichen Kosten, werden der "
        "Versammlung jedes Jahr zur Abstimmung vorgelegt (Art. 3.89 § 5, 16°).",
    },
    "en": {
        "full_title": "Budget {year}, version {version}",
        "heading": "Budget {year}",
        "period": "From {since} to {until}",
        "part_ordinary": "Current charges",
        "part_extraordinary": "Foreseeable extraordinary costs",
        "part_reserve": "Contribution to the reserve fund",
        "part_working": "Working fund",
        "column_account": "Account",
        "column_what": "Item",
        "column_key": "Shared by",
        "column_amount": "Amount",
        "by_shares": "shares",
        "sum": "Together",
        "total": "Total of the year",
        "calls": "What is called",
        "instalment": "Call {n}",
        "decimal": ".",
        "proposed": "Drawn up from the expenses of the year before, indexed by {index} % and rounded to the euro.",
        "reserve_yes": "The yearly contribution to the reserve fund is at least 5 % of the ordinary common charges of the "
        "year before ({charges}): {least} (art. 3.86 § 3).",
        "reserve_unknown": "The day of the provisional acceptance of the common parts is not known. Five years after it the "
        "yearly contribution to the reserve fund is at least 5 % of the ordinary common charges of the year before "
        "({charges}): {least} (art. 3.86 § 3).",
        "reserve_no": "Five years have not passed since the provisional acceptance of the common parts: no least "
        "contribution to the reserve fund is due yet (art. 3.86 § 3).",
        "reserve_waived": "The assembly waived the least contribution to the reserve fund by four fifths (art. 3.86 § 3).",
        "law": "Two budgets, of current expenses and of foreseeable extraordinary costs, are put to the vote of the "
        "assembly every year (art. 3.89 § 5, 16°).",
    },
}
BUDGETS: Mapping[str, Catalogue] = {
    language: {**own, "words_edition": MINUTES[language]["words_edition"]} for language, own in OWN.items()
}


def budget_words(language: str) -> Words:
    """Return the words of the budget.

    Raises:
        ValueError: the language is none of `fr`, `nl`, `de`, `en`.
    """
    return Words(language, BUDGETS)
