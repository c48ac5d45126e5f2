"""Figures and days as each language writes them; spaces in the expectations stand for U+00A0."""

from datetime import UTC, date, datetime

import pytest

from koprogo.core.money import Money
from koprogo.i18n import format as formats
from koprogo.i18n.languages import LANGUAGES

AT = datetime(2026, 12, 3, 19, 14, 3, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "amount", "negative"),
    [
        ("fr", "1 234,50 €", "−0,05 €"),
        ("nl", "€ 1.234,50", "€ −0,05"),
        ("de", "1.234,50 €", "−0,05 €"),
        ("en", "€1,234.50", "−€0.05"),
    ],
)
def test_euros(language, amount, negative):
    assert plain(formats.euros(123450, language)) == amount
    assert plain(formats.euros(Money(-5), language)) == negative


def test_signed_and_without_unit():
    assert plain(formats.euros(4815, "fr", signed=True)) == "+48,15 €"
    assert plain(formats.euros(-4815, "fr", signed=True)) == "−48,15 €"
    assert plain(formats.euros(0, "fr", signed=True)) == "0,00 €"
    assert plain(formats.euros(123456789, "nl", unit=False)) == "1.234.567,89"


@pytest.mark.parametrize(("language", "shown"), [("fr", "1 000"), ("nl", "1.000"), ("de", "1.000"), ("en", "1,000")])
def test_numbers_come_in_groups_of_three(language, shown):
    assert plain(formats.number(1000, language)) == shown
    assert formats.number(812, language) == "812"
    assert formats.number(-3, language) == "−3"
    assert formats.number(3, language, signed=True) == "+3"


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("fr", "20 h 14", "20 h 14 min 03 s"),
        ("nl", "20.14 uur", "20.14 uur en 03 s"),
        ("de", "20:14 Uhr", "20:14:03 Uhr"),
        ("en", "20:14", "20:14:03"),
    ],
)
def test_times_are_belgian(language, short, long):
    assert plain(formats.time(AT, language)) == short
    assert plain(formats.time(AT, language, seconds=True)) == long


def test_the_hour_alone_in_french():
    assert plain(formats.time(datetime(2026, 12, 3, 19, 0, tzinfo=UTC), "fr")) == "20 h"


@pytest.mark.parametrize(
    ("language", "full"),
    [
        ("fr", "jeudi 3 décembre 2026"),
        ("nl", "donderdag 3 december 2026"),
        ("de", "Donnerstag, 3. Dezember 2026"),
        ("en", "Thursday 3 December 2026"),
    ],
)
def test_days_are_words(language, full):
    assert plain(formats.day(date(2026, 12, 3), language, "full")) == full


def test_the_first_of_the_month_in_french():
    assert plain(formats.day(date(2026, 12, 1), "fr")) == "1er décembre 2026"
    assert plain(formats.day(date(2026, 12, 11), "fr")) == "11 décembre 2026"


def test_midnight_belongs_to_the_belgian_day():
    late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert plain(formats.moment(late, "en")) == "2 July 2026, 00:30"


def test_lists():
    joined = {language: formats.list_of(["A1", "A3", "B2"], language) for language in LANGUAGES}
    assert joined == {"fr": "A1, A3 et B2", "nl": "A1, A3 en B2", "de": "A1, A3 und B2", "en": "A1, A3 and B2"}


def test_no_hyphen_and_no_narrow_space():
    for language in LANGUAGES:
        text = formats.euros(-123456789, language) + formats.number(-1234567, language)
        assert not set(text) & {"-", "\u202f", " "}
