"""The convocation (art. 3.87 §3): text per language, and the file a notary keeps."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from koprogo.adapters.pdf import PdfAttachment, render_pdf
from koprogo.papers.convocation.build import DATA_NAME, build, data_json, title
from koprogo.papers.convocation.facts import LotStanding
from koprogo.papers.convocation.words import CONVOCATION
from koprogo.papers.formats import LANGUAGES
from koprogo.papers.paper import EnterpriseNumberMissing
from tests.papers.convocation_sample import ADDRESS, convocation
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts
from tests.papers.snapshots import assert_snapshot, text_of

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_the_one_we_read(language):
    assert_snapshot(f"convocation.{language}.txt", text_of(build(convocation(language), language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language):
    assert set(CONVOCATION[language]) == set(CONVOCATION["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_keeps_the_rules_of_archives_and_of_screen_readers(language):
    facts = convocation(language)
    content = render_pdf(
        build(facts, language),
        title=title(facts, language),
        language=language,
        attachments=[PdfAttachment(DATA_NAME, data_json(facts), "The facts")],
        created_at=AT,
    )
    assert problems(content) == []
    texts = page_texts(content)
    for text in texts:
        assert "0678.123.451" in text, "the enterprise number stands on every page (art. 3.86 §1)"
    form = str(CONVOCATION[language]["form_title"])
    assert form in texts[-1], "the form is the last page, alone"
    assert re.sub(r"\s", "", ADDRESS) in re.sub(r"\s", "", "".join(texts))


def test_everything_the_law_asks_for_is_there():
    told = text_of(build(convocation("en"), "en"))
    where = ("10~December 2026", "19:30", "Salle paroissiale", "ordinary", ADDRESS)
    what = ("Budget 2027", "Quotes for the roof (point 3)", "two-thirds majority", "3.88~§~1")
    for said in (*where, *what, "31 of 60", "5,000 of 10,000", "7,501"):
        assert said in told, said


def test_a_suspended_lot_says_what_to_do_and_with_whom():
    told = text_of(build(convocation("fr", LotStanding.SUSPENDED), "fr"))
    assert "vote suspendu" in told and "Emma Lambert et Farid Benali" in told and "3.87~§~1" in told
    assert "# Procuration" not in told, "nothing to give by proxy"


def test_who_is_only_told_gets_no_form_and_hears_who_votes():
    told = text_of(build(convocation("nl", LotStanding.REPRESENTED), "nl"))
    assert told.startswith("Résidence") or "ter kennisgeving" in told
    assert "Nadia Hérion stemt" in told and "# Volmacht" not in told and "Deelnemen" not in told


def test_a_second_session_asks_no_quorum_and_urgency_gives_its_reason():
    facts = convocation("fr")
    again = replace(
        facts, assembly=replace(facts.assembly, first_session_day=date(2026, 11, 20), urgent_reason="Une fuite")
    )
    told = text_of(build(again, "fr"))
    assert "Seconde séance" in told and "Une fuite" in told and "plus des trois quarts" not in told


def test_what_people_typed_cannot_become_markup():
    facts = convocation("en")
    facts = replace(facts, person=replace(facts.person, name="<script>alert(1)</script>"))
    assert "<script>alert" not in build(facts, "en")


def test_no_paper_without_the_enterprise_number():
    facts = convocation("de")
    with pytest.raises(EnterpriseNumberMissing):
        build(replace(facts, association=replace(facts.association, enterprise_number="")), "de")
