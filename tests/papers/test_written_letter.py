"""The letter that asks for a decision in writing (art. 3.87 §11): text per language, the sheet on a page of its own."""

from dataclasses import replace
from datetime import date

import pytest

from koprogo.adapters.pdf import render_pdf
from koprogo.papers.convocation.facts import LotStanding
from koprogo.papers.formats import LANGUAGES
from koprogo.papers.written_letter.build import build, title
from koprogo.papers.written_letter.facts import AskedLot, AskFacts
from koprogo.papers.written_letter.words import ASK
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts
from tests.papers.snapshots import assert_snapshot, text_of

VOTING = (AskedLot("A1", 250, LotStanding.VOTES), AskedLot("G1", 20, LotStanding.VOTES, ("Bram Claes",)))
FACTS = AskFacts(
    association="ACP Résidence Les Ormes",
    address=("Rue de la Station 12", "1300 Wavre"),
    enterprise_number="0678.123.451",
    syndic="Syndic du Parc SRL",
    answer_to=("Syndic du Parc SRL", "ACP Résidence Les Ormes", "Rue de la Station 12", "1300 Wavre"),
    answer_at="https://ormes.example/written",
    recipient=("Leïla Özdemir", "Avenue des Tilleuls 3", "5000 Namur"),
    number=3,
    title="Repeindre le hall d’entrée",
    text="L’association fait repeindre le hall d’entrée par la firme Dubois pour 3 200 €.\nLe fonds de réserve paie.",
    kind_name="Travaux aux parties communes",
    sent_on=date(2026, 11, 2),
    answer_by=date(2026, 11, 30),
    denominator=1000,
    lots=VOTING,
)
OTHERS = (
    AskedLot("A5", 150, LotStanding.SUSPENDED, ("Farid Benali",)),
    AskedLot("A6", 100, LotStanding.REPRESENTED, ("Emma Lambert",)),
    AskedLot("A7", 80, LotStanding.SUSPENDED),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_the_one_we_read(language: str) -> None:
    both = text_of(build(FACTS, language)) + "\n\n" + text_of(build(replace(FACTS, lots=OTHERS), language))
    assert_snapshot(f"written_letter.{language}.txt", both)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    assert set(ASK[language]) == set(ASK["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_keeps_the_rules_and_the_sheet_is_one_page_to_send_back(language: str) -> None:
    pdf = render_pdf(build(FACTS, language), title=title(FACTS, language), language=language)
    assert problems(pdf) == []
    letter, sheet = page_texts(pdf)
    words = ASK[language]
    assert str(words["agree"]) not in letter and str(words["sign_signature"]) in sheet
    assert str(words["agree"]) in sheet and "3 200" in sheet, "who signs it reads the text on the same page"


def test_who_votes_for_no_lot_gets_the_text_without_a_sheet_and_reads_why() -> None:
    said = build(replace(FACTS, lots=OTHERS), "fr")
    assert "Je marque mon accord" not in said and "Farid Benali" in said and "Emma Lambert" in said


def test_what_is_typed_stays_text() -> None:
    assert "&lt;b&gt;" in build(replace(FACTS, text="<b>Peindre</b>"), "nl")
