"""A phone in a cellar: the ballot says what it no longer knows, a reload shows the page that was kept, and it comes back."""

import re
from pathlib import Path

from playwright.sync_api import expect

from koprogo.i18n.languages import LANGUAGES
from koprogo.i18n.messages import message
from tests.e2e import halls
from tests.e2e.stage import EMAILS, Stage, sign_in
from tests.e2e.test_waiting_kept import EVERYTHING, phone_switched_on
from tests.pages.test_axe import violations

NOT_CONNECTED = re.compile("|".join(message("You are not connected", language) for language in LANGUAGES))
"""In whichever language the account speaks by now."""
CUT = ("ERR_INTERNET_DISCONNECTED", "WebSocket", "Failed to load resource")


def test_without_a_network_the_page_says_so_and_a_reload_shows_what_was_known(stage: Stage):
    hall = halls.opened(stage)
    hall.start()
    jean = stage.window("jean", language="de", service_workers="allow")
    jean.provokes(*CUT)
    page = jean.go(hall.path("vote"))
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    jean.vote("for")
    expect(jean.get("receipt")).to_be_visible()

    jean.until(lambda: any(row.get("ballots") for row in page.evaluate(EVERYTHING) if "place" in row))
    jean.context.set_offline(True)
    expect(page.locator(".live.off")).to_contain_text(message("No network", "de"))
    expect(page.locator(".strip")).to_contain_text(message("As of {at}", "de", at="").strip())
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("h1")).to_have_text("Sie sind nicht verbunden")
    expect(page.locator("main")).to_contain_text("Die Jahresabrechnung genehmigen")
    expect(page.locator("main")).to_contain_text("409")
    for personal in ("Leroy", "jean@"):
        assert personal not in page.inner_text("body")

    expect(jean.get("own-ballots")).to_contain_text("1-")
    expect(jean.get("convocation")).to_contain_text("Salle du Parc")
    expect(jean.get("agenda").locator("li")).to_have_count(len(halls.POINTS))

    for mode in ("light", "dark"):
        page.emulate_media(color_scheme=mode)
        page.reload()
        expect(jean.get("own-ballots")).to_be_visible()
        assert violations(page) == []

    jean.context.set_offline(False)
    expect(jean.get("receipt")).to_be_visible(timeout=20_000)


def test_what_waits_is_on_the_page_without_a_network_and_can_be_withdrawn_there(stage: Stage):
    hall = halls.opened(stage)
    hall.start()
    wim = stage.window("wim", language="nl", service_workers="allow")
    wim.provokes(*CUT)
    page = wim.go(hall.path("vote"))
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    expect(wim.get("vote-for")).to_be_visible()
    wim.context.set_offline(True)
    expect(page.locator(".live.off")).to_be_visible()
    wim.vote("for")
    expect(wim.get("waiting-ballot")).to_be_visible()
    page.reload()
    expect(page.locator("h1")).to_have_text(wim.say("You are not connected"))
    expect(wim.get("waiting-ballot")).to_contain_text(wim.say("Not counted yet."))
    assert violations(page) == []
    wim.button("Withdraw").click()
    expect(wim.get("waiting-ballot")).to_have_count(0)

    wim.context.set_offline(False)
    expect(wim.get("vote-for")).to_be_visible(timeout=20_000)
    assert hall.room()["in_favour"] == 0


def test_a_short_cut_heals_without_a_reload(stage: Stage):
    hall = halls.opened(stage)
    wim = stage.window("wim", language="nl")
    wim.provokes(*CUT)
    page = wim.go(hall.path("vote"))
    page.evaluate("window.neverReloaded = true")
    wim.context.set_offline(True)
    expect(page.locator(".live.off")).to_be_visible()
    hall.start()
    wim.context.set_offline(False)
    expect(wim.get("vote-for")).to_be_visible(timeout=20_000)
    expect(page.locator(".live.off")).to_have_count(0)
    assert page.evaluate("window.neverReloaded")


def test_the_page_before_the_evening_feeds_what_is_read_in_the_cellar(stage: Stage, tmp_path: Path):
    """Convocation and agenda, on a phone that never saw the vote page and was switched off meanwhile."""
    hall = halls.convened(stage)
    with phone_switched_on(stage, tmp_path / "phone") as wim:
        sign_in(wim, EMAILS["wim"], stage.house.passwords[EMAILS["wim"]])
        page = wim.go(hall.path("agenda"))
        expect(page.locator(".points > li")).to_have_count(len(halls.POINTS))
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        wim.until(lambda: any(row.get("agenda") for row in page.evaluate(EVERYTHING) if "place" in row))
    with phone_switched_on(stage, tmp_path / "phone") as wim:
        wim.context.set_offline(True)
        wim.page.goto(wim.base_url + hall.path("vote"))
        expect(wim.page.locator("h1")).to_have_text(NOT_CONNECTED)
        expect(wim.get("convocation")).to_contain_text("Salle du Parc")
        expect(wim.get("agenda").locator("li")).to_have_count(len(halls.POINTS))
        expect(wim.get("last-tally")).to_have_count(0)
        assert violations(wim.page) == []


def test_the_page_before_the_evening_never_hides_the_sums_seen_in_it(stage: Stage):
    hall = halls.opened(stage)
    hall.start()
    wim = stage.window("wim", language="nl", service_workers="allow")
    wim.provokes(*CUT)
    page = wim.go(hall.path("vote"))
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wim.vote("for")
    expect(wim.get("receipt")).to_be_visible()
    wim.until(lambda: any(row.get("ballots") for row in page.evaluate(EVERYTHING) if "place" in row))
    wim.go(hall.path("agenda"))
    expect(page.locator(".points > li")).to_have_count(len(halls.POINTS))
    wim.context.set_offline(True)
    page.reload()
    expect(wim.get("last-tally")).to_be_visible()
    expect(wim.get("own-ballots")).to_contain_text("1-")
