"""The letter that tells of an assembly called off or moved."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from koprogo.adapters.pdf import render_pdf
from koprogo.papers.change_letter.build import build, title
from koprogo.papers.change_letter.facts import ChangeFacts
from koprogo.papers.formats import LANGUAGES
from tests.papers.pdf_rules import problems
from tests.papers.snapshots import assert_snapshot, text_of

MOVED = ChangeFacts(
    association="ACP Résidence Les Ormes",
    address=("Rue de la Station 12", "1300 Wavre"),
    enterprise_number="0678.123.451",
    syndic="Syndic Mosan SRL",
    recipient=("Leïla Özdemir", "Avenue des Tilleuls 3", "5000 Namur"),
    starts_at=datetime(2026, 12, 7, 18, 30, tzinfo=UTC),
    place="Salle paroissiale",
    reason="La salle est inondée.",
    sent_at=datetime(2026, 11, 25, 9, 0, tzinfo=UTC),
    moved_to=datetime(2027, 1, 14, 18, 30, tzinfo=UTC),
    new_place="École communale",
)
CANCELLED = replace(MOVED, moved_to=None, new_place="", place="")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_the_one_we_read(language: str) -> None:
    both = text_of(build(MOVED, language)) + "\n\n" + text_of(build(CANCELLED, language))
    assert_snapshot(f"change_letter.{language}.txt", both)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_keeps_the_rules_of_archives_and_of_screen_readers(language: str) -> None:
    assert problems(render_pdf(build(MOVED, language), title=title(MOVED, language), language=language)) == []


def test_a_letter_that_calls_off_names_no_other_day_and_what_is_typed_stays_text() -> None:
    said = build(replace(CANCELLED, reason="<b>Grève</b>"), "fr")
    assert "prévue" not in said and "&lt;b&gt;Grève" in said
