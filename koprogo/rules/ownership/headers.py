"""How people call the columns of a list of lots, in four languages: the only table of its kind.

The first name of a row is the usual one: it is what we tell somebody to add. Compared without accents, capitals and
signs (`core.plain_text`), so `N° lot`, `Nº Lot` and `n lot` are one.
"""

import re
from collections import Counter
from collections.abc import Iterable

from koprogo.core.plain_text import plain
from koprogo.rules.ownership.sheet import Column

LANGUAGES = ("fr", "nl", "de", "en")
LONGEST_HEADER = 200

# fmt: off
HEADERS: dict[Column, dict[str, str]] = {
    Column.LOT: {
        "fr": "N° lot, Lot, Lots, No lot, N° de lot, Nº lot, Num lot, Numéro lot, Numéro de lot, Numéro du lot,"
              " Réf lot, Référence lot",
        "nl": "Kavel, Kavels, Kavelnummer, Kavelnr, Kavel nr, Nr kavel, Lotnummer, Lot nr, Nummer kavel",
        "de": "Los, Losnummer, Los Nr, Lot Nr, Einheit, Einheit Nr, Nummer der Einheit, Wohnungsnummer",
        "en": "Lot, Lot number, Lot no, Lot #, Unit, Unit number, Unit no",
    },
    Column.KIND: {
        "fr": "Nature, Type, Nature du lot, Type de lot, Type du lot, Affectation, Destination, Genre, Nature du bien",
        "nl": "Aard, Soort, Type kavel, Aard kavel, Aard van de kavel, Bestemming, Soort kavel",
        "de": "Art, Nutzung, Art der Einheit, Nutzungsart",
        "en": "Kind, Type, Nature, Use of lot, Kind of lot, Type of lot, Lot type",
    },
    Column.FLOOR: {
        "fr": "Étage, Niveau, Etages",
        "nl": "Verdieping, Verd, Niveau, Etage",
        "de": "Stockwerk, Etage, Geschoss, Stock",
        "en": "Floor, Level, Storey",
    },
    Column.SHARES: {
        "fr": "Quotités, Quotité, Quotité(s), Tantièmes, Millièmes, Dix-millièmes, Quote-part, Quotes-parts,"
              " Quote-parts, Parts, Nombre de quotités, Quotités communes, Quotités dans les parties communes",
        "nl": "Aandelen, Aandeel, Quotiteiten, Quotiteit, Duizendsten, Tienduizendsten, Aantal aandelen,"
              " Aandelen in de gemene delen",
        "de": "Anteile, Anteil, Miteigentumsanteil, Miteigentumsanteile, MEA, Tausendstel, Zehntausendstel, Quoten",
        "en": "Shares, Share, Quota, Quotas, Thousandths, Number of shares, Common shares",
    },
    Column.OWNER: {
        "fr": "Copropriétaire(s), Copropriétaire, Copropriétaires, Propriétaire, Propriétaires, Propriétaire(s),"
              " Nom, Noms, Nom complet, Nom et prénom, Nom prénom, Nom du propriétaire, Nom du copropriétaire,"
              " Titulaire, Titulaire(s)",
        "nl": "Eigenaar, Eigenaars, Eigenaar(s), Mede-eigenaar, Mede-eigenaars, Mede-eigenaar(s), Naam,"
              " Naam eigenaar, Naam en voornaam, Naam van de eigenaar, Titularis",
        "de": "Eigentümer, Eigentuemer, Eigentümer/in, Eigentümer(in), Miteigentümer, Wohnungseigentümer, Name,"
              " Name des Eigentümers, Name und Vorname, Inhaber",
        "en": "Owner, Owners, Owner(s), Co-owner, Co-owners, Co-owner(s), Name, Owner name, Full name,"
              " Name of owner, Holder, Holders",
    },
    Column.FIRST_NAME: {
        "fr": "Prénom, Prénoms, Prénom(s)",
        "nl": "Voornaam, Voornamen",
        "de": "Vorname, Vornamen",
        "en": "First name, Given name, Forename",
    },
    Column.REGIME: {
        "fr": "Régime, Régime de propriété, Droit, Droit réel, Type de droit, Type de propriété, Nature du droit",
        "nl": "Stelsel, Eigendomsstelsel, Eigendomsvorm, Zakelijk recht, Recht, Aard van het recht, Soort recht",
        "de": "Eigentumsform, Eigentumsart, Recht, Art des Rechts, Rechtsverhältnis",
        "en": "Regime, Right, Tenure, Ownership, Type of ownership, Ownership type, Type of right",
    },
    Column.REMARK: {
        "fr": "Remarque, Remarques, Observation, Observations, Commentaire, Commentaires, Note, Notes",
        "nl": "Opmerking, Opmerkingen, Nota, Commentaar",
        "de": "Bemerkung, Bemerkungen, Anmerkung, Anmerkungen, Hinweis",
        "en": "Remark, Remarks, Comment, Comments, Note, Notes",
    },
    Column.EMAIL: {
        "fr": "E-mail, Email, Mail, Courriel, Adresse e-mail, Adresse mail, Adresse email, Adresse électronique,"
              " E-mail(s)",
        "nl": "E-mailadres, Emailadres, E-mail, E-mail adres, Mailadres",
        "de": "E-Mail, E-Mail-Adresse, Emailadresse, Mailadresse, Email",
        "en": "E-mail, Email, E-mail address, Email address",
    },
    Column.LANGUAGE: {
        "fr": "Langue, Langue de correspondance, Langue du courrier, Langue souhaitée",
        "nl": "Taal, Briefwisselingstaal, Taal briefwisseling, Voertaal, Taalkeuze",
        "de": "Sprache, Korrespondenzsprache, Schriftsprache",
        "en": "Language, Lang, Preferred language, Correspondence language",
    },
    Column.ADDRESS: {
        "fr": "Adresse, Adresse postale, Adresse complète, Adresse de correspondance, Domicile,"
              " Adresse du copropriétaire",
        "nl": "Adres, Postadres, Volledig adres, Correspondentieadres, Adres eigenaar",
        "de": "Anschrift, Adresse, Postanschrift, Postadresse, Wohnanschrift",
        "en": "Address, Postal address, Mailing address, Full address",
    },
    Column.STREET: {
        "fr": "Rue, Rue et numéro, Rue et n°, Rue n°, Voie",
        "nl": "Straat, Straat en nummer, Straat en nr, Straat nr, Straatnaam",
        "de": "Straße, Strasse, Straße und Hausnummer, Straße und Nr, Straße Nr",
        "en": "Street, Street and number, Address line 1, Street address",
    },
    Column.HOUSE_NUMBER: {
        "fr": "N° de rue, Numéro de rue, N° de maison, Numéro de maison",
        "nl": "Huisnummer, Huisnr",
        "de": "Hausnummer, Hausnr",
        "en": "House number, House no, Street number",
    },
    Column.BOX: {
        "fr": "Boîte, Bte, Boîte postale",
        "nl": "Bus, Busnummer, Bus nr",
        "de": "Postfach, Briefkasten",
        "en": "Box, Letter box, PO box",
    },
    Column.POSTCODE: {
        "fr": "Code postal, CP, C.P.",
        "nl": "Postcode, Postnummer",
        "de": "PLZ, Postleitzahl",
        "en": "Postcode, Post code, Postal code, Zip, Zip code",
    },
    Column.CITY: {
        "fr": "Ville, Localité, Commune",
        "nl": "Gemeente, Plaats, Stad, Woonplaats",
        "de": "Ort, Stadt, Gemeinde, Wohnort",
        "en": "City, Town, Municipality",
    },
    Column.COUNTRY: {
        "fr": "Pays",
        "nl": "Land",
        "de": "Land, Staat",
        "en": "Country",
    },
    Column.PHONE: {
        "fr": "Téléphone, Tél, Tel., GSM, Portable, N° de téléphone, Numéro de téléphone, Téléphone/GSM",
        "nl": "Telefoon, Telefoonnummer, GSM, GSM-nummer, Gsmnummer, Gsm nr, Tel",
        "de": "Telefon, Telefonnummer, Handy, Mobil, Handynummer",
        "en": "Phone, Phone number, Telephone, Mobile, Cell, Mobile number",
    },
    Column.ENTERPRISE_NUMBER: {
        "fr": "N° d’entreprise, Numéro d’entreprise, N° entreprise, Numéro entreprise, BCE, N° BCE, Numéro BCE,"
              " TVA, N° TVA, N° de TVA, Numéro de TVA, BCE/KBO",
        "nl": "Ondernemingsnummer, Ondernemingsnr, KBO, KBO-nummer, KBO-nr, BTW, BTW-nummer, BTW-nr",
        "de": "Unternehmensnummer, ZDU, ZDU-Nummer, ZDU-Nr, MwSt-Nummer, MwSt-Nr",
        "en": "Enterprise number, Company number, CBE, CBE number, VAT, VAT number",
    },
    Column.REPRESENTATIVE: {
        "fr": "Représentant, Mandataire, Représentant désigné, Mandataire désigné, Représenté par,"
              " Représentant du lot, Représentant(e)",
        "nl": "Vertegenwoordiger, Lasthebber, Aangewezen vertegenwoordiger, Vertegenwoordigd door, Mandataris",
        "de": "Vertreter, Bevollmächtigter, Bestimmter Vertreter, Vertreten durch, Vertreter(in)",
        "en": "Representative, Designated representative, Represented by",
    },
    Column.CONSENT: {
        "fr": "Accord e-mail, Accord email, Accord courriel, Accord électronique, Consentement e-mail,"
              " Consentement email, Consentement, Convocation par e-mail, Envoi par e-mail, E-mail accepté",
        "nl": "Akkoord e-mail, E-mail akkoord, Akkoord email, Toestemming e-mail, Toestemming email, Toestemming,"
              " Oproeping per e-mail, E-mail aanvaard",
        "de": "Zustimmung E-Mail, E-Mail-Zustimmung, Einwilligung E-Mail, E-Mail-Einwilligung,"
              " Einverständnis E-Mail, Zustimmung, Einwilligung",
        "en": "E-mail consent, Email consent, Consent to e-mail, Consent, E-mail accepted, Email accepted",
    },
    Column.CONSENT_DAY: {
        "fr": "Date de l’accord, Date accord, Date d’accord, Date accord e-mail, Date du consentement,"
              " Date consentement, Accord donné le",
        "nl": "Datum akkoord, Datum van akkoord, Datum toestemming, Datum van de toestemming, Akkoord gegeven op",
        "de": "Datum Zustimmung, Datum der Zustimmung, Datum Einwilligung, Datum der Einwilligung",
        "en": "Consent date, Date of consent, E-mail consent date, Consent given on",
    },
}
# fmt: on


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


def _meanings() -> dict[str, Column]:
    found: dict[str, Column] = {}
    for column, by_language in HEADERS.items():
        for names in by_language.values():
            for name in _names(names):
                if found.setdefault(plain(name), column) is not column:
                    raise ValueError(f"“{name}” would mean both {found[plain(name)]} and {column}")
    return found


MEANINGS = _meanings()
_SPOKEN = {
    language: frozenset(plain(name) for by_language in HEADERS.values() for name in _names(by_language[language]))
    for language in LANGUAGES
}
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_OF_WHOLE = re.compile(r"[/‰%]?\s*[0-9][0-9. ]*\s*\w*$")


def column_of(header: str) -> Column | None:
    """Return what a header means; None when it is not in the table.

    >>> column_of("Quotités (/10.000)"), column_of("Chauffage")
    (<Column.SHARES: 'shares'>, None)
    """
    if len(header) > LONGEST_HEADER:
        return None
    bare = _IN_BRACKETS.sub(" ", header)
    for attempt in (header, bare, _OF_WHOLE.sub("", bare)):
        if column := MEANINGS.get(plain(attempt)):
            return column
    return None


def usual_header(column: Column, language: str) -> str:
    """Return the name to give to a column in one of the four languages."""
    return _names(HEADERS[column][language])[0]


def language_of(headers: Iterable[str]) -> str:
    """Return the language most of the headers are written in; the first of the four when they tie.

    >>> language_of(["Kavel", "Aard", "Aandelen", "E-mail"])
    'nl'
    """
    count = Counter(language for header in headers for language in LANGUAGES if plain(header) in _SPOKEN[language])
    return max(LANGUAGES, key=lambda language: count[language])
