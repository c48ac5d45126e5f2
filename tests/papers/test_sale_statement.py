"""The two statements of a sale: text per language, a code only where something is due, and the files."""

from dataclasses import replace
from datetime import date

import pytest

from koprogo.adapters.pdf import render_pdf
from koprogo.papers.formats import LANGUAGES
from koprogo.papers.sale_statement.build import build, title
from koprogo.papers.sale_statement.facts import AgreedOtherwise, SaleStatementFacts, StatedCall
from koprogo.papers.sale_statement.words import STATEMENT
from tests.papers.pdf_rules import problems
from tests.papers.snapshots import assert_snapshot, text_of

Q2 = StatedCall("CALL-2025-Q2", "budget", 2, 4, 2025, "", None, date(2025, 4, 1), 35_215, 1_875, True, False)
ROOF = StatedCall(
    "CALL-2025-S1",
    "special",
    1,
    2,
    2025,
    "Réfection du toit",
    date(2025, 3, 12),
    date(2025, 9, 1),
    250_000,
    0,
    False,
    True,
)
FUND = replace(Q2, reference="CALL-2025-W1", kind="working", number=1, instalments=1, amount=50_000, reserve=0)
SELLER = SaleStatementFacts(
    "ACP Résidence des Comptes", ("Rue du Bilan 1", "1300 Wavre"), "0678.123.436", "Syndic du Parc", ("Olga Trois",),
    "seller", "C", ("Olga Trois", "Omer Trois"), ("Otto Cinq",), date(2025, 7, 1), "acte du 1er juillet 2025",
    "Me Lenoir", date(2025, 7, 4), date(2025, 1, 1), date(2025, 12, 31), 181, 365, 200_000, 250, 1000, 50_000, True,
    500_000, (Q2, FUND, ROOF, replace(Q2, number=3, due_on=date(2025, 7, 1), bears=False, carried=False)),
    (
        AgreedOtherwise("Le vendeur paie le toit", "seller", 120_000, "compromis du 3 mars, clause 7"),
        AgreedOtherwise("La provision de juillet est partagée", "buyer", None, "lettre du notaire"),
    ),
    12_345, "BE71096123456769", "123456789002",
)  # fmt: skip
BUYER = replace(
    SELLER, recipient=("Otto Cinq",), side="buyer", days=184, is_booked=False, notary="",
    calls=(replace(ROOF, bears=True, decided_on=None, instalments=1),), deviations=(), balance=-500,
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text(language):
    both = text_of(build(SELLER, language)) + "\n\n" + text_of(build(BUYER, language))
    assert_snapshot(f"sale_statement_{language}.txt", both)


def test_the_languages_say_the_same():
    assert {frozenset(STATEMENT[language]) for language in LANGUAGES} == {frozenset(STATEMENT["fr"])}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", [SELLER, BUYER])
def test_the_files_keep_the_rules(facts, language):
    assert problems(render_pdf(build(facts, language), title=title(facts, language), language=language)) == []


@pytest.mark.parametrize(("balance", "iban"), [(0, SELLER.iban), (-1, SELLER.iban), (100, "")])
def test_no_code_where_nothing_is_due_or_nobody_knows_where(balance, iban):
    html = build(replace(SELLER, balance=balance, iban=iban), "fr")
    assert "<svg" not in html
    assert "+++" not in html
    assert "<svg" in build(SELLER, "fr")


def test_a_year_without_calls_and_an_empty_fund():
    said = text_of(build(replace(SELLER, calls=(), fund=0, share=0, deviations=()), "en"))
    assert STATEMENT["en"]["no_calls"] in said
    assert STATEMENT["en"]["fund_empty"] in said
    assert STATEMENT["en"]["agreed_note"] not in said


def test_what_is_typed_stays_text():
    wild = replace(SELLER, deviations=(AgreedOtherwise("<b>toit</b>", "seller", 1, "x"),))
    assert "&lt;b&gt;" in build(wild, "nl")
