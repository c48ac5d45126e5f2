"""Every page that belongs to no single association, and the look itself; assemblies and associations have files beside it.

Three files because a file is never shared by two processes, and together they are the longest walk there is.
"""

import pytest

from koprogo.routes import SCREENS
from tests.e2e.look import AXE, LOOKS, VIOLATIONS, look_at, too_wide
from tests.e2e.places import ELSEWHERE, LED_ON, PLACES, Place
from tests.e2e.stage import Stage


def test_every_route_is_looked_at():
    routes = {screen.route for screen in SCREENS if not screen.route.startswith("/gallery")}
    assert {place.route for place in PLACES} | set(LED_ON) == routes


def test_the_look_would_find_them(stage: Stage):
    page = stage.window().go("/sign-in")
    page.evaluate(AXE)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=/icons/icon-192.png>')")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p style=width:500px>x</p>')")
    assert [each["id"] for each in page.evaluate(f"axe.run(document, {VIOLATIONS})")["violations"]] == ["image-alt"]
    assert set(too_wide(page)) == {320, 390}


@pytest.mark.parametrize("looks", LOOKS)
@pytest.mark.parametrize("place", ELSEWHERE, ids=str)
def test_axe_finds_nothing_and_nothing_is_too_wide(stage: Stage, known, place: Place, looks):
    look_at(stage, known, place, looks)
