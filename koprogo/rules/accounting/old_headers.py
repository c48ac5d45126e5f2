"""How the programs of syndics call the columns of their books, in four languages: the only table of its kind.

Compared without accents, capitals and signs (`core.plain_text`); the first column of a meaning is read. A person
confirms or changes what was understood, and that is kept for the next association of the same program.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from koprogo.core.plain_text import plain


class OldFile(StrEnum):
    """The files of a take-over."""

    BALANCE = "balance"
    OWNERS = "owners"
    BANK = "bank"
    CALLS = "calls"
    INVOICES = "invoices"
    COSTS = "costs"
    KEYS = "keys"


NEEDED = (OldFile.BALANCE, OldFile.OWNERS, OldFile.BANK)
"""Without these nothing is taken over; the others may be left out."""


class Means(StrEnum):
    """What a column says."""

    CODE = "code"
    NAME = "name"
    LOT = "lot"
    OWNER = "owner"
    DEBIT = "debit"
    CREDIT = "credit"
    BALANCE = "balance"
    SIDE = "side"
    RESERVE = "reserve"
    SUPPLIER = "supplier"
    NUMBER = "number"
    DAY = "day"
    DUE = "due"
    IBAN = "iban"
    COMMUNICATION = "communication"
    CALLED = "called"
    PART = "part"
    SHARES = "shares"
    LAST_YEAR = "last_year"
    YEAR_BEFORE = "year_before"


AMOUNTS = (Means.BALANCE, Means.DEBIT, Means.CREDIT, Means.SIDE)
# fmt: off
COLUMNS: Mapping[OldFile, tuple[Means, ...]] = {
    OldFile.BALANCE:  (Means.CODE, Means.NAME, *AMOUNTS),
    OldFile.OWNERS:   (Means.LOT, Means.OWNER, *AMOUNTS, Means.RESERVE),
    OldFile.BANK:     (Means.CODE, Means.NAME, Means.IBAN, *AMOUNTS, Means.NUMBER, Means.DAY),
    OldFile.CALLS:    (
        Means.LOT, Means.OWNER, Means.NUMBER, Means.COMMUNICATION, Means.DUE, Means.CALLED, *AMOUNTS, Means.RESERVE,
        Means.PART,
    ),
    OldFile.INVOICES: (Means.SUPPLIER, Means.NUMBER, Means.DAY, Means.DUE, *AMOUNTS, Means.IBAN, Means.COMMUNICATION),
    OldFile.COSTS:    (Means.CODE, Means.NAME, Means.LAST_YEAR, Means.YEAR_BEFORE),
    OldFile.KEYS:     (Means.LOT, Means.OWNER, Means.SHARES),
}
"""What each file may say, in the order in which it is shown. In a file of keys every other column is one."""

HEADERS: Mapping[Means, str] = {
    Means.CODE:
        "Compte, N° compte, Numéro de compte, Numéro compte, Code, Compte général, Rekening, "
        "Rekeningnummer, Rekeningnr, Rek, Grootboekrekening, Konto, Kontonummer, Account, Account number, "
        "Account code",
    Means.NAME:
        "Libellé, Intitulé, Nom, Dénomination, Description, Omschrijving, Benaming, Naam, Bezeichnung, "
        "Name, Label, Title",
    Means.LOT:
        "Lot, N° lot, N° de lot, Lots, Appartement, Kavel, Kavelnummer, Kavelnr, Lotnummer, Appartement "
        "nr, Los, Losnummer, Einheit, Lot number, Unit",
    Means.OWNER:
        "Copropriétaire, Propriétaire, Nom, Nom du copropriétaire, Eigenaar, Mede-eigenaar, Naam, Naam "
        "eigenaar, Eigentümer, Miteigentümer, Name, Owner, Co-owner",
    Means.DEBIT:
        "Débit, Solde débiteur, Solde débit, Debet, Debetsaldo, Saldo debet, Soll, Sollsaldo, Debit, "
        "Debit balance",
    Means.CREDIT:
        "Crédit, Solde créditeur, Solde crédit, Credit, Creditsaldo, Saldo credit, Haben, Habensaldo, "
        "Credit balance",
    Means.BALANCE:
        "Solde, Solde dû, Reste, Montant, Montant dû, Solde ouvert, Solde extrait, Solde de l’extrait, Solde au "
        "dernier extrait, Montant TVAC, À payer, Reste dû, Saldo, Bedrag, Openstaand, Openstaand saldo, "
        "Openstaand bedrag, Te betalen, Saldo uittreksel, Eindsaldo, Kontostand, Betrag, Offener Betrag, "
        "Offen, Balance, Amount, Open amount, Amount due",
    Means.SIDE:
        "D/C, DC, Sens, Débit/Crédit, Zijde, Debet/Credit, Soll/Haben, S/H, Side, Debit/Credit",
    Means.RESERVE:
        "Fonds de réserve, Dont fonds de réserve, Réserve, Dont réserve, Reservekapitaal, Reservefonds, "
        "Waarvan reserve, Waarvan reservekapitaal, Rücklage, Rücklagenfonds, davon Rücklage, Reserve "
        "fund, Of which reserve",
    Means.SUPPLIER:
        "Fournisseur, Nom du fournisseur, Leverancier, Naam leverancier, Lieferant, Supplier, Vendor",
    Means.NUMBER:
        "Facture, N° facture, N° de facture, Numéro de facture, Pièce, N° extrait, Extrait, Factuur, "
        "Factuurnummer, Factuurnr, Stuk, Uittreksel, Uittrekselnummer, Rechnung, Rechnungsnummer, Beleg, "
        "Auszug, Invoice, Invoice number, Statement, Statement number, Appel, N° appel, N° d’appel, Numéro d’appel, "
        "Appel de fonds, Oproep, Oproepnummer, Oproepnr, Afroep, Opvraging, Aufruf, Abruf, Abrufnummer, Call, Call number",
    Means.DAY:
        "Date, Date facture, Date de facture, Date de l’extrait, Datum, Factuurdatum, Datum uittreksel, "
        "Rechnungsdatum, Invoice date, Statement date",
    Means.DUE:
        "Échéance, Date d’échéance, À payer le, Vervaldag, Vervaldatum, Fälligkeit, Fällig am, Due, Due "
        "date",
    Means.IBAN:
        "IBAN, Compte bancaire, N° de compte bancaire, Bankrekening, Bankrekeningnummer, Bankkonto, Bank "
        "account",
    Means.COMMUNICATION:
        "Communication, Communication structurée, Mededeling, Gestructureerde mededeling, Mitteilung, "
        "Strukturierte Mitteilung, Structured communication, Reference",
    Means.CALLED:
        "Montant appelé, Montant initial, Montant de l’appel, Appelé, Opgevraagd, Opgevraagd bedrag, "
        "Oorspronkelijk bedrag, Abgerufener Betrag, Ursprünglicher Betrag, Called, Amount called, Original amount",
    Means.PART:
        "Type, Nature, Sorte, Type d’appel, Fonds, Soort, Aard, Deel, Art, Teil, Kind, Part",
    Means.SHARES:
        "Quotités, Quotité, Quotes-parts, Quote-part, Millièmes, Dix-millièmes, Aandelen, Quotiteiten, Quotiteit, "
        "Duizendsten, Tienduizendsten, Anteile, Tausendstel, Shares",
    Means.LAST_YEAR:
        "N-1, Année N-1, Exercice N-1, Dernier exercice, Jaar N-1, Boekjaar N-1, Vorig boekjaar, Vorig "
        "jaar, Jahr N-1, Letztes Jahr, Vorjahr, Last year, Year N-1",
    Means.YEAR_BEFORE:
        "N-2, Année N-2, Exercice N-2, Avant-dernier exercice, Jaar N-2, Boekjaar N-2, Jahr N-2, "
        "Vorvorjahr, Year N-2, Year before last",
}
# fmt: on
MEANINGS = {means: frozenset(plain(word) for word in words.split(",")) for means, words in HEADERS.items()}
WHOLE_AMOUNT = frozenset({"montant", "bedrag", "betrag", "amount"})
LONGEST_HEADER = 200


def understood(file: OldFile, headers: Sequence[str], kept: Mapping[str, str] | None = None) -> dict[Means, int]:
    """Return the place of each column that is understood; `kept` (meaning -> header) goes before our own words.

    A kept header that stands there is read as it was; a meaning kept as empty is not read at all.

    >>> understood(OldFile.BALANCE, ["Rekening", "Omschrijving", "Debet", "Credit"])[Means.CREDIT]
    3
    """
    kept, places = kept or {}, {plain(header): place for place, header in reversed(list(enumerate(headers))) if header}
    found: dict[Means, int] = {}
    for means in COLUMNS[file]:
        if means.value in kept and (kept[means.value] == "" or plain(kept[means.value]) in places):
            if kept[means.value]:
                found[means] = places[plain(kept[means.value])]
            continue
        for place, header in enumerate(headers):
            taken = place in found.values()
            if not taken and len(header) <= LONGEST_HEADER and plain(header) in MEANINGS[means]:
                found[means] = place
                break
    return _told_apart(found, headers) if file is OldFile.CALLS else found


def _told_apart(found: dict[Means, int], headers: Sequence[str]) -> dict[Means, int]:
    """Of `Montant` and `Solde` in a list of calls the first is what was called and the second what is open."""
    first = found.get(Means.BALANCE)
    if first is None or Means.CALLED in found or plain(headers[first]) not in WHOLE_AMOUNT:
        return found
    taken = set(found.values())
    rest = next(
        (at for at, each in enumerate(headers) if at not in taken and plain(each) in MEANINGS[Means.BALANCE]), None
    )
    return found if rest is None else {**found, Means.BALANCE: rest, Means.CALLED: first}


def missing(file: OldFile, found: Mapping[Means, int]) -> list[Means]:
    """Return what a file must say and does not; an amount is a balance, or a debit and a credit."""
    has_amount = Means.BALANCE in found or (Means.DEBIT in found and Means.CREDIT in found)
    amount = [] if has_amount else [Means.BALANCE]
    match file:
        case OldFile.BALANCE:
            return [*([] if Means.CODE in found else [Means.CODE]), *amount]
        case OldFile.OWNERS:
            return [*([] if {Means.LOT, Means.OWNER} & found.keys() else [Means.LOT]), *amount]
        case OldFile.CALLS:
            return [
                *([] if {Means.LOT, Means.OWNER} & found.keys() else [Means.LOT]),
                *([] if Means.DUE in found else [Means.DUE]),
                *amount,
            ]
        case OldFile.KEYS:
            return [] if Means.LOT in found else [Means.LOT]
        case OldFile.BANK:
            return [*([] if Means.CODE in found else [Means.CODE]), *amount]
        case OldFile.INVOICES:
            return [*([] if Means.SUPPLIER in found else [Means.SUPPLIER]), *amount]
        case OldFile.COSTS:
            return [means for means in (Means.CODE, Means.LAST_YEAR) if means not in found]
