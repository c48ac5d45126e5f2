"""A phone that lost its network: the page that was kept, in the reader's language, with the last known facts."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.pages.site import serve

pytestmark = pytest.mark.browser


FACTS = {
    "saved": "2026-12-03T19:13:58Z",
    "at": "20.13 uur en 58 s",
    "day": "donderdag 3 december",
    "association": "De Linden",
    "kind": "Gewone algemene vergadering",
    "when": "donderdag 3 december, 19.30 uur",
    "where": "Parochiezaal",
    "remote": "",
    "tally": {
        "title": "Het dak",
        "lang": "nl",
        "point": "Punt 7",
        "lines": ["526 van de 812 aanwezige aandelen stemden"],
        "bar": {
            "in_favour": 356,
            "against": 148,
            "majority": "two_thirds",
            "of": 504,
            "shown": ["356", "148"],
            "label": "2/3: 336 van 504",
        },
        "voted": [526, 812],
    },
    "agenda": [
        {"number": "7", "title": "Het dak", "lang": "nl", "proposal": "De offerte.", "majority": "2/3", "state": "open"}
    ],
    "ballots": {
        "item/1/anna": {
            "order": 7,
            "choice": "Voor",
            "facts": "27 van 1000",
            "said": "",
            "point": "Punt 7",
            "title": "Het dak",
        },
        "item/2/anna": {
            "order": 7,
            "choice": "Tegen",
            "facts": "27 van 1000",
            "said": "",
            "point": "Punt 7",
            "title": "Het dak",
        },
    },
}
KEEP = """async (facts) => {
  const { remember } = await import(URL.createObjectURL(new Blob([facts.code], { type: "text/javascript" })));
  for (const [person, place, row] of facts.rows) await remember(person, place, row);
}"""
CODE = (Path(__file__).parents[2] / "assets" / "js" / "kept.js").read_text()


def test_the_kept_page_speaks_the_readers_language_and_shows_what_was_known(browser, built):
    context = browser.new_context(locale="nl-BE", viewport={"width": 390, "height": 844}, bypass_csp=True)
    page = context.new_page()
    with serve(built) as address:
        page.goto(f"{address}/gallery/ballot/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        page.wait_for_selector("html:not(.words-awaited)")
        assert page.evaluate("navigator.serviceWorker.controller !== null")
        rows = [["jean", "elsewhere", {**FACTS, "association": "Les Tilleuls"}], ["anna", "here", FACTS]]
        page.evaluate(KEEP, {"code": CODE, "rows": rows})
    page.goto(f"{address}/gallery/ballot/")
    assert page.locator("h1").inner_text() == "U bent niet verbonden"
    expect(page.get_by_test_id("last-tally")).to_contain_text("Stand van 20.13 uur")
    expect(page.get_by_test_id("last-tally")).to_contain_text("356")
    expect(page.get_by_test_id("convocation")).to_contain_text("Parochiezaal")
    expect(page.get_by_test_id("agenda")).to_contain_text("De offerte.")
    expect(page.get_by_test_id("own-ballots").locator("li")).to_have_count(1)  # the last round's
    expect(page.get_by_test_id("own-ballots")).to_contain_text("Tegen")
    assert "Les Tilleuls" not in page.locator("main").inner_text()  # another reader's
    assert page.evaluate("document.documentElement.lang") == "nl"
    context.close()


def test_a_phone_that_keeps_nothing_is_told_so_without_an_empty_panel(look):
    page = look("/offline.html", language="fr")
    assert page.locator("h1").inner_text() == "Vous n’êtes pas connecté"
    assert page.locator("#known").inner_text() == ""


def test_the_worker_keeps_the_shell_and_leaves_the_live_connection_alone(built):
    worker = (built / "sw.js").read_text()
    shell = json.loads(worker.partition("const SHELL = ")[2].partition(";\n")[0])
    assert {"/offline.html", "/boot.js", "/tokens.css", "/koprogo.css"} <= set(shell)
    assert all((built / name.lstrip("/")).exists() for name in shell)
    assert not [name for name in shell if name.endswith((".gz", ".html")) and name != "/offline.html"]
    for path in ("_event", "api", "auth", "s"):
        assert path in worker.partition("LEAVE_ALONE = ")[2].partition(";")[0]


def test_the_worker_and_the_page_without_a_network_send_what_waits_as_the_pages_do(built):
    for name in ("sw.js", "offline.html"):
        text = (built / name).read_text()
        assert "async function deliver(" in text and "/* kept.js */" not in text
        assert not [line for line in text.splitlines() if line.startswith(("export ", "import "))]


def test_the_manifest_names_files_that_exist(built):
    manifest = json.loads((built / "manifest.webmanifest").read_text())
    assert all((built / icon["src"].lstrip("/")).exists() for icon in manifest["icons"])
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])
