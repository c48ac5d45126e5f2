"""The printed register (art. 3.93 §4): text per language, and the file."""

from datetime import UTC, date, datetime

import pytest

from koprogo.adapters.pdf import render_pdf
from koprogo.papers.formats import LANGUAGES
from koprogo.papers.register.build import build, title
from koprogo.papers.register.facts import RegisterFacts, RegisterLine, VoteSums
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts
from tests.papers.snapshots import assert_snapshot, text_of

DAY = date(2026, 11, 17)
TWO_THIRDS = VoteSums(6020, 1204, 310, 4816, "two_thirds", "3.88 §1, 1° b)")
FACTS = RegisterFacts(
    "ACP Résidence Les Ormes",
    ("Rue du Parc 12", "4000 Liège"),
    "0678.123.451",
    date(2026, 12, 1),
    (
        RegisterLine(
            1, DAY, "2", "Rénover la toiture", "Remplacer la couverture du bloc A.\nBudget : 84 000 €.", "carried",
            "Travaux", TWO_THIRDS, "", date(2026, 11, 18), date(2027, 3, 17),
        ),
        RegisterLine(
            2, DAY, "3", "Règlement d’ordre intérieur", "Modifier l’article 23.", "rejected", "Statuts",
            VoteSums(4000, 3224, 0, 4816, "two_thirds", "3.88 §1, 1° a)", "art. 23 du règlement"),
            "", date(2026, 11, 18), date(2027, 3, 17),
        ),
        RegisterLine(3, DAY, "4", "Budget", "", "postponed", "Budgets", None, "Attendre les devis", date(2026, 11, 18)),
        RegisterLine(4, DAY, "5", "Rapport du syndic", "", "noted", "", None, "", date(2026, 11, 18)),
        RegisterLine(5, date(2026, 11, 28), "", "Vendre la loge", "", "carried", "", None, "", date(2026, 11, 29)),
    ),
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_the_one_we_read(language: str) -> None:
    assert_snapshot(f"register.{language}.txt", text_of(build(FACTS, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_keeps_the_rules_of_archives_and_of_screen_readers(language: str) -> None:
    at = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    content = render_pdf(build(FACTS, language), title=title(FACTS, language), language=language, created_at=at)
    assert problems(content) == []
    assert all("0678.123.451" in text for text in page_texts(content))


def test_an_empty_register_says_so() -> None:
    empty = RegisterFacts("ACP", (), "0678.123.451", DAY, ())
    assert "Aucune décision" in build(empty, "fr")
