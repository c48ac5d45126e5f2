"""Numbers, days, hours and articles as a Belgian paper prints them, in four languages.

The typeface has no narrow no-break space, so every fixed space is U+00A0. Hours are Brussels time.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from koprogo.core.clock import BRUSSELS

LANGUAGES = ("fr", "nl", "de", "en")
NBSP = "\u00a0"

_LOCALES = {"fr": "fr_BE", "nl": "nl_BE", "de": "de_BE", "en": "en_GB"}
_GROUPING = {"fr": NBSP, "nl": ".", "de": ".", "en": ","}
_AND = {"fr": "et", "nl": "en", "de": "und", "en": "and"}
_ARTICLE = {"fr": "art.", "nl": "art.", "de": "Art.", "en": "art."}
_LAST_AL = {"fr": "dernier al.", "nl": "laatste lid", "de": "letzter Abs.", "en": "last al."}
_CLOCK = {"fr": "{h}\u00a0h\u00a0{m:02}", "nl": "{h}.{m:02}", "de": "{h}:{m:02}", "en": "{h}:{m:02}"}
_HOUR_WORD = {"fr": "", "nl": f"{NBSP}uur", "de": f"{NBSP}Uhr", "en": ""}


@dataclass(frozen=True)
class Format:
    """How one language writes figures, days, hours, articles and lists."""

    language: str

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"Papers are written in {', '.join(LANGUAGES)}, not in {self.language!r}")

    def number(self, number: int) -> str:
        """Write a whole number in groups of three.

        >>> Format("nl").number(10000)
        '10.000'
        """
        return f"{number:,}".replace(",", _GROUPING[self.language])

    def day(self, day: date) -> str:
        """Write a day with its weekday, month and year in words."""
        return self._bound(format_date(day, "full", locale=_LOCALES[self.language]))

    def short_day(self, day: date) -> str:
        """Write a day with its month in words, without the weekday.

        >>> Format("fr").short_day(date(2026, 3, 1))
        '1er\\xa0mars 2026'
        """
        return self._bound(format_date(day, "long", locale=_LOCALES[self.language]))

    def month(self, day: date) -> str:
        """Write the month of a day, with its year.

        >>> Format("nl").month(date(2026, 3, 14))
        'maart\\xa02026'
        """
        return format_date(day, "LLLL y", locale=_LOCALES[self.language]).replace(" ", NBSP)

    def _bound(self, text: str) -> str:
        """Keep the number of a day with its month."""
        if self.language == "fr":
            text = re.sub(r"(^|\s)1 ", r"\g<1>1er ", text)
        return re.sub(r"(\d{1,2}(?:er|\.)?) ", rf"\1{NBSP}", text, count=1)

    def time(self, at: datetime) -> str:
        """Write an hour and minute of Brussels.

        >>> from datetime import UTC
        >>> Format("de").time(datetime(2026, 11, 17, 19, 4, tzinfo=UTC))
        '20:04\\xa0Uhr'
        """
        return self.clock(at) + _HOUR_WORD[self.language]

    def clock(self, at: datetime) -> str:
        """Write an hour and minute of Brussels in a column of hours, without the word for it."""
        here = at.astimezone(BRUSSELS)
        return _CLOCK[self.language].format(h=here.hour, m=here.minute)

    def article(self, article: str) -> str:
        """Write an article as people cite it, unbroken: `3.88 §1, 1° b)` becomes `art. 3.88 § 1, 1° b)`.

        Remarks of the table of decision kinds (`(letter to check)`, `exception`) are for its readers and are left out.
        """
        bare = re.sub(r"\s+\([^)]*\)?|\s+exception\b", "", article).replace("last al.", _LAST_AL[self.language])
        spaced = re.sub(r"§+\s*|\bal\.\s*(?=\d)", lambda found: found[0].strip() + NBSP, bare)
        return f"{_ARTICLE[self.language]} {spaced}".replace(" ", NBSP)

    def listed(self, things: Iterable[str]) -> str:
        """Join with commas and a last *and*."""
        *first, last = list(things) or [""]
        return f"{', '.join(first)} {_AND[self.language]} {last}" if first else last
