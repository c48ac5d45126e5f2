"""The results as a paper of their own (#47): text per language, the file, the mark of a draft."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from koprogo.adapters.pdf import render_pdf
from koprogo.papers.formats import LANGUAGES
from koprogo.papers.results.build import build, title
from koprogo.papers.results.words import RESULTS
from tests.papers import sample
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts, read_aloud
from tests.papers.snapshots import assert_snapshot, text_of

AT = datetime(2026, 11, 17, 20, 5, tzinfo=UTC)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_the_one_we_read(language: str) -> None:
    assert_snapshot(f"results.{language}.txt", text_of(build(sample.minutes(language), language, at=AT)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_is_marked_on_every_page_and_heard_nowhere(language: str) -> None:
    facts = replace(sample.minutes(language), is_draft=True)
    content = render_pdf(build(facts, language, at=AT), title=title(facts, language), language=language, created_at=AT)
    mark = RESULTS[language]["results_watermark"]
    assert problems(content) == []
    assert all(mark in text and "0678.123.451" in text for text in page_texts(content))
    assert mark not in read_aloud(content)
    whole = replace(facts, is_draft=False)
    final = render_pdf(build(whole, language, at=AT), title=title(whole, language), language=language, created_at=AT)
    assert not any(mark in text for text in page_texts(final))
