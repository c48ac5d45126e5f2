"""A phone that lost its network: the page that was kept, in the reader's language, with the last known facts."""

import json

import pytest

from tests.pages.site import serve

pytestmark = pytest.mark.browser


def test_the_kept_page_speaks_the_readers_language_and_shows_what_was_known(browser, built):
    context = browser.new_context(locale="nl-BE", viewport={"width": 390, "height": 844})
    page = context.new_page()
    with serve(built) as address:
        page.goto(f"{address}/gallery/ballot/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        page.wait_for_selector("html:not(.words-awaited)")
        assert page.evaluate("navigator.serviceWorker.controller !== null")
        facts = {"title": "Het dak", "place": "De Linden", "lines": ["Voor 356"], "at": "20.13 uur"}
        page.evaluate("facts => localStorage.setItem('koprogo-last', facts)", json.dumps(facts))
    page.goto(f"{address}/gallery/ballot/")
    assert page.locator("h1").inner_text() == "U bent niet verbonden"
    text = page.locator("main").inner_text()
    assert "Stand van 20.13 uur" in text and "Voor 356" in text
    assert page.evaluate("document.documentElement.lang") == "nl"
    context.close()


def test_a_phone_that_keeps_nothing_is_told_so_without_an_empty_panel(look):
    page = look("/offline.html", language="fr")
    assert page.locator("h1").inner_text() == "Vous n’êtes pas connecté"
    assert not page.locator("#last").is_visible()


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
