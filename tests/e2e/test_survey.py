"""A survey from its draft to its paper: the council asks on a tablet, owners answer on phones, it ends in a tie, as PDF."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Locator, expect

from koprogo.core.clock import today
from koprogo.i18n.languages import LANGUAGES
from tests.e2e import the_votes
from tests.e2e.stage import Stage, Window

COLOURS = {"fr": "Bleu\nVert tilleul\nGris", "nl": "Blauw\nLindegroen\nGrijs"}
NO_DECISION = {
    "fr": "n’engage personne", "nl": "bindt niemand", "de": "bindet niemanden", "en": "binds nobody",
}  # fmt: skip
TIES = {"fr": "Ex æquo", "nl": "Gelijke stand", "de": "Gleichstand", "en": "A tie"}


def test_a_survey_from_creation_to_paper(stage: Stage, tmp_path: Path):
    question = f"Quelle couleur {uuid4().hex[:6]} ?"
    council, wim = stage.window("council", width=820), stage.window("wim")
    jean = stage.window("jean", language="nl")
    council.go("/assemblies")
    association = council.rest("GET", "/assemblies")[0]["association_id"]
    at = make(council, association, question)
    wim.go(f"/associations/{association}/surveys")
    expect(wim.page.get_by_text(question)).to_have_count(0)
    send_out(council)
    wim.go(f"/associations/{association}/surveys")
    wim.page.get_by_role("link", name=question).click()
    wim.alive()
    expect(wim.page.locator("main")).to_contain_text(wim.say("A survey binds nobody and is no decision"))
    choose(wim, "Vert tilleul", "Send my answer")
    choose(wim, "Bleu", "Change my answer")
    sees(council, association, at, 1)
    jean.go(at)
    choose(jean, "Lindegroen", "Send my answer")
    sees(council, association, at, 2)
    expect(council.get("result")).to_contain_text("Bleu")
    expect(council.get("result")).to_contain_text("Vert tilleul")
    who_said_what = council.say("Who answered what")
    expect(council.page.locator("summary", has_text=who_said_what)).to_be_visible()
    expect(wim.page.locator("summary", has_text=who_said_what)).to_have_count(0)
    close(council)
    papers = the_votes.papers(council, tmp_path)
    assert set(papers) == set(LANGUAGES)
    for language, text in papers.items():
        asked = "Welke kleur?" if language == "nl" else question
        for said in (NO_DECISION[language], TIES[language], "3.87 § 1", asked):
            assert said in text, f"{language}: {said}"
        assert "Wim Dupont" not in text and "Jean Leroy" not in text
    wim.go(at)
    expect(wim.page.locator("form", has_text=wim.say("Change my answer"))).to_have_count(0)
    expect(wim.page.locator("a[href*='/api/v1/papers/']")).to_have_count(len(LANGUAGES))


def make(council: Window, association: str, question: str) -> str:
    """Fill the form as a member does, and return the address of the draft."""
    page = council.go(f"/associations/{association}/surveys")
    council.get("new-survey").click()
    page.get_by_role("radio", name=council.say("One answer of several"), exact=True).check()
    page.locator("#title_fr").fill(question)
    page.locator("#title_nl").fill("Welke kleur?")
    for language, lines in COLOURS.items():
        page.locator(f"#options_{language}").fill(lines)
    page.locator("#closes_at").fill((today() + timedelta(days=5)).isoformat())
    council.get("submit").click()
    page.wait_for_url(re.compile(r"/surveys/[0-9a-f-]{36}$"))
    council.alive()
    expect(page.locator("h1")).to_contain_text(question)
    return page.url.removeprefix(council.base_url)


def send_out(council: Window) -> None:
    """Open the survey: the facts once more, then the press."""
    opener(council, "open-survey").click()
    council.get("open-survey-confirm").click()
    expect(council.get("turnout")).to_be_visible()


def sees(council: Window, association: str, at: str, answered: int) -> None:
    """Wait until the council's page counts so many answers, without anybody loading it again."""
    asked = council.rest("GET", f"/associations/{association}/surveys/{at.rpartition('/')[2]}")["asked"]
    turnout = ("{n} answer of {all} people asked", "{n} answers of {all} people asked")
    expect(council.get("turnout")).to_have_text(council.count(*turnout, answered, all=asked), timeout=30_000)


def close(council: Window) -> None:
    """Close it before its time."""
    opener(council, "close-survey").click()
    council.get("close-survey-confirm").click()
    expect(council.page.locator("main")).to_contain_text(council.say("Survey is closed"))


def opener(window: Window, dialog: str) -> Locator:
    """Return the button before a dialog."""
    return window.page.locator(f"button:has(+ dialog#{dialog})")


def choose(window: Window, word: str, act: str) -> None:
    """Press an answer and send it, as on a phone."""
    window.page.get_by_role("radio", name=word, exact=True).check()
    window.button(act).click()
    expect(window.page.locator("main")).to_contain_text(window.say("Your answer is kept"))
    expect(window.button("Change my answer")).to_be_visible()
