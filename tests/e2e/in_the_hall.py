"""The evening, middle chapters: the door, a slip from the desk, a proxy on paper, the opening refused and then done."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.halls import Hall
from tests.e2e.stage import Window


def find(syndic: Window, words: str, name: str) -> Locator:
    """Search the list at the door and return the one line that is found."""
    syndic.page.locator("#door-search").fill(words)
    line = syndic.page.locator(".door-list > li")
    expect(line).to_have_count(1)
    expect(line).to_contain_text(name)
    return line


def check_in(syndic: Window, lot: str, name: str) -> None:
    line = find(syndic, lot, name)
    line.get_by_test_id("arrive").click()
    expect(line.get_by_role("button", name=syndic.say("{name} left", name=name))).to_be_visible()


def give_a_slip(syndic: Window, lot: str, name: str) -> str:
    """Check who it is, give a slip, and return the code it shows once."""
    line = find(syndic, lot, name)
    line.get_by_role("button", name=syndic.say("More for {name}", name=name)).click()
    line.get_by_role("radio", name=syndic.say("Identity card")).check()
    line.get_by_role("button", name=syndic.say("Give a slip")).click()
    slip = syndic.get("slip")
    expect(slip).to_contain_text(name)
    code = slip.locator(".slip-code").inner_text()
    syndic.button("Put it away").click()
    expect(slip).to_have_count(0)
    return code


def enter_with(window: Window, code: str) -> None:
    """Type the code of a slip as people do, and be on the page of the vote."""
    page = window.go("/slip")
    page.locator("#code").fill(code.lower())
    window.get("slip").click()
    page.wait_for_url(re.compile("/assemblies/[^/]+/vote"))
    window.alive()


def record_a_proxy(syndic: Window, lot: str, giver: str, holder: str) -> None:
    """Enter a signed proxy that came on paper."""
    line = find(syndic, lot, giver)
    line.get_by_role("button", name=syndic.say("More for {name}", name=giver)).click()
    syndic.page.locator("#holder-search").fill(holder)
    line.get_by_role("radio", name=holder).check()
    line.get_by_role("button", name=syndic.say("Record the proxy")).click()
    expect(line).to_contain_text(holder)


def name_the_bureau(syndic: Window, seats: dict[str, str]) -> None:
    for office, name in seats.items():
        syndic.get(f"name-{office}").click()
        syndic.page.locator("#bureau-search").fill(name)
        syndic.get("name-person").filter(has_text=name).first.click()
        expect(syndic.page.locator(".seats")).to_contain_text(name)


def open_the_session(syndic: Window) -> None:
    """Press the opener, then the button of the dialog that repeats the facts."""
    syndic.button("Open the assembly").first.click()
    syndic.get("open-assembly-confirm").click()


def at_the_door(syndic: Window, hall: Hall) -> str:
    """Check people in, give a slip and a proxy, be refused below the quorum, name the bureau, open; return the code."""
    page = syndic.go(hall.path("attendance"))
    check_in(syndic, "A1.1", "Wim Dupont")
    check_in(syndic, "A1.2", "Jean Leroy")
    check_in(syndic, "A4.1", "Marie Rousseau")
    code = give_a_slip(syndic, "A4.1", "Marie Rousseau")

    open_the_session(syndic)
    expect(syndic.get("refusal")).to_be_focused()
    expect(syndic.get("refusal")).to_contain_text("3.87 §5")
    assert hall.room()["state"] == "convened"

    record_a_proxy(syndic, "A2.1", "Thomas D'Hondt", "Luc Rousseau")
    name_the_bureau(syndic, {"chair": "Wim Dupont", "secretary": "Sylvie Simon", "teller": "Luc Rousseau"})
    hall.arrive(but="Thomas D'Hondt")  # the others come one by one the same way
    expect(page.get_by_text(syndic.say("Quorum reached"))).to_be_visible()
    open_the_session(syndic)
    page.wait_for_url("**/room")
    syndic.alive()
    return code
