"""The letter that goes with the minutes, and its notice for landlords (art. 3.93 §5)."""

from dataclasses import replace
from datetime import date

import pytest

from koprogo.adapters.pdf import render_pdf
from koprogo.papers.formats import LANGUAGES
from koprogo.papers.minutes_letter.build import build, title
from koprogo.papers.minutes_letter.facts import LetterFacts
from tests.papers.pdf_rules import problems
from tests.papers.snapshots import assert_snapshot, text_of

FACTS = LetterFacts(
    association="ACP Résidence Les Ormes",
    address=("Rue de la Station 12", "1300 Wavre"),
    enterprise_number="0678.123.451",
    syndic="Syndic Mosan SRL",
    recipient=("Leïla Özdemir", "Avenue des Tilleuls 3", "5000 Namur"),
    lots=("B3.1", "K03"),
    assembly_day=date(2026, 11, 17),
    sent_on=date(2026, 11, 20),
    contest_until=date(2027, 3, 17),
    minutes_version=2,
    verify_at="https://koprogo.example.be/verify",
    decisions=((12, "Rénover la toiture"), (14, "Règlement d’ordre intérieur : vélos dans le hall")),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_the_one_we_read(language: str) -> None:
    both = text_of(build(FACTS, language)) + "\n\n" + text_of(build(replace(FACTS, written=3), language))
    assert_snapshot(f"minutes_letter.{language}.txt", both)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_keeps_the_rules_of_archives_and_of_screen_readers(language: str) -> None:
    assert problems(render_pdf(build(FACTS, language), title=title(FACTS, language), language=language)) == []


def test_without_a_carried_decision_the_notice_says_so() -> None:
    assert "aucune décision n’a été adoptée" in build(replace(FACTS, decisions=()), "fr")
