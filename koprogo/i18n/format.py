"""Euros, numbers, days, times and lists as each language writes them, for papers and mails.

The browser says the same with Intl in assets/js/words.js; tests/i18n compares the two. Spaces inside a figure never
break, negatives take a true minus, times and days are Belgian.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.core import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from koprogo.core.clock import BRUSSELS
from koprogo.core.money import Money
from koprogo.i18n.languages import NBSP, REGIONS

MINUS = "\u2212"
DAY_PATTERNS = {
    "full": "EEEE d MMMM y",
    "long": "EEEE d MMMM",
    "day": "d MMMM y",
    "month": "d MMMM",
    "short": "d MMM",
    "weekday": "EEE d MMM",
    "of_year": "LLLL y",
}
"""Thursday 3 December 2026; Thursday 3 December; 3 December 2026; 3 December; 3 Dec; Thu 3 Dec; December 2026."""
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ISO_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")


def euros(cents: int | Money, language: str, *, signed: bool = False, unit: bool = True) -> str:
    """Write whole cents as euros: `312,40 €` in French, `€ 312,40` in Dutch; `signed` puts a + before a gain."""
    whole = cents.cents if isinstance(cents, Money) else cents
    gains = signed and whole > 0
    amount = Decimal(-whole if gains else whole) / 100
    text = (
        format_currency(amount, "EUR", locale=REGIONS[language])
        if unit
        else format_decimal(amount, "#,##0.00", locale=REGIONS[language])
    )
    return _tidy(text.replace("-", "+") if gains else text)


def number(value: int, language: str, *, signed: bool = False) -> str:
    """Write a whole number in groups of three: 812, 1 000 (1.000, 1,000); `signed` puts a + before a gain."""
    text = format_decimal(value, "#,##0", locale=REGIONS[language])
    return _tidy(f"+{text}" if signed and value > 0 else text)


def day(value: date, language: str, style: str = "day") -> str:
    """Write a day in words, in one of `DAY_PATTERNS`; the first of a month is `1er` in French."""
    pattern = DAY_PATTERNS[style]
    if language == "de":
        pattern = pattern.replace("EEEE d", "EEEE, d").replace("EEE d", "EEE, d").replace("d M", "d. M")
    text = format_date(value, pattern, locale=REGIONS[language])
    if language == "fr" and value.day == 1:
        text = re.sub(r"\b1 ", "1er ", text, count=1)
    return re.sub(r"(\d+\.?(?:er)?) (?=[^\W\d])", rf"\1{NBSP}", text, count=1)


def time(at: datetime, language: str, *, seconds: bool = False) -> str:
    """Write the Belgian time of an instant: `20 h 14`, `20.14 uur`, `20:14 Uhr`, `20:14`."""
    local = at.astimezone(BRUSSELS)
    h, m, s = local.hour, f"{local.minute:02}", f"{local.second:02}"
    if language == "fr":
        return f"{h} h {m} min {s} s".replace(" ", NBSP) if seconds else _french_hour(h, m)
    if language == "nl":
        return f"{h}.{m}{NBSP}uur" + (f" en{NBSP}{s}{NBSP}s" if seconds else "")
    if language == "de":
        return (f"{h}:{m}:{s}" if seconds else f"{h}:{m}") + f"{NBSP}Uhr"
    return f"{h:02}:{m}:{s}" if seconds else f"{h:02}:{m}"


def moment(at: datetime, language: str, style: str = "day") -> str:
    """Write day and time of an instant, in Belgium."""
    return f"{day(at.astimezone(BRUSSELS).date(), language, style)}, {time(at, language)}"


def list_of(items: Sequence[str], language: str) -> str:
    """Join words: `A1, A3 et B2`."""
    return format_list(list(items), locale=REGIONS[language])


def is_one(n: int, language: str) -> bool:
    """Say whether a number takes the singular (in French 0 does)."""
    return Locale(language).plural_form(n) == "one"


def is_sentence(text: str) -> bool:
    """Say whether a fact is a sentence of ours rather than a name or a code word: several words and a full stop."""
    return " " in text and text.endswith(".")


NAMES = ("year", "number")
"""Whole numbers that are names, not quantities: 2026, never 2 026. `words.js` has the same two."""


def fact(name: str, value: Any, language: str) -> str:
    """Write a fact of a message as what it is; see `messages.message`."""
    if isinstance(value, bool) or value is None:
        raise TypeError(f"{name}={value!r} cannot be said: give a number, a day or words")
    if isinstance(value, Money):
        return euros(value, language)
    if isinstance(value, int):
        if name.rpartition("_")[2] in NAMES:
            return str(value)
        return euros(value, language) if name.endswith("_cents") else number(value, language)
    if isinstance(value, datetime):
        return moment(value, language)
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, list | tuple):
        return list_of([str(each) for each in value], language)
    return _text(str(value), language)


def _text(value: str, language: str) -> str:
    if _ISO_DAY.fullmatch(value):
        return day(date.fromisoformat(value), language)
    if _ISO_INSTANT.fullmatch(value):
        return moment(datetime.fromisoformat(value), language)
    return value


def _french_hour(hour: int, minute: str) -> str:
    return f"{hour}{NBSP}h" if minute == "00" else f"{hour}{NBSP}h{NBSP}{minute}"


def _tidy(text: str) -> str:
    return text.replace("\u202f", NBSP).replace("-", MINUS)
