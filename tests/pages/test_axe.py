"""axe-core finds nothing to say: the gallery in four languages and both modes, the whole screens, the 404."""

from pathlib import Path

import axe_playwright_python
import pytest

from koprogo.i18n.languages import LANGUAGES

pytestmark = pytest.mark.browser

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}"
SCREENS = ("ballot", "voted", "waiting", "closed", "room", "wall", "result", "quorum")


def violations(page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate(f"axe.run(document, {RULES})")["violations"]
    return [f"{each['id']}: {node['target']} {node['html'][:120]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_gallery(look, language, mode):
    page = look("/gallery/", language=language, mode=mode, width=1440, bypass_csp=True)
    assert page.evaluate("document.documentElement.lang") == language
    assert mode in page.evaluate("document.documentElement.className")
    assert violations(page) == []


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(("language", "mode", "width"), [("nl", "light", 390), ("fr", "dark", 1440)])
def test_whole_screens(look, screen, language, mode, width):
    assert violations(look(f"/gallery/{screen}/", language=language, mode=mode, width=width, bypass_csp=True)) == []


def test_nothing_is_here(look):
    page = look("/nothing-here", bypass_csp=True)
    assert page.locator("h1").count() == 1
    assert violations(page) == []


def test_axe_is_listening(look):
    page = look("/gallery/ballot/", bypass_csp=True)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=/icons/icon-192.png>')")
    assert any("image-alt" in each for each in violations(page))
