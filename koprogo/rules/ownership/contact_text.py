"""Reading how to reach somebody: e-mail, language, postal address, consent to e-mail and its day."""

import re
from dataclasses import dataclass
from datetime import date

from koprogo.core.plain_text import plain
from koprogo.rules.ownership.sheet import words

LANGUAGES: dict[str, frozenset[str]] = {
    "fr": words("""
        fr, f, fra, fre, fr be, francais, francaise, frans, franzosisch, french
    """),
    "nl": words("""
        nl, n, nld, dut, nl be, neerlandais, nederlands, niederlandisch, dutch, flamand, vlaams, flemish
    """),
    "de": words("""
        de, d, deu, ger, de be, allemand, duits, deutsch, german
    """),
    "en": words("""
        en, e, eng, en gb, anglais, engels, englisch, english
    """),
}
YES = words("""
    oui, o, ja, j, yes, y, x, v, vrai, waar, wahr, true, 1, ok, accord, akkoord, einverstanden, accepte,
    geaccepteerd
""")
NO = words("""
    non, nee, neen, nein, no, n, faux, onwaar, falsch, false, 0, geen, kein, refus, refuse, geweigerd
""")
TICKS = frozenset("✓✔☑")
_LANGUAGE = {word: code for code, words in LANGUAGES.items() for word in words}
_EMAIL = re.compile(
    r"^[^\s@<>()\[\]\",;:\\.]+(?:\.[^\s@<>()\[\]\",;:\\.]+)*@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]+$"
)
_LONGEST_EMAIL = 254
_BETWEEN_EMAILS = re.compile(r"[\s;,/|]+")
BETWEEN_OWNERS = re.compile(r"\s*[/;|\n]\s*")
BETWEEN_CONSENTS = re.compile(r"\s*(?:(?<![0-9])/|/(?![0-9])|[;|\n])\s*")
"""Not the slashes of a day."""
_DAY = re.compile(r"\b([0-9]{4})-([0-9]{2})-([0-9]{2})\b|\b([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\b")
_POSTCODE_CITY = re.compile(
    r"^(?P<street>.+?)(?:\s*[,;\n–-]\s*|\s+)(?:(?:B|BE|F|L|D|NL)\s?-\s?)?"
    r"(?P<postcode>[0-9]{4,5}(?:\s?[A-Z]{2})?)\s+(?P<city>[^,;0-9]+?)"
    r"(?:\s*[,;(]\s*(?P<country>[^\W\d][^,;()]*?)\)?)?$"
)


@dataclass(frozen=True)
class Consent:
    """A yes or a no to e-mail, and the day it was given where the list says it."""

    given: bool
    day: date | None = None


@dataclass(frozen=True)
class PostalAddress:
    """Where a letter goes; any part may be empty."""

    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""

    @property
    def is_complete(self) -> bool:
        """A letter can be sent: a street, and a town with its postcode (in its own column or in the street's text)."""
        return bool(self.street and self.postcode and self.city)

    def __bool__(self) -> bool:
        return bool(self.street or self.postcode or self.city)


def read_language(text: str) -> str | None:
    """Read one of the four languages; None when it is another word.

    >>> read_language("Nederlands"), read_language("ES")
    ('nl', None)
    """
    return _LANGUAGE.get(plain(text))


def split_emails(text: str) -> list[str]:
    """Return the addresses of a cell in small letters, good or bad, in their order."""
    return [each for each in _BETWEEN_EMAILS.split(text.strip().lower().removeprefix("mailto:")) if each]


def is_email(text: str) -> bool:
    """Say whether a text has the shape of an address.

    >>> is_email("an.de-smet@example.org"), is_email("not-an-address"), is_email("a@b")
    (True, False, False)
    """
    return len(text) <= _LONGEST_EMAIL and _EMAIL.match(text) is not None


def read_day(text: str) -> date | None:
    """Read a day as `31/12/2026`, `31.12.2026`, `31-12-2026` or `2026-12-31`; None when there is no such day."""
    found = _DAY.search(text)
    if not found:
        return None
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_consent(text: str) -> Consent | None:
    """Read a consent: yes, no, the day it was given, or both; None when it is none of these.

    >>> read_consent("oui (12/03/2024)")
    Consent(given=True, day=datetime.date(2024, 3, 12))
    """
    if text.strip() in TICKS:
        return Consent(True)
    day = read_day(text)
    if day is None and _DAY.search(text):
        return None
    words = plain(_DAY.sub(" ", text))
    if words in NO and day is None:
        return Consent(False)
    if words in YES or (not words and day):
        return Consent(True, day)
    return None


def read_address(text: str) -> PostalAddress:
    """Read a whole address from one cell; what has no postcode and town stays one line of street.

    >>> read_address("Rue Haute 12 b 3, 1000 Bruxelles")
    PostalAddress(street='Rue Haute 12 b 3', postcode='1000', city='Bruxelles', country='')
    """
    found = _POSTCODE_CITY.match(text.strip())
    if not found:
        return PostalAddress(text.strip())
    return PostalAddress(found["street"], found["postcode"], found["city"], found["country"] or "")
