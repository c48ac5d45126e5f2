"""A contested assembly, afterwards: the minutes in four languages, the register, and what a stranger can verify."""

from pathlib import Path

from playwright.sync_api import expect

from koprogo.i18n.languages import LANGUAGES
from tests.e2e import the_votes
from tests.e2e.contested_evening import AMENDED, HOLDER, LATE, ON_PAPER, ONE_TOO_MANY, WALKS_IN
from tests.e2e.halls import Hall


def read(hall: Hall, folder: Path, association: str) -> None:
    """Every language tells the same evening; each decision stands in the register under its number."""
    hall.syndic.go(hall.path("room"))
    papers = the_votes.minutes(hall.syndic, folder)
    assert set(papers) == set(LANGUAGES)
    for language, text in papers.items():
        for said in (association, HOLDER, LATE, ON_PAPER, WALKS_IN, ONE_TOO_MANY, "3.87 § 7", "3.87 § 5"):
            assert said in text, f"{language}: {said}"
        assert "Repeindre la cage d’escalier" in text, language
        assert AMENDED["nl" if language == "nl" else "fr"] in text, language
    in_the_register(hall)


def in_the_register(hall: Hall) -> None:
    syndic = hall.syndic
    where = f"/associations/{hall.association_id}/register"
    syndic.until(lambda: len(syndic.rest("GET", where)) >= len(hall.items), 60)
    page = syndic.go(where)
    page.locator("#words").fill("escalier")
    syndic.get("search").click()
    expect(page.locator("main")).to_contain_text("Repeindre la cage d’escalier")
    expect(page.locator("main")).to_contain_text(syndic.say("Carried"))
