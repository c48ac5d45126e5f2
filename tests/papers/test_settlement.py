"""The settlement of one debtor: text per language, the sentence of a cell, and the file."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from koprogo.adapters.pdf import render_pdf
from koprogo.papers.formats import LANGUAGES
from koprogo.papers.qr import epc_code
from koprogo.papers.settlement.build import build, sentence, title
from koprogo.papers.settlement.facts import CostLine, SettledLine, SettlementFacts, WorksLine
from koprogo.papers.settlement.words import SETTLEMENT
from tests.papers.pdf_rules import problems
from tests.papers.snapshots import assert_snapshot, text_of

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def line(**more):
    facts = {
        "lot": "C", "name": "Assurance", "key": "", "split": "key", "tenant": False, "amount": 14_877, "whole": 119_999,
        "weight": 250, "total": 1000, "of_lot": 30_000, "before": 0, "days": 181, "of_days": 365, "cost": 119_999,
        "from_reserve": 0,
    }  # fmt: skip
    return SettledLine(**{**facts, **more})


FACTS = SettlementFacts(
    "ACP Résidence des Comptes", ("Rue du Bilan 1", "1300 Wavre"), "0678.123.436", "Syndic du Parc",
    ("Olga Trois", "Rue du Vendeur 3", "1300 Wavre"), ("Olga Trois", "Omer Trois"), "provisions", date(2025, 1, 1),
    date(2025, 12, 31), date(2026, 3, 2), 2, "le supplément d’honoraires n’a pas été approuvé.", True,
    lines=(
        line(),
        line(name="Entretien ascenseur", key="Ascenseur", tenant=True, amount=17_521, whole=106_000, weight=1, total=3,
             of_lot=35_333, cost=106_000),
        line(name="Toiture", amount=0, whole=0, of_lot=0, days=365, cost=121_000, from_reserve=121_000),
        line(name="Gouttières", amount=1_250, whole=10_000, of_lot=2_500, cost=50_000, from_reserve=40_000, days=182,
             of_days=364),
        line(name="Chauffage", split="given", amount=5_000, whole=5_000, weight=0, total=0, of_lot=10_083),
        line(name="Frais privatifs", split="private", amount=4_500, whole=4_500, weight=0, total=0, of_lot=4_500, days=365),
        line(lot="G1", name="Loyers perçus", amount=-1_488, whole=-12_000, of_lot=-3_000),
    ),
    costs=(), called=30_000, posted=-1_500, tenant=17_521, last_year=44_000, iban="BE71096123456769",
    permanent="123456789002", due=8_500,
)  # fmt: skip
STATEMENT = replace(
    FACTS, rhythm="actual_costs", covers_from=date(2025, 4, 1), covers_to=date(2025, 6, 30), version=1, why="",
    subject_to_approval=False, holders=("Olga Trois",),
    lines=(line(name="", amount=23_430, whole=200_851, of_lot=23_430, before=26_783, days=91, of_days=91, cost=0),),
    costs=(CostLine("Nettoyage", "", 36_300, 0, True), CostLine("Ascenseur", "Ascenseur", 53_000, 1_000, True)),
    called=0, posted=23_430, tenant=0, last_year=None, iban="", permanent="", due=0,
)  # fmt: skip
WORKS = replace(
    STATEMENT, called=20_000,
    lines=(
        line(name="Toiture", amount=12_500, whole=80_000, of_lot=20_000, cost=80_000, works="Toit, point 6", days=12_500,
             of_days=20_000),
        line(name="Lanterneau", amount=7_500, whole=30_000, of_lot=7_500, cost=30_000, works="Toit, point 6", days=7_500,
             of_days=7_500),
    ),
    works=(
        WorksLine("C", "Toit, point 6", 25_000, 20_000, 0, 5_000), WorksLine("C", "Façade", 9_000, 7_000, 0, 0),
        WorksLine("G1", "Toit, point 6", 0, 0, 1_200, 0),
    ),
    agreed=(("C", "Le toit est pour le vendeur"),),
)  # fmt: skip
CREDIT = replace(FACTS, called=200_000, version=1, why="", last_year=None, due=0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text(language):
    assert_snapshot(f"settlement_{language}.txt", text_of(build(FACTS, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_of_a_statement(language):
    assert_snapshot(f"settlement_statement_{language}.txt", text_of(build(STATEMENT, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_with_special_calls(language):
    assert_snapshot(f"settlement_works_{language}.txt", text_of(build(WORKS, language)))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (line(), "1 199,99 € × 250/1 000 = 300,00 €, × 181/365 jours = 148,77 €"),
        (line(days=365), "1 199,99 € × 250/1 000 = 300,00 €"),
        (
            line(whole=200_851, of_lot=23_430, before=26_783, days=365),
            "2 008,51 € depuis le début de l’exercice × 250/1 000 = 502,13 €, moins 267,83 € déjà relevés = 234,30 €",
        ),
        (line(split="private"), "À votre charge seule"),
        (
            line(whole=0, from_reserve=119_999),
            "1 199,99 € déjà financés (fonds de réserve ou emprunt) : rien n’est réparti",
        ),
        (
            line(split="given", amount=181, days=365, cost=900, from_reserve=100),
            "9,00 €, dont 1,00 € déjà financés (fonds de réserve ou emprunt) : 300,00 € indiqués pour ce lot par la pièce",
        ),
    ],
)
def test_the_sentence_of_a_cell(cell, said):
    assert sentence(cell, "fr").replace("\u00a0", " ").replace("\u202f", " ") == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_credit_asks_for_nothing(language):
    said = text_of(build(CREDIT, language))
    assert "+++" not in said
    assert SETTLEMENT[language]["in_favour"] in said


def test_the_languages_say_the_same():
    assert {frozenset(SETTLEMENT[language]) for language in LANGUAGES} == {frozenset(SETTLEMENT["fr"])}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file(language):
    pdf = render_pdf(build(FACTS, language), title=title(FACTS, language), language=language, created_at=AT)
    assert problems(pdf) == []


def test_without_the_enterprise_number_nothing_goes_out():
    with pytest.raises(ValueError, match="enterprise number"):
        build(replace(FACTS, enterprise_number=""), "fr")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"due": 0}, "already covered by the credit on your account: you have nothing to pay"),
        ({"called": 41_660, "due": 0}, "Balance"),
        ({"called": 200_000, "due": 0}, "is taken off what you will owe"),
        ({"iban": ""}, "Left to pay"),
        ({"permanent": ""}, "Left to pay"),
    ],
)
def test_no_code_where_nothing_is_due_or_nobody_knows_where(change, said):
    html = build(replace(FACTS, **change), "en")
    assert "<svg" not in html
    assert said in text_of(html)


def test_the_code_asks_for_what_is_due_and_not_for_the_whole_balance():
    drawn = epc_code(name=FACTS.association, iban=FACTS.iban, cents=8_500, words="+++123/4567/89002+++", alt="Code")
    paths = [re.search(r'<path[^>]* d="[^"]+"', html)[0] for html in (build(FACTS, "fr"), drawn)]
    assert paths[0] == paths[1]
