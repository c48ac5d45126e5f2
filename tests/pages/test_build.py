"""Every screen of the table builds, and a first vote screen stays small."""

import gzip
import re

import pytest

from koprogo import routes
from koprogo.components.navigation import Place
from koprogo.pages import shell

LARGEST_KB = 350


def test_every_screen_builds():
    for screen in routes.SCREENS:
        assert screen.page().render(), screen.route


def test_routes_are_written_once():
    found = [screen.route for screen in routes.SCREENS]
    assert len(found) == len(set(found))


def test_the_menu_leads_to_pages_that_exist():
    known = {f"/{screen.route.strip('/')}" for screen in routes.SCREENS}
    for menu in (shell.owner_menu(), shell.syndic_menu()):
        shown = shell.built(menu)
        assert {place.href for place in shown} <= known
        awaited: list[Place] = [place for place in menu if place not in shown and place.href in known]
        assert not awaited, f"built, so no longer awaited: {[place.key for place in awaited]}"


@pytest.mark.browser
def test_the_first_vote_screen_is_small(built):
    page = (built / "gallery" / "ballot" / "index.html").read_text()
    scripts = set(re.findall(r'"(/[\w./\[\]-]+\.js)"', page))
    assert "/boot.js" in scripts and len(scripts) > 3
    sizes = {name: len(gzip.compress((built / name.lstrip("/")).read_bytes())) for name in scripts}
    assert sum(sizes.values()) <= LARGEST_KB * 1000, sizes


@pytest.mark.browser
def test_no_page_asks_a_third_party(built):
    for page in built.rglob("*.html"):
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page.read_text()), page
