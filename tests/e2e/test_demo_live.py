"""Two owners on their phones and the projector, live: a press on one is a bar on all, without a reload."""

import re
from uuid import uuid4

from playwright.sync_api import expect

from tests.e2e import before_the_evening, halls
from tests.e2e.stage import Stage


def test_two_owners_and_the_wall_see_the_same_vote_at_once(stage: Stage):
    hall = halls.opened(stage)
    wim, jean = stage.window("wim"), stage.window("jean", language="de")
    wall = stage.window("syndic", width=1440)
    for window in (wim, jean):
        window.go(hall.path("vote"))
        window.page.evaluate("window.neverReloaded = true")
    wall.go(hall.path("screen"))
    wall.page.evaluate("window.neverReloaded = true")

    hall.start()
    for window in (wim, jean):
        expect(window.get("vote-for")).to_be_visible()
    expect(wim.get("vote-for")).to_contain_text(re.compile(r"650\s+sur\s+10.000"))
    expect(jean.get("vote-against")).to_contain_text(re.compile(r"409\s+von\s+10.000"))
    expect(wall.page.locator("h1")).to_have_text("Approuver les comptes annuels")

    wim.vote("for")
    expect(wim.get("receipt")).to_contain_text(re.compile(r"Pour, 650\s+sur\s+10.000"))
    expect(wall.page.locator(".hall .votes").first).to_have_text("650")
    expect(jean.page.locator(".strip")).to_contain_text("650")
    jean.vote("against")
    expect(jean.get("receipt")).to_contain_text("Dagegen, 409 von 10.000")
    expect(wall.page.locator(".hall .votes").last).to_have_text("409")

    jean.vote("for")
    expect(wall.page.locator(".hall .votes").first).to_have_text(re.compile(r"1.059"))
    expect(wall.page.locator(".hall .votes").last).to_have_text("0")
    for window in (wim, jean, wall):
        assert window.page.evaluate("window.neverReloaded")
    assert "Dupont" not in wall.page.inner_text("body")


def test_a_lot_without_its_representative_says_why_it_does_not_vote(stage: Stage):
    hall = halls.opened(stage)
    address = f"an-{uuid4().hex[:6]}@tilleuls.example"
    link = before_the_evening.invite(hall.syndic, stage.house, hall.association_id, "An Janssens", address)
    an = stage.window(language="nl")
    before_the_evening.accept(an, link, "drie losse woorden")
    an.go(hall.path("vote"))
    lot = an.page.locator(".notice").filter(has_text="A6.1")
    expect(lot).to_contain_text(an.say("Lot {lot} does not vote yet", lot="A6.1"))
    expect(lot).to_contain_text("3.87 §1")
    hall.start()
    expect(an.page.locator("h1")).to_have_text("De jaarrekening goedkeuren")
    expect(lot).to_be_visible()
    expect(an.get("vote-for")).to_have_count(0)
