"""The call for funds: text per language, every amount with its fraction, a code that a bank's app reads."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from koprogo.adapters.pdf import render_pdf
from koprogo.papers.budget.build import build as build_budget
from koprogo.papers.budget.build import title as budget_title
from koprogo.papers.budget.facts import BudgetFacts, PrintedLine
from koprogo.papers.budget.words import BUDGETS
from koprogo.papers.call_for_funds.build import build, title
from koprogo.papers.call_for_funds.facts import CalledLine, CallFacts
from koprogo.papers.call_for_funds.words import CALLS
from koprogo.papers.formats import LANGUAGES
from koprogo.papers.qr import epc_code, transfer_code
from tests.papers.pdf_rules import problems
from tests.papers.snapshots import assert_snapshot, text_of

LINES = (
    CalledLine("C", "ordinary", "", False, 250, 1000, 200_050, 25_006, 25_007),
    CalledLine("C", "ordinary", "Lift", False, 1, 3, 50_000, 8_333, 8_333),
    CalledLine("C", "reserve", "", False, 250, 1000, 15_000, 1_875, 1_875),
    CalledLine("C", "ordinary", "", True, 250, 1000, 120_025, 25_006, 5_000),
    CalledLine("G7", "ordinary", "", False, 10, 1000, 200_050, 0, 2_001),
    CalledLine("G7", "ordinary", "Garage", True, 0, 0, 0, 500, -500),
)
FACTS = CallFacts(
    association="ACP Résidence Les Ormes",
    address=("Rue de la Station 12", "1300 Wavre"),
    enterprise_number="0678.123.451",
    syndic="Syndic du Parc SRL",
    recipient=("Emma Lambert", "Avenue des Tilleuls 3", "5000 Namur"),
    holders=("Emma Lambert", "Farid Benali"),
    reference="CALL-2025-Q2",
    kind="budget",
    number=2,
    instalments=4,
    year=2025,
    budget_year=2024,
    covers_from=date(2025, 4, 1),
    covers_to=date(2025, 6, 30),
    called_on=date(2025, 4, 1),
    due_on=date(2025, 4, 15),
    subject="",
    lines=LINES,
    iban="BE68539007547034",
    communication="123456789002",
    permanent="618033992355",
)
SPECIAL = replace(
    FACTS, kind="special", subject="Isoler le toit", budget_year=None, holders=("Emma Lambert",), number=1, instalments=1,
    lines=(CalledLine("C", "special", "", False, 250, 1000, 100_000, 0, 25_000),),
)  # fmt: skip
BUDGET = BudgetFacts(
    association=FACTS.association, address=FACTS.address, enterprise_number=FACTS.enterprise_number,
    starts=date(2026, 1, 1), next_starts=date(2027, 1, 1), version=2, instalments=4, index_hundredths=250,
    lines=(
        PrintedLine("ordinary", "61050", "Cleaning", "", 148_800), PrintedLine("ordinary", "61011", "Lift", "Lift", 100_000),
        PrintedLine("extraordinary", "61073", "Roof", "", 500_000), PrintedLine("reserve", "160", "Reserve", "", 30_001),
    ),
    reserve_due="yes", reserve_least=24_000, charges_last_year=480_000, waived=False,
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_the_one_we_read(language: str) -> None:
    both = text_of(build(FACTS, language)) + "\n\n" + text_of(build(SPECIAL, language))
    assert_snapshot(f"call_for_funds.{language}.txt", both)
    assert_snapshot(f"budget.{language}.txt", text_of(build_budget(BUDGET, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    for words in (CALLS, BUDGETS):
        assert set(words[language]) == set(words["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_keep_the_rules(language: str) -> None:
    for html, name in ((build(FACTS, language), title(FACTS, language)),
                       (build_budget(BUDGET, language), budget_title(BUDGET, language))):  # fmt: skip
        assert problems(render_pdf(html, title=name, language=language)) == []


def test_the_code_is_the_transfer_a_bank_reads(tmp_path: Path) -> None:
    """Decoded by a reader of codes, not by who wrote it."""
    code = transfer_code(name=FACTS.association, iban=FACTS.iban, cents=FACTS.total, words="+++123/4567/89002+++")
    code.save(str(tmp_path / "code.png"), scale=6)
    read = zxingcpp.read_barcode(Image.open(tmp_path / "code.png")).text.split("\n")
    assert read[:2] == ["BCD", "002"]
    assert read[3] == "SCT"
    assert read[5:8] == [FACTS.association, FACTS.iban, "EUR417.16"]
    assert read[9] == "", "a Belgian communication is no ISO 11649 reference"
    assert read[10] == "+++123/4567/89002+++"
    assert code.error == "M"


def test_the_drawn_code_is_that_of_the_call() -> None:
    drawn = epc_code(
        name=FACTS.association, iban=FACTS.iban, cents=FACTS.total, words="+++123/4567/89002+++", alt="Code"
    )
    assert re.search(r'<path[^>]* d="[^"]+"', build(FACTS, "fr"))[0] == re.search(r'<path[^>]* d="[^"]+"', drawn)[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lines": (replace(LINES[0], amount=0),)}, "Nothing: this call cancels itself out."),
        ({"lines": (replace(LINES[0], amount=-1234),)}, "€12.34"),
        ({"iban": ""}, "€417.16"),
        ({"communication": ""}, "€417.16"),
    ],
)
def test_there_is_no_code_where_nothing_is_to_be_paid_or_nobody_knows_where(change: dict, said: str) -> None:
    facts = replace(FACTS, **change)
    html = build(facts, "en").replace("\u00a0", " ")
    assert "<svg" not in html
    assert said in html


def test_the_reserve_part_stands_on_its_own_line() -> None:
    html = build(FACTS, "fr").replace("\u00a0", " ")
    assert "Part destinée au fonds de réserve" in html
    assert "18,75" in html


def test_what_is_typed_stays_text() -> None:
    assert "&lt;b&gt;" in build(replace(SPECIAL, subject="<b>toit</b>"), "nl")
