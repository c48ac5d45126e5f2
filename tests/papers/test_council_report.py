"""The report of the council: text per language, and the file."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from koprogo.adapters.pdf import PdfAttachment, render_pdf
from koprogo.papers.council_report.build import DATA_NAME, build, data_json, title
from koprogo.papers.council_report.facts import (
    DecisionLine,
    MemberLine,
    MissionLine,
    NoteLine,
    QuestionLine,
    ReportFacts,
    WrittenSection,
)
from koprogo.papers.council_report.words import REPORT
from koprogo.papers.formats import LANGUAGES
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts
from tests.papers.snapshots import assert_snapshot, text_of

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SUMMARY = "De quatre décisions, une est exécutée.\nNous demandons plus de régularité."
FACTS = ReportFacts(
    "ACP Résidence Les Ormes", ("Rue du Parc 12", "4000 Liège"), "0678.123.456", "yearly",
    date(2025, 11, 23), date(2026, 11, 22), "Syndic du Parc",
    written=(
        WrittenSection("summary", SUMMARY, "fr"),
        WrittenSection("asks", "Drie offertes vóór de vergadering.", "nl"),
    ),
    members=(
        MemberLine("Bram Claes", date(2025, 11, 23), None, "chair"),
        MemberLine("Anna Peeters", date(2025, 11, 23), date(2026, 5, 31)),
    ),
    auditors=(MemberLine("Carla Dubois", date(2025, 11, 23)),),
    decisions=(
        DecisionLine(7, "Moderniser l’ascenseur", date(2025, 11, 23), "late", date(2026, 11, 10), None, 12,
                     ("Demander trois offres",), "Une offre reçue."),
        DecisionLine(8, "Isoler le toit", date(2026, 7, 12), "open", date(2026, 12, 1), None, 0, (), ""),
        DecisionLine(9, "Remplacer la porte", date(2025, 11, 23), "done", date(2026, 5, 16), date(2026, 5, 2)),
        DecisionLine(10, "Peindre le hall", date(2025, 11, 23), "cancelled", None, date(2026, 2, 1), 0, (), "Trop cher."),
    ),
    questions=(
        QuestionLine("Où sont les devis ?", "Bram Claes", date(2026, 11, 13), 9, 7),
        QuestionLine("Quand vient le rapport ?", "Anna Peeters", date(2026, 2, 1), 1, 0, date(2026, 2, 2), "Demain."),
    ),
    missions=(MissionLine(5, "Suivre le chantier", date(2025, 11, 23), date(2026, 11, 22)),),
    notes=(NoteLine("visit", date(2026, 9, 3), "La cave est humide.", "Bram Claes", 0, 2),
           NoteLine("note", date(2026, 9, 4), "Le syndic est prévenu.", "Bram Claes", 7, 1)),
    reminders_syndic=3,
    reminders_late=1,
)  # fmt: skip
EMPTY = replace(FACTS, kind="half_yearly", written=(), auditors=(), decisions=(), questions=(), missions=(), notes=(),
                reminders_syndic=0, reminders_late=0)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_the_one_we_read(language: str) -> None:
    assert_snapshot(f"council_report.{language}.txt", text_of(build(FACTS, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    assert set(REPORT[language]) == set(REPORT["en"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", [FACTS, EMPTY], ids=["full", "empty"])
def test_the_file_keeps_the_rules_of_archives_and_of_screen_readers(language: str, facts: ReportFacts) -> None:
    data = PdfAttachment(DATA_NAME, data_json(facts), "The facts")
    name = title(facts, language)
    content = render_pdf(build(facts, language), title=name, language=language, created_at=AT, attachments=[data])
    assert problems(content) == []
    assert all("0678.123.456" in text for text in page_texts(content))


def test_the_half_yearly_one_says_that_no_law_asks_for_it() -> None:
    assert "relève de l’usage de la maison" in text_of(build(EMPTY, "fr"))
    assert "relève de l’usage de la maison" not in text_of(build(FACTS, "fr"))


def test_what_people_typed_cannot_become_markup() -> None:
    typed = replace(FACTS, written=(WrittenSection("summary", "<b>Hall</b>", "fr"),))
    assert "<b>" not in build(typed, "fr")
