"""Four languages and two modes, chosen on any page, kept on the device, without loading anything but words."""

import pytest
from playwright.sync_api import expect

from koprogo.i18n.languages import LANGUAGES
from koprogo.i18n.messages import message
from tests.e2e.stage import Stage


def test_the_language_switches_without_a_reload_and_stays(stage: Stage):
    window = stage.window("wim")
    page = window.go("/assemblies")
    page.evaluate("window.neverReloaded = true")
    for language in ("nl", "de", "en", "fr", "nl"):
        window.get(f"language-{language}").last.click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator("h1")).to_have_text(message("Assemblies", language))
        assert page.evaluate("window.neverReloaded")
    page.reload()
    window.alive()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.locator("h1")).to_have_text(message("Assemblies", "nl"))
    assert message("Assemblies", "nl") in page.title()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_is_greeted_in_its_own_language(stage: Stage, language):
    window = stage.window(language=language)
    window.context.clear_cookies()
    page = window.go("/sign-in")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_have_text(message("Sign in", language))


def test_the_account_s_language_counts_where_nobody_chose_one(stage: Stage):
    window = stage.window("jean", language="fr")
    window.context.clear_cookies(name="lang")
    page = window.go("/profile")
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_light_and_dark_are_kept_on_the_device(stage: Stage):
    window = stage.window("wim")
    page = window.go("/assemblies")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    window.get("mode-dark").last.click()
    page.wait_for_selector("html.dark")
    assert page.evaluate(ground) != light
    page.reload()
    window.alive()
    page.wait_for_selector("html.dark")
    assert page.evaluate(ground) != light
