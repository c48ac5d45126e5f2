"""What a hand, an ear and a keyboard notice: switching, focus, dialog, countdown, connection, no side scroll."""

import pytest

pytestmark = pytest.mark.browser

SCREENS = ("", "ballot/", "voted/", "waiting/", "closed/", "room/")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("language", ["fr", "nl", "de"])
def test_320_px_have_no_side_scroll(look, screen, language):
    page = look(f"/gallery/{screen}", language=language, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_language_switches_without_loading_anything_but_words(look):
    page = look("/gallery/", language="nl")
    assert page.title() == "De bouwstenen"
    page.evaluate("window.stillHere = true")
    page.get_by_test_id("language-de").click()
    page.wait_for_selector("html[lang=de]")
    assert page.locator("h1").inner_text() == "Die Bausteine"
    assert page.get_by_test_id("language-de").get_attribute("aria-pressed") == "true"
    assert page.evaluate("window.stillHere")
    page.reload()
    page.wait_for_selector("html[lang=de]:not(.words-awaited)")
    assert page.locator("h1").inner_text() == "Die Bausteine"


def test_an_unknown_language_gets_french(look):
    page = look("/gallery/", language="es")
    assert page.evaluate("document.documentElement.lang") == "fr"


def test_light_and_dark_are_the_readers_choice(look):
    page = look("/gallery/", mode="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_test_id("mode-dark").click()
    page.wait_for_selector("html.dark")
    assert page.evaluate(ground) != light
    page.reload()
    page.wait_for_selector("html.dark")


def test_one_h1_and_landmarks(look):
    page = look("/gallery/")
    for selector in ("h1", "main", "header", "footer"):
        assert page.locator(selector).count() == 1, selector


def test_the_skip_link_comes_first_and_leads_to_the_content(look):
    page = look("/gallery/ballot/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_vote_can_be_reached_by_keyboard_alone(look):
    page = look("/gallery/ballot/")
    reached = []
    for _ in range(7):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.testid ?? ''"))
    assert [each for each in reached if each.startswith("vote-")] == ["vote-for", "vote-against", "vote-abstain"]
    page.locator("[data-testid=vote-for]").focus()
    page.keyboard.press("Tab")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert ring == "3px"


def test_the_error_summary_takes_the_focus_and_leads_to_its_fields(look):
    page = look("/gallery/", width=1440)
    page.wait_for_selector("[role=alert]:focus")
    page.get_by_test_id("error-summary").get_by_role("link").first.click()
    field = page.locator("#piece-email")
    assert field.get_attribute("aria-invalid") == "true"
    described = page.locator(f"[id='{field.get_attribute('aria-describedby')}']")
    assert "@" in described.inner_text()


def test_a_dialog_holds_the_focus_and_gives_it_back(look):
    page = look("/gallery/", language="fr", width=1440)
    opener = page.get_by_role("button", name="Envoyer les convocations")
    opener.click()
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
        )
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Envoyer les convocations"


def test_the_countdown_speaks_at_60_30_and_10_seconds(browser, site):
    context = browser.new_context(locale="fr-BE", service_workers="block", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site}/gallery/ballot/")
    page.wait_for_selector("html:not(.words-awaited) main")
    said = page.locator(".countdown [role=status]")
    heard = []
    for _ in range(110):
        page.clock.run_for(1000)
        if (now := said.inner_text()) and now not in heard:
            heard.append(now)
    assert heard == [
        "Il reste une minute pour voter.",
        "Il reste 30 secondes pour voter.",
        "Il reste 10 secondes pour voter.",
    ]
    assert "Le temps est écoulé" in page.locator(".countdown").inner_text()
    context.close()


def test_the_mark_says_when_there_is_no_network(look):
    page = look("/gallery/ballot/", language="nl")
    page.context.set_offline(True)
    page.wait_for_selector(".live.off")
    assert page.locator(".live").inner_text().startswith("Geen netwerk")


def test_reflexs_own_banner_speaks_our_words(look):
    page = look("/gallery/ballot/", language="de")
    page.evaluate(
        """const banner = document.createElement("div"); banner.id = "reflex-new-version-banner";
        banner.append("A new version of this app is available.");
        const button = document.createElement("button"); button.textContent = "Reload"; banner.append(button);
        document.body.append(banner);"""
    )
    page.wait_for_selector("#reflex-new-version-banner.newer")
    assert "new version" not in page.locator("#reflex-new-version-banner").inner_text()
    assert page.locator("#reflex-new-version-banner button").inner_text() == "Die Seite neu laden"


def test_buttons_are_large_enough(look):
    page = look("/gallery/", width=390)
    shown = "[...document.querySelectorAll({})].filter((e) => e.offsetParent)"
    heights = shown + ".map((e) => e.getBoundingClientRect().height)"
    for selector in ("main button", "main .button", "nav.tabs a", "main input.input", "main .choice"):
        assert min(page.evaluate(heights.format(repr(selector)))) >= 43.5, selector
    assert min(page.evaluate(heights.format("'.vote:not(.other)'"))) >= 64


def test_texts_of_a_bar_never_leave_the_page(look):
    page = look("/gallery/", width=320, language="de")
    outside = page.evaluate(
        """[...document.querySelectorAll('.mark-label span')].filter((e) => { const box = e.getBoundingClientRect();
        return box.left < 0 || box.right > innerWidth; }).map((e) => e.textContent)"""
    )
    assert outside == []
