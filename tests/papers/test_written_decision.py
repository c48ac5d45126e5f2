"""The minutes of a unanimous decision in writing (art. 3.87 §11): text per language, and the file."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from koprogo.adapters.pdf import PdfAttachment, render_pdf
from koprogo.papers.formats import LANGUAGES
from koprogo.papers.paper import EnterpriseNumberMissing
from koprogo.papers.written_decision.build import DATA_NAME, build, data_json, title
from koprogo.papers.written_decision.facts import AgreementFacts, How, WrittenFacts
from koprogo.papers.written_decision.words import WRITTEN
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts
from tests.papers.snapshots import assert_snapshot, text_of

AT = datetime(2026, 11, 14, 19, 12, tzinfo=UTC)
AGREED = (
    AgreementFacts("A1", "Anna Peeters", "Anna Peeters", 250, datetime(2026, 11, 3, 8, 0, tzinfo=UTC), How.PHONE),
    AgreementFacts("A2", "Emma Lambert, Farid Benali", "Emma Lambert", 150, AT, How.PHONE),
    AgreementFacts("B1", "Bram Claes", "Bram Claes", 600, datetime(2026, 11, 9, 10, 30, tzinfo=UTC), How.PAPER,
                   "Classeur 3, 12"),
)  # fmt: skip
FACTS = WrittenFacts(
    "ACP Résidence Les Ormes", ("Rue du Parc 12", "4000 Liège"), "0678.123.456", "Syndic du Parc", 3,
    "Repeindre le hall d’entrée",
    "L’association fait repeindre le hall d’entrée par la firme Dubois pour 3 200 €.\nLe fonds de réserve paie.",
    "Travaux aux parties communes", date(2026, 11, 1), date(2026, 11, 30), AT, 41, 1000, AGREED, "fr",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_the_one_we_read(language: str) -> None:
    assert_snapshot(f"written_decision.{language}.txt", text_of(build(FACTS, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    assert set(WRITTEN[language]) == set(WRITTEN["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_keeps_the_rules_of_archives_and_of_screen_readers(language: str) -> None:
    data = PdfAttachment(DATA_NAME, data_json(FACTS), "The facts")
    name = title(FACTS, language)
    content = render_pdf(build(FACTS, language), title=name, language=language, created_at=AT, attachments=[data])
    assert problems(content) == []
    assert all("0678.123.456" in text for text in page_texts(content))


def test_a_decision_that_not_all_took_has_no_paper() -> None:
    with pytest.raises(ValueError, match=r"850 shares of 1000 \(art. 3.87 §11\)"):
        replace(FACTS, agreements=(AGREED[0], AGREED[2]))


def test_what_people_typed_cannot_become_markup() -> None:
    assert "<b>" not in build(replace(FACTS, title="<b>Hall</b>"), "fr")


def test_no_paper_without_the_enterprise_number() -> None:
    with pytest.raises(EnterpriseNumberMissing):
        build(replace(FACTS, enterprise_number=""), "fr")


@pytest.mark.parametrize("lots", [4, 6, 7, 9, 30])
def test_the_signature_never_stands_alone_on_a_page(lots: int) -> None:
    rows = tuple(replace(AGREED[0], lot=f"A{n}", shares=10) for n in range(lots))
    facts = replace(FACTS, agreements=rows, denominator=10 * lots)
    last = page_texts(render_pdf(build(facts, "de"), title=title(facts, "de"), language="de"))[-1]
    assert "Unterschrift" in last and f"A{lots - 1}" in last
