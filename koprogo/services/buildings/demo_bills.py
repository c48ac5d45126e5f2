"""What the suppliers of the demo building bill: tables of firms and amounts, a building of sixty lots in Uccle.

Net cents of the three years in turn; 0: nothing that year. Months are counted from the first of a fiscal year, deliveries of
fuel oil come in the months of the calendar in which tanks are filled.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from koprogo.core.money import Money, total
from koprogo.core.period import Period
from koprogo.rules.charges.invoice_totals import NetLine, VatRate, gross_lines

FIRMS = (
    "Nettoyage Clair SRL", "Jardins & Cie SRL", "Énergie du Nord SA", "Eaux de la Senne SC", "Ascenseurs du Midi SA",
    "Contrôle Technique Senne ASBL", "Chaleur & Services SRL", "Extincteurs Bruxellois SRL", "Aqua Dépannage SRL",
    "Serrurerie de la Barrière SRL", "Syndic du Parc", "Assurances de l’Escaut SA", "Toitures Lambert SRL",
    "Vitrerie Nord SRL", "Mazout du Brabant SRL", "Relevés & Compteurs SA", "Ramonage Van Hove", "Portes & Volets SRL",
    "Façades & Ravalement SRL",
)  # fmt: skip
FIRST_PLACE = 801
"""Their account and enterprise numbers are those of the places from here on: nobody's."""
EVERY_MONTH, NO_MONTH = tuple(range(12)), ()
DELIVERED = (1, 3, 10, 12)
"""Months of the calendar in which the tank is filled: each fiscal year has each of them once."""


@dataclass(frozen=True)
class Bill:
    """What a supplier bills on a day of some months of the year.

    `more`: a second line with its own words, account and VAT. `extra`: borne by the `lift` key, as a `credit` note, paid by
    the `reserve` fund, the `special` call, the `loan` or the `insurance`; covers a `year` from its month on or the
    `quarter` before; amounts given per flat (`readings`); in months of the `calendar`; or a lot's number, whose
    cost it is alone.
    """

    firm: str
    words: str
    account: str
    rate: str
    net: tuple[int, int, int]
    months: tuple[int, ...]
    day: int
    extra: str = ""
    more: tuple[str, str, str, int] | None = None

    def lines(self, net: int) -> Sequence[tuple[str, str, str, int]]:
        """Return words, account, VAT and net cents of each line."""
        first = (self.words, self.account, self.rate, net)
        return (first,) if self.more is None else (first, self.more)

    def gross(self, net: int) -> Money:
        """Return what the paper asks, VAT included."""
        return total(gross_lines([NetLine(VatRate(rate), Money(cents)) for *_, rate, cents in self.lines(net)]))


BILLS = (
    Bill("Assurances de l’Escaut SA", "Assurance incendie, prime annuelle", "6140", "exempt",
         (828_000, 846_000, 864_000), (2,), 2, "year"),
    Bill("Nettoyage Clair SRL", "Entretien des communs", "61050", "21", (87_400, 89_000, 90_800), EVERY_MONTH, 3),
    Bill("Syndic du Parc", "Honoraires du syndic", "61300", "21", (62_700, 64_000, 65_400), EVERY_MONTH, 4),
    Bill("Énergie du Nord SA", "Électricité des communs, acompte", "61210", "6", (35_400, 36_200, 36_900), EVERY_MONTH,
         6),
    Bill("Mazout du Brabant SRL", "Livraison de mazout de chauffage, 5 000 litres", "61232", "21",
         (388_000, 397_500, 409_000), DELIVERED, 7, "calendar"),
    Bill("Eaux de la Senne SC", "Eau du trimestre écoulé", "61200", "6", (128_000, 130_500, 132_000), (0,), 8,
         "quarter"),
    Bill("Eaux de la Senne SC", "Eau du trimestre écoulé", "61200", "6", (129_500, 132_000, 135_500), (3, 6, 9), 8,
         "quarter"),
    Bill("Jardins & Cie SRL", "Entretien du jardin", "61060", "21", (14_200, 14_500, 14_800), EVERY_MONTH, 9),
    Bill("Jardins & Cie SRL", "Taille des haies", "61061", "21", (32_000, 33_000, 34_000), (4,), 9,
         more=("Produit phytopharmaceutique", "61061", "12", 8_600)),
    Bill("Ascenseurs du Midi SA", "Entretien de l’ascenseur", "61011", "6", (93_500, 95_500, 97_800), (2, 5, 8, 11), 10,
         "lift"),
    Bill("Contrôle Technique Senne ASBL", "Contrôle de l’ascenseur", "61010", "21", (17_500, 17_800, 18_100), (4, 10),
         11, "lift"),
    Bill("Relevés & Compteurs SA", "Relevé et décompte des compteurs d’eau chaude", "61243", "21",
         (60_500, 62_000, 63_500), (1,), 11, "readings"),
    Bill("Chaleur & Services SRL", "Entretien annuel de la chaudière", "61031", "6", (82_500, 84_000, 85_600), (5,), 12),
    Bill("Ramonage Van Hove", "Ramonage, petite entreprise en franchise de taxe", "61074", "0",
         (24_000, 24_500, 25_000), (5,), 12),
    Bill("Extincteurs Bruxellois SRL", "Contrôle des extincteurs", "61001", "21", (35_000, 35_600, 36_200), (6,), 12),
    Bill("Syndic du Parc", "Convocation et tenue de l’assemblée", "61600", "21", (30_500, 31_000, 31_000), (7,), 13),
    Bill("Syndic du Parc", "Dossier du sinistre, prestations hors contrat", "61305", "21", (0, 31_000, 0), (9,), 13),
    Bill("Aqua Dépannage SRL", "Débouchage de la colonne A", "61036", "6", (26_500, 28_700, 0), (3,), 14),
    Bill("Aqua Dépannage SRL", "Remplacement d’une vanne en cave", "61036", "6", (0, 41_200, 0), (9,), 14),
    Bill("Aqua Dépannage SRL", "Fuite en cave, recherche et réparation", "61036", "6", (0, 0, 53_000), (1,), 14),
    Bill("Aqua Dépannage SRL", "Fuite en cave, conduite remplacée", "61036", "6", (0, 0, 118_000), (4,), 14),
    Bill("Aqua Dépannage SRL", "Dégât des eaux au 3e étage, réparation", "6148", "6", (318_000, 0, 0), (6,), 14,
         "insurance"),
    Bill("Serrurerie de la Barrière SRL", "Ferme-porte de l’entrée", "61077", "21", (0, 24_500, 0), (8,), 15),
    Bill("Serrurerie de la Barrière SRL", "Serrure de la chaufferie", "61077", "21", (21_300, 0, 0), (10,), 15),
    Bill("Serrurerie de la Barrière SRL", "Cylindre du local vélos", "61077", "21", (0, 0, 19_800), (2,), 15),
    Bill("Serrurerie de la Barrière SRL", "Badge perdu, appartement A3.2", "643", "21", (0, 5_400, 0), (6,), 15, "A3.2"),
    Bill("Toitures Lambert SRL", "Réparation de la toiture, bloc A", "61073", "6", (0, 800_000, 0), (5,), 16, "reserve"),
    Bill("Énergie du Nord SA", "Note de crédit, relevé d’électricité", "61210", "6", (7_900, 8_200, 0), (10,), 17,
         "credit"),
)  # fmt: skip
GARAGE = "special"
OCCASIONS = (
    (336, Bill("Portes & Volets SRL", "Porte du garage, acompte à la commande", "61064", "6", (0, 270_000, 0), NO_MONTH,
               0, GARAGE)),
    (290, Bill("Portes & Volets SRL", "Porte du garage, solde après placement", "61064", "6", (0, 560_000, 0), NO_MONTH,
               0, GARAGE)),
    (86, Bill("Façades & Ravalement SRL", "Façade arrière, acompte et échafaudages", "61071", "6", (0, 0, 1_500_000),
              NO_MONTH, 0, "loan")),
    (76, Bill("Extincteurs Bruxellois SRL", "Détecteurs de fumée, pose", "61001", "6", (0, 0, 310_000), NO_MONTH, 0,
              "smoke")),
)  # fmt: skip
"""What was billed once, so many days ago."""
REJECTED = Bill(
    "Ascenseurs du Midi SA", "Réparation, avenue des Hêtres 3", "61015", "6", (0, 0, 41_800), NO_MONTH, 0, "lift"
)
WAITING = Bill("Vitrerie Nord SRL", "Vitre du hall remplacée", "61077", "21", (0, 0, 16_900), NO_MONTH, 0)
TO_APPROVE = Bill("Nettoyage Clair SRL", "Nettoyage après travaux", "61051", "21", (0, 0, 15_000), NO_MONTH, 0)
BEYOND = Bill(
    "Portes & Volets SRL", "Porte du garage, raccordement électrique", "61064", "6", (0, 0, 68_000), NO_MONTH, 0, GARAGE
)
"""More than the assembly allowed for the garage door: it waits, and the file of works says what is not covered."""


def billed(year: int, in_year: int, month: Period, today: date) -> Iterator[tuple[Bill, int, date]]:
    """Return what comes in a month, its net cents and its day: a month of a year, both counted from 0."""
    for bill in BILLS:
        comes = month.start.month in bill.months if bill.extra == "calendar" else in_year in bill.months
        day = month.start + timedelta(days=bill.day - 1)
        if comes and bill.net[year] and day in month:
            yield bill, bill.net[year], day
    for ago, bill in OCCASIONS:
        if (day := today - timedelta(days=ago)) in month:
            yield bill, max(bill.net), day
