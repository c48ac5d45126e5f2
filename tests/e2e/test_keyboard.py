"""A whole vote without a mouse: in at the door, to the ballot, chosen, changed, the receipt read, out again."""

import re

from playwright.sync_api import Page, expect

from tests.e2e import halls
from tests.e2e.stage import EMAILS, Stage

HERE = "document.activeElement?.dataset?.testid ?? document.activeElement?.id ?? ''"
RING = "(() => { const it = getComputedStyle(document.activeElement); return it.outlineStyle + it.boxShadow; })()"


def tab_to(page: Page, wanted: str, most: int = 40) -> None:
    """Press Tab until the focus is on a test id or an id; on the way every stop shows where it is."""
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(HERE))
        if seen[-1] == wanted:
            assert page.evaluate(RING) != "nonenone", f"no visible focus on {wanted}"
            return
    raise AssertionError(f"{wanted} is out of the keyboard's reach: {seen}")


def test_a_vote_without_a_mouse(stage: Stage):
    hall = halls.convened(stage)
    hall.arrive(but="Luc Rousseau")
    hall.open()
    hall.start()
    luc = stage.window()
    page = luc.go(f"/sign-in?next={hall.path('vote')}")
    tab_to(page, "email")
    page.keyboard.type(EMAILS["council"])
    tab_to(page, "password", 1)
    page.keyboard.type(stage.house.passwords[EMAILS["council"]])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/vote"))
    luc.alive()

    expect(luc.get("check-in-room")).to_be_visible()
    tab_to(page, "check-in-room")
    page.keyboard.press("Enter")
    expect(luc.get("vote-abstain")).to_be_visible()
    tab_to(page, "vote-abstain")
    luc.lift_the_finger()
    page.keyboard.press("Space")
    expect(luc.get("vote-abstain")).to_have_attribute("aria-pressed", "true")
    expect(luc.get("receipt")).to_contain_text("219")
    assert hall.room()["abstained"] == 219

    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    tab_to(page, "vote-for")
    luc.lift_the_finger()
    page.keyboard.press("Enter")
    expect(luc.get("vote-for")).to_have_attribute("aria-pressed", "true")
    assert (hall.room()["in_favour"], hall.room()["abstained"]) == (219, 0)
