"""Kinds of lot, in the words of four languages."""

from enum import StrEnum

from koprogo.core.plain_text import plain
from koprogo.rules.ownership.sheet import words


class Kind(StrEnum):
    """What a private part is for; councils and statistics count by it, votes never do."""

    APARTMENT = "apartment"
    STUDIO = "studio"
    HOUSE = "house"
    COMMERCIAL = "commercial"
    OFFICE = "office"
    CELLAR = "cellar"
    GARAGE = "garage"
    PARKING = "parking"
    OTHER = "other"


ACCESSORIES = frozenset({Kind.CELLAR, Kind.GARAGE, Kind.PARKING})
"""Lots a base deed sometimes leaves without a share of their own, because they follow another lot."""

WORDS: dict[Kind, frozenset[str]] = {
    Kind.APARTMENT: words("""
        appartement, apartment, appart, app, apt, flat, wohnung, appartements, duplex, triplex, penthouse, loft,
        woning, logement
    """),
    Kind.STUDIO: words("""
        studio, kot, flatje, einzimmerwohnung, studette
    """),
    Kind.HOUSE: words("""
        maison, huis, haus, house, villa, eengezinswoning, einfamilienhaus
    """),
    Kind.COMMERCIAL: words("""
        commerce, commercial, magasin, rez commercial, surface commerciale, handel, handelszaak, handelsruimte,
        winkel, winkelruimte, laden, geschaft, ladenlokal, shop, retail, horeca, restaurant, local commercial,
        handelspand
    """),
    Kind.OFFICE: words("""
        bureau, bureaux, kantoor, kantoren, kantoorruimte, buro, buero, office, offices, cabinet, praktijk,
        praxis, profession liberale
    """),
    Kind.CELLAR: words("""
        cave, kelder, keller, cellar, berging, kelderberging, storage, debarras, reserve, abstellraum, grenier,
        zolder, dachboden, attic, remise, box de rangement
    """),
    Kind.GARAGE: words("""
        garage, garagebox, garages, box, garage box, box garage, autobox, gesloten garage, garage ferme, lock up
        garage
    """),
    Kind.PARKING: words("""
        parking, emplacement, emplacement de parking, place de parking, parkeerplaats, parkeerplek, staanplaats,
        autostaanplaats, stellplatz, parkplatz, tiefgaragenstellplatz, parking space, carport, moto, emplacement
        moto, parkplaats, car park
    """),
    Kind.OTHER: words("""
        autre, divers, andere, ander, overige, sonstiges, other
    """),
}

_KIND = {word: kind for kind, words in WORDS.items() for word in words}


def read_kind(text: str) -> Kind | None:
    """Read a kind of lot; None when the word is not in the table.

    The last words may be a number or a detail: `Appartement 2 ch.`, `Garage n° 12`.

    >>> read_kind("Emplacement de parking n° 4")
    <Kind.PARKING: 'parking'>
    """
    words = plain(text).split()
    for length in range(len(words), 0, -1):
        if found := _KIND.get(" ".join(words[:length])):
            return found
    return None
