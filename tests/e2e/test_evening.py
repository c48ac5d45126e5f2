"""The main job, end to end: from a list of lots to minutes in four languages, through the screens that people use."""

from pathlib import Path
from uuid import uuid4

from playwright.sync_api import expect

from tests.e2e import before_the_evening, in_the_hall, the_votes
from tests.e2e.stage import Stage, Window

POINTS = {"accounts": "3.87 §8", "works": "3.88 §1", "budget": "3.87 §8"}
PASSWORD = "trois mots sans lien"


def test_from_a_list_of_lots_to_minutes_in_four_languages(stage: Stage, tmp_path: Path):
    house, tag = stage.house, uuid4().hex[:6]
    name = f"Résidence du Parc {tag}"
    association = house.answer_of("tests.e2e.scenery", name)
    syndic = stage.window("syndic", width=1440)
    before_the_evening.import_the_lots(syndic, association)
    wim, jean, luc = stage.window(), stage.window(language="nl"), stage.window(language="nl", width=820)
    for window, who in ((wim, "Wim Dupont"), (jean, "Jean Leroy"), (luc, "Luc Rousseau")):
        address = f"{who.split()[0].lower()}-{tag}@parc.example"
        before_the_evening.accept(window, before_the_evening.invite(syndic, house, association, who, address), PASSWORD)

    hall = before_the_evening.plan(syndic, association, name, POINTS)
    marie = stage.window()
    wall = stage.window("syndic", width=1440)
    wall.go(hall.path("screen"))
    wall.page.evaluate(the_votes.ONLY_ONCE)
    expect(wall.page.locator("h1")).to_have_text(wall.say("The quorum is not reached yet"))
    in_the_hall.enter_with(marie, in_the_hall.at_the_door(syndic, hall))
    the_votes.take_seats(hall, wim, jean, marie)
    luc.go(hall.path("bureau"))

    the_votes.open_the_vote(syndic, 3)
    the_votes.everybody_votes(syndic, wall, wim, jean, marie)
    the_votes.paper_by_name(syndic, luc, hall, "A3.4", "Fatima Willems")
    the_votes.close_and_confirm(syndic, hall, 1, "3.87 §8", wim, jean, marie)
    expect(wall.page.locator("h1.outcome")).to_contain_text(wall.say("Carried"))

    syndic.get("next-point").click()
    the_votes.postpone(syndic, "Le devis de la toiture n’est pas arrivé.")
    the_votes.open_the_vote(syndic, 1)
    wim.vote("against")
    expect(wim.get("receipt")).to_be_visible()
    the_votes.hands(syndic, luc, "for")
    the_votes.close_and_confirm(syndic, hall, 3, "3.87 §8", wim, jean, marie)
    for window in (wim, jean, marie, wall):
        assert window.page.evaluate("window.neverReloaded")
    the_votes.close_the_assembly(syndic)
    read_the_minutes(the_votes.minutes(syndic, tmp_path), name, wim, jean)


def read_the_minutes(papers: dict[str, str], name: str, *owners: Window) -> None:
    """Every language names the bureau, who was against, each point's outcome and article; phones say that it is over."""
    titles = {"fr": "Procès-verbal", "nl": "Notulen", "de": "Protokoll", "en": "Minutes"}
    for language, text in papers.items():
        against = ("Marie Rousseau", "Fatima Willems", "Wim Dupont")
        for said in (titles[language], name, "Sylvie Simon", *against, "3.87 § 8", "3.87 § 5", "devis de la toiture"):
            assert said in text, f"{language}: {said}"
        assert "· ," not in text
    for window in owners:
        expect(window.page.locator("h1")).to_have_text(window.say("The assembly is closed"))
