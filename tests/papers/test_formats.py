"""Figures, days, hours and articles in four languages."""

from datetime import UTC, date, datetime

import pytest

from koprogo.papers.formats import LANGUAGES, Format

S = "\u00a0"


def every(act: str, *facts: object) -> list[str]:
    return [getattr(Format(language), act)(*facts) for language in LANGUAGES]


def test_whole_numbers() -> None:
    assert every("number", 1_234_567) == [f"1{S}234{S}567", "1.234.567", "1.234.567", "1,234,567"]
    assert every("number", 999) == ["999"] * 4


def test_days() -> None:
    assert every("day", date(2026, 11, 17)) == [
        f"mardi 17{S}novembre 2026",
        f"dinsdag 17{S}november 2026",
        f"Dienstag, 17.{S}November 2026",
        f"Tuesday, 17{S}November 2026",
    ]


def test_the_first_of_the_month_in_french() -> None:
    assert Format("fr").day(date(2027, 3, 1)) == f"lundi 1er{S}mars 2027"
    assert Format("fr").day(date(2027, 3, 11)) == f"jeudi 11{S}mars 2027"


@pytest.mark.parametrize(
    ("at", "hours"),
    [
        (datetime(2026, 11, 17, 19, 4, tzinfo=UTC), [f"20{S}h{S}04", f"20.04{S}uur", f"20:04{S}Uhr", "20:04"]),
        # the clock goes back at 01:00 UTC on 25 October 2026
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), [f"2{S}h{S}59", f"2.59{S}uur", f"2:59{S}Uhr", "2:59"]),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), [f"2{S}h{S}00", f"2.00{S}uur", f"2:00{S}Uhr", "2:00"]),
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), [f"23{S}h{S}59", f"23.59{S}uur", f"23:59{S}Uhr", "23:59"]),
    ],
)
def test_hours_are_those_of_brussels(at: datetime, hours: list[str]) -> None:
    assert every("time", at) == hours


def test_in_a_column_the_word_for_hour_is_left_out() -> None:
    at = datetime(2026, 11, 17, 19, 4, tzinfo=UTC)
    assert every("clock", at) == [f"20{S}h{S}04", "20.04", "20:04", "20:04"]


@pytest.mark.parametrize(
    ("article", "printed"),
    [
        ("3.87 §5", f"art.{S}3.87{S}§{S}5"),
        ("3.88 §1, 1° b)", f"art.{S}3.88{S}§{S}1,{S}1°{S}b)"),
        ("3.86 § 3", f"art.{S}3.86{S}§{S}3"),
        ("3.91", f"art.{S}3.91"),
        ("3.86 §3 al.4", f"art.{S}3.86{S}§{S}3{S}al.{S}4"),
        ("3.88 §1 2° g) (letter to check)", f"art.{S}3.88{S}§{S}1{S}2°{S}g)"),
        ("3.88 §1 2° (letter g per first KoproGo 2026; otherwise covered by a)", f"art.{S}3.88{S}§{S}1{S}2°"),
        ("3.88 §1 1° b) exception + 3.89 §5 2°", f"art.{S}3.88{S}§{S}1{S}1°{S}b){S}+{S}3.89{S}§{S}5{S}2°"),
    ],
)
def test_an_article_stays_on_one_line(article: str, printed: str) -> None:
    assert Format("fr").article(article) == printed
    assert Format("de").article(article) == printed.replace("art.", "Art.")


def test_the_last_paragraph_is_named_in_each_language() -> None:
    assert every("article", "3.89 §1 last al.") == [
        f"art.{S}3.89{S}§{S}1{S}dernier{S}al.",
        f"art.{S}3.89{S}§{S}1{S}laatste{S}lid",
        f"Art.{S}3.89{S}§{S}1{S}letzter{S}Abs.",
        f"art.{S}3.89{S}§{S}1{S}last{S}al.",
    ]


def test_lists() -> None:
    assert every("listed", ["Ann", "Bart", "Chloé"]) == [
        "Ann, Bart et Chloé",
        "Ann, Bart en Chloé",
        "Ann, Bart und Chloé",
        "Ann, Bart and Chloé",
    ]
    assert every("listed", ["Ann"]) == ["Ann"] * 4
    assert every("listed", []) == [""] * 4


def test_other_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="fr, nl, de, en"):
        Format("lb")
