"""The result of a survey: what it is not stands first; text per language, and the file."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from koprogo.adapters.pdf import render_pdf
from koprogo.papers.formats import LANGUAGES
from koprogo.papers.paper import EnterpriseNumberMissing
from koprogo.papers.survey_result.build import build, title
from koprogo.papers.survey_result.facts import SurveyFacts
from koprogo.papers.survey_result.words import SURVEY_RESULT
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts
from tests.papers.snapshots import assert_snapshot, text_of

OPENED, CLOSED = datetime(2026, 11, 9, 8, 0, tzinfo=UTC), datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
TIE = SurveyFacts(
    "ACP Résidence Les Ormes", ("Rue du Parc 12", "4000 Liège"), "0678.123.456", "Quelle couleur pour le hall ?",
    "Le peintre passe en janvier.\nLe prix est le même.", "one", "group", "Escalier B", False, OPENED, CLOSED, "time",
    24, 13, ("Bleu", "Vert tilleul", "Gris"), (5, 5, 3), (0, 1),
)  # fmt: skip
MARKS = replace(
    TIE, kind="rating", audience="rights", group="", is_anonymous=True, how="hand", options=(), counts=(1, 0, 2, 4, 6),
    leaders=(), mean_tenths=41, words="",
)  # fmt: skip
TOO_FEW = replace(MARKS, kind="yes_no", answered=2, counts=(), mean_tenths=None, is_shown=False)
WORDS = replace(
    TIE, kind="text", audience="owners", group="", options=(), counts=(), leaders=(), answered=2,
    texts=("Avec des arceaux, pas de crochets.", "Zeker, maar met een slot."),
)  # fmt: skip
ONE = replace(TIE, kind="yes_no", options=(), counts=(9, 4), leaders=(0,))
NOBODY = replace(ONE, answered=0, counts=(0, 0), leaders=())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_the_one_we_read(language):
    papers = (TIE, ONE, MARKS, TOO_FEW, WORDS, NOBODY)
    assert_snapshot(f"survey_result.{language}.txt", "\n----\n".join(text_of(build(each, language)) for each in papers))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language):
    assert set(SURVEY_RESULT[language]) == set(SURVEY_RESULT["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_that_it_is_no_decision_before_any_figure(language):
    said = text_of(build(TIE, language)).replace("~", " ")
    nothing = SURVEY_RESULT[language]["no_decision"]
    assert said.index(nothing) < said.index("3.87 § 1") < said.index("Vert tilleul")


@pytest.mark.parametrize("facts", [TIE, MARKS, WORDS], ids=lambda facts: facts.kind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_keeps_the_rules_of_archives_and_of_screen_readers(language, facts):
    content = render_pdf(build(facts, language), title=title(facts, language), language=language, created_at=CLOSED)
    assert problems(content) == []
    assert all("0678.123.456" in text for text in page_texts(content))


def test_a_tie_names_all_that_lead_and_no_winner():
    said = text_of(build(TIE, "en"))
    assert "A tie: “Bleu” and “Vert tilleul” were each given by 5~people. None of them comes first." in said


def test_counts_that_may_not_be_shown_cannot_be_printed():
    with pytest.raises(ValueError, match="0046"):
        replace(TOO_FEW, counts=(1, 1))


def test_what_people_typed_cannot_become_markup():
    assert "<b>" not in build(replace(WORDS, question="<b>Hall</b>", texts=("<b>x</b>",)), "fr")


def test_no_paper_without_the_enterprise_number():
    with pytest.raises(EnterpriseNumberMissing):
        build(replace(TIE, enterprise_number=""), "fr")
