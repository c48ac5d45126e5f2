"""The minutes (art. 3.87 §10): text per language, and the file a notary keeps."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
import pytest

from koprogo.adapters.pdf import PdfAttachment, render_pdf
from koprogo.papers.formats import LANGUAGES
from koprogo.papers.minutes.build import DATA_NAME, build, data_json, title
from koprogo.papers.minutes.facts import AttendanceRow, HandEntry, ItemFacts, MinutesFacts, ProofFacts, RemoteFacts
from koprogo.papers.minutes.terms import Attendance, Copy, HandMethod, Outcome, QuorumTest
from koprogo.papers.minutes.view import attendance_totals
from koprogo.papers.minutes.words import minutes_words
from koprogo.papers.paper import EnterpriseNumberMissing
from tests.papers import sample
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts, read_aloud
from tests.papers.snapshots import assert_snapshot, blocks, text_of

AT = datetime(2026, 11, 17, 22, 5, tzinfo=UTC)


def printed(facts: MinutesFacts, language: str) -> bytes:
    data = PdfAttachment(DATA_NAME, data_json(facts), "The facts of these minutes")
    return render_pdf(
        build(facts, language), title=title(facts, language), language=language, attachments=[data], created_at=AT
    )


@pytest.fixture(scope="module", params=LANGUAGES)
def paper(request: pytest.FixtureRequest) -> tuple[str, MinutesFacts, bytes]:
    facts = sample.minutes(request.param)
    return request.param, facts, printed(facts, request.param)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_the_one_we_read(language: str) -> None:
    assert_snapshot(f"minutes.{language}.txt", text_of(build(sample.minutes(language), language)))


def test_the_file_keeps_the_rules_of_archives_and_of_screen_readers(paper: tuple[str, MinutesFacts, bytes]) -> None:
    assert problems(paper[2]) == []


def test_language_and_title_are_in_the_file(paper: tuple[str, MinutesFacts, bytes]) -> None:
    language, facts, content = paper
    with pikepdf.open(BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == language
        assert str(pdf.docinfo["/Title"]) == title(facts, language)


def test_every_page_has_the_enterprise_number_and_says_which_version_it_is(
    paper: tuple[str, MinutesFacts, bytes],
) -> None:
    _, facts, content = paper
    digest = hashlib.sha256(data_json(facts)).hexdigest()
    texts = page_texts(content)
    assert len(texts) > 5
    for number, text in enumerate(texts, 1):
        assert "0678.123.451" in text, f"page {number} (art. 3.86 §1)"
        assert digest[:12] in text
        assert re.search(rf"\n{number}\n\D+\n{len(texts)}\n", text), "page x of y"


def test_everything_said_is_read_aloud_in_order(paper: tuple[str, MinutesFacts, bytes]) -> None:
    language, facts, content = paper
    aloud, place = squeezed(read_aloud(content)), 0
    for _, text in blocks(build(facts, language))[MARGINS:]:
        if text:
            place = aloud.index(squeezed(text), place)


MARGINS = 3
"""Running head and foot stand first in the paper; nobody reads them aloud."""


def squeezed(text: str) -> str:
    return re.sub(r"[\s~]", "", text)


def test_the_data_travel_with_the_paper_and_their_digest_is_printed(paper: tuple[str, MinutesFacts, bytes]) -> None:
    language, facts, content = paper
    with pikepdf.open(BytesIO(content)) as pdf:
        attached = pdf.attachments[DATA_NAME].get_file().read_bytes()
    assert attached == data_json(facts)
    assert hashlib.sha256(attached).hexdigest() in build(facts, language)
    data = json.loads(attached)
    assert data["assembly"]["opened_at"] == "2026-11-17T18:04:00Z"
    assert [item["outcome"] for item in data["items"]] == [str(item.outcome) for item in facts.items]


def test_the_same_facts_give_the_same_bytes() -> None:
    facts = replace(sample.minutes("nl"), items=(), attendance=())
    assert printed(facts, "nl") == printed(facts, "nl")


def test_one_changed_vote_is_another_version() -> None:
    facts = sample.minutes("fr")
    changed = replace(facts, quorum=replace(facts.quorum, heads_present=44))
    assert data_json(facts) != data_json(changed)


@pytest.mark.parametrize("number", ["", "  "])
def test_no_paper_without_enterprise_number(number: str) -> None:
    facts = sample.minutes("fr")
    with pytest.raises(EnterpriseNumberMissing):
        build(replace(facts, association=replace(facts.association, enterprise_number=number)), "fr")


def test_other_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="fr, nl, de, en"):
        build(sample.minutes("fr"), "it")


def test_names_are_text_and_never_markup() -> None:
    facts = sample.minutes("fr")
    row = AttendanceRow("<b>O'Neill & Fils</b>", ("A1",), 10, Attendance.ABSENT)
    html = build(replace(facts, attendance=(row,)), "fr")
    assert "&lt;b&gt;O&#39;Neill &amp; Fils&lt;/b&gt;" in html
    assert "<b>O" not in html


def test_those_against_must_be_named_to_the_last_vote() -> None:
    vote = sample.minutes("fr").items[3].vote
    assert vote is not None
    with pytest.raises(ValueError, match=r"3\.87 §10"):
        replace(vote, against_names=vote.against_names[1:])
    with pytest.raises(ValueError, match=r"3\.87 §10"):
        replace(vote, abstained=vote.abstained + 1)


def test_an_outcome_cannot_contradict_its_votes() -> None:
    carried = sample.minutes("fr").items[3]
    for outcome in (Outcome.REJECTED, Outcome.POSTPONED):
        with pytest.raises(ValueError, match="Item 4"):
            replace(carried, outcome=outcome)
    with pytest.raises(ValueError, match="come with their votes"):
        replace(carried, vote=None)
    assert carried.vote is not None
    nobody = replace(carried.vote, in_favour=0, against=0, against_names=(), needed=0)
    with pytest.raises(ValueError, match="Item 4"):
        replace(carried, vote=nobody)
    text = text_of(build(with_items(replace(carried, vote=nobody, outcome=Outcome.REJECTED)), "fr"))
    assert "Rejeté~: aucune voix n’a été exprimée." in text


def test_unanimity_is_judged_before_the_ceiling() -> None:
    unanimous = sample.minutes("fr").items[7]
    cut = sample.garages(sample.TEXTS["fr"]).reductions
    assert unanimous.vote is not None
    vote = replace(unanimous.vote, in_favour=9_100, abstained=0, abstained_names=(), no_ballot=0, reductions=cut)
    assert "Adopté à l’unanimité~: les 10~000 voix de tous" in text_of(
        build(with_items(replace(unanimous, vote=vote, outcome=Outcome.CARRIED)), "fr")
    )


def with_items(*items: ItemFacts) -> MinutesFacts:
    return replace(sample.minutes("fr"), items=items)


def test_a_long_attendance_list_is_cut_into_tables_of_a_hundred() -> None:
    rows = tuple(AttendanceRow(f"Owner {n}", (f"L{n}",), 4, Attendance.ABSENT) for n in range(250))
    text = text_of(build(replace(sample.minutes("en"), attendance=rows), "en"))
    assert [line for line in text.splitlines() if line.startswith("Co-owners ") and " to " in line] == [
        "Co-owners 1 to 100 of 250",
        "Co-owners 101 to 200 of 250",
        "Co-owners 201 to 250 of 250",
    ]


def test_present_represented_absent_and_suspended_add_up_to_the_base_deed() -> None:
    totals = attendance_totals(sample.attendance(), minutes_words("en"))
    assert totals[-1] == ("Total", "60", "10,000")
    assert [(label, rows) for label, rows, _ in totals[:-1]] == [
        ("Present", "32"),
        ("Represented", "11"),
        ("Absent", "15"),
        ("Vote suspended", "2"),
    ]


def test_a_draft_says_so_on_every_page() -> None:
    facts = replace(sample.minutes("fr"), is_draft=True, items=(), attendance=())
    assert all("Projet" in text for text in page_texts(printed(facts, "fr")))
    assert "Projet" not in text_of(build(replace(facts, is_draft=False), "fr"))


def test_a_translation_names_the_language_that_prevails() -> None:
    facts = sample.minutes("nl")
    assert "Traduction. Le procès-verbal a été dressé en néerlandais" in text_of(build(facts, "fr"))
    assert "Traduction" not in text_of(build(sample.minutes("fr"), "fr"))


def test_a_second_session_says_why_it_needs_no_quorum() -> None:
    facts = sample.minutes("en")
    assembly = replace(facts.assembly, session=2, first_session_day=date(2026, 10, 20))
    quorum = replace(facts.quorum, reached_by=QuorumTest.SECOND_SESSION)
    text = text_of(build(replace(facts, assembly=assembly, quorum=quorum), "en"))
    assert "Second session: the first, on Tuesday, 20~October 2026, did not reach the quorum." in text
    assert "No quorum is required of a second session (art.~3.87~§~5)." in text


def test_a_copy_for_others_says_what_cannot_be_checked_in_it() -> None:
    facts = sample.minutes("en")
    outside = ProofFacts(facts.proof.chain_head, facts.proof.merkle_root, Copy.OUTSIDE, AT, "Timestamps SA")
    text = text_of(build(replace(facts, proof=outside), "en"))
    assert "the sums cannot be checked in this copy" in text
    assert "Copy for outside the association." in text
    assert "Copy for outside" not in text_of(build(facts, "en"))
    assert "Timestamped on Tuesday, 17~November 2026 at 23:05 by Timestamps SA" in text


def test_a_file_without_ballots_does_not_claim_to_carry_them() -> None:
    text = text_of(build(replace(sample.minutes("en"), proof=ProofFacts("", "")), "en"))
    assert "The ballots stay in the association’s sealed record" in text
    assert "complete ballots" not in text
    assert "Head of the chain |" not in text


def test_ballots_nobody_confirmed_are_said_even_when_nobody_is_named() -> None:
    facts = sample.minutes("en")
    assert facts.items[3].vote is not None
    vote = replace(facts.items[3].vote, hand_entries=(HandEntry(HandMethod.PAPER, 2, 318, ""),))
    text = text_of(build(replace(facts, items=(replace(facts.items[3], vote=vote),)), "en"))
    assert "- 2~ballots on paper (318 votes): not confirmed by a second person, therefore not counted." in text


def test_remote_participation_is_said_either_way() -> None:
    facts = replace(sample.minutes("fr"), remote=RemoteFacts(False))
    assert "La convocation ne prévoyait pas de participation à distance." in text_of(build(facts, "fr"))


def test_a_session_still_open_has_no_closing_sentence() -> None:
    facts = sample.minutes("fr")
    text = text_of(build(replace(facts, assembly=replace(facts.assembly, closed_at=None), is_draft=True), "fr"))
    assert "séance en cours" in text
    assert "est levée" not in text
