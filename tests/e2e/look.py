"""A look at one page in the languages, modes and widths asked: axe finds nothing, nothing is wider than its window, and no
link leads its reader to a page that is refused to her."""

from collections.abc import Mapping
from itertools import product
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from koprogo.core.actor import Actor, Role
from koprogo.core.doors import ADDRESS, opened, page_of
from koprogo.i18n.languages import LANGUAGES
from tests.e2e.places import PLACES, Place
from tests.e2e.stage import HEIGHTS, Stage, Window
from tests.pages.test_axe import AXE, RULES

ROLES = {
    "wim": frozenset({Role.OWNER}),
    "jean": frozenset({Role.OWNER}),
    "council": frozenset({Role.OWNER, Role.COUNCIL}),
    "auditor": frozenset({Role.OWNER, Role.AUDITOR}),
    "syndic": frozenset({Role.SYNDIC}),
    "accountant": frozenset({Role.ACCOUNTANT}),
}
"""What the demo's people are in its associations."""
VIOLATIONS = RULES.removesuffix("}") + ", resultTypes: ['violations']}"
"""The rules of tests/pages, without writing out everything that is in order: three times as fast on a long table."""
ALL = tuple(product(LANGUAGES, ("light", "dark"), (390, 1440)))
USUAL = (("fr", "light", 390), ("nl", "dark", 1440))
LOOKS = (pytest.param(USUAL, id="usual"), pytest.param(ALL, id="all", marks=pytest.mark.full))
"""What a test of a page is given: both languages of the demo, or everything. Of the usual two axe takes turns from page to
page: it costs more than all else of a look, and what differs by mode are colours that all pages share."""


def look_at(stage: Stage, known: Mapping[str, str], place: Place, looks: tuple[tuple[str, str, int], ...]) -> None:
    """Load the page once, then switch language, mode and width on it, as a reader does."""
    window = stage.lasting_window(place.who)
    if place.route in ("/invitation", "404"):
        window.provokes("status of 4")
    page = window.go(place.path.format(**known))
    settle(window)
    page.evaluate(AXE)
    found = led_to_a_refusal(page, place.who)
    judged = looks if looks is ALL else (USUAL[PLACES.index(place) % len(USUAL)],)
    for language, mode, width in looks:
        dress(page, language, mode)
        if (language, mode, width) in judged:
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            seen = page.evaluate(f"axe.run(document, {VIOLATIONS})")["violations"]
            nodes = [f"{each['id']}: {node['target']} {node['html'][:160]}" for each in seen for node in each["nodes"]]
            found += [f"{language} {mode} {width}: {each}" for each in nodes]
        found += [f"{language} at {each}: {over}" for each, over in too_wide(page).items()]
    assert not found, "\n".join(sorted(set(found)))


def led_to_a_refusal(page: Page, who: str) -> list[str]:
    """Return the links of a page that somebody of the demo may not open."""
    if who not in ROLES:
        return []
    hrefs = page.eval_on_selector_all("a[href^='/associations/']", "links => links.map((a) => a.getAttribute('href'))")
    wrong = []
    for href in sorted(set(hrefs)):
        if href.endswith("/#main"):
            continue  # over what is the same on every page
        if not ADDRESS.match(href.partition("#")[0].partition("?")[0]):
            wrong.append(f"{who} is led nowhere: {href}")
            continue
        here = UUID(href.split("/")[2].partition("?")[0].partition("#")[0])
        if page_of(href) not in opened(Actor(here, who, "fr", {here: ROLES[who]}), here):
            wrong.append(f"{who} is led to {page_of(href)}")
    return sorted(set(wrong))


def settle(window: Window) -> None:
    """Wait until what the page fetched has come: nothing says that it loads any more."""
    expect(window.page.locator(".skeleton")).to_have_count(0)
    expect(window.page.locator("h1").first).to_be_attached()


def dress(page: Page, language: str, mode: str) -> None:
    page.emulate_media(color_scheme=mode, reduced_motion="reduce")
    page.evaluate("(language) => window.koprogo.setLanguage(language)", language)
    if page.locator(".hall").count() == 0:  # the wall speaks the association's language, whatever the reader's
        expect(page.locator("html")).to_have_attribute("lang", language)
        page.wait_for_selector(f"html.{mode}")


def too_wide(page: Page) -> dict[int, int]:
    """Return the widths at which the page scrolls sideways, and how far it reaches."""
    found = {}
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        reach = page.evaluate("document.documentElement.scrollWidth")
        if reach > width:
            found[width] = reach
    return found
