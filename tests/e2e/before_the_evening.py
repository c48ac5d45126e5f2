"""The evening, first chapters: before it opens, through the syndic's screens: lots, accounts, agenda, convocation."""

import email
import email.policy
import re
from datetime import datetime, time, timedelta
from pathlib import Path

from playwright.sync_api import expect

from koprogo.core.clock import BRUSSELS, now
from tests.e2e.halls import Hall
from tests.e2e.house import House
from tests.e2e.stage import Window

LISTS = Path(__file__).parents[1] / "data"
DROP = """async (zone, [name, bytes]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([Uint8Array.from(bytes)], name, { type: "text/csv" }));
  for (const type of ["dragenter", "dragover", "drop"])
    zone.dispatchEvent(new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""
NOTICE_GIVEN = timedelta(days=18)


def import_the_lots(syndic: Window, association: str) -> None:
    """Type the base deed's whole, choose the wrong list, see every fault, drop the right one, confirm."""
    page = syndic.go(f"/associations/{association}/import")
    page.locator("#denominator").fill("10 000")
    page.locator("#denominator").blur()
    page.locator("input[type=file]").set_input_files(LISTS / "lots-60-fr-wrong.csv")
    refused = syndic.get("import-refused")
    expect(refused).to_be_focused()
    expect(refused).to_contain_text(re.compile(r"\b6\b"))
    expect(refused).to_contain_text("3.85 §1")
    expect(syndic.get("confirm-import")).to_have_count(0)
    assert syndic.rest("GET", f"/associations/{association}/lots") == []

    right = LISTS / "lots-60-fr.csv"
    page.locator(".drop").first.evaluate(DROP, [right.name, list(right.read_bytes())])
    expect(syndic.get("import-understood")).to_contain_text(right.name)
    page.get_by_role("button", name=syndic.count("Confirm {n} proposal", "Confirm all {n}", 16)).click()
    expect(
        page.get_by_role("status").filter(has_text=syndic.say("{n} of {total} confirmed", n=16, total=16))
    ).to_be_visible()
    syndic.get("import-understood").get_by_role(
        "button", name=syndic.count("Import {n} lot", "Import {n} lots", 60)
    ).click()
    syndic.get("confirm-import").click()
    expect(page.locator("h1")).to_have_text(syndic.say("The lots are imported"))
    assert len(syndic.rest("GET", f"/associations/{association}/lots")) == 60


def invite(syndic: Window, house: House, association: str, name: str, address: str) -> str:
    """Send an invitation from a person's page and return the link of the letter that left."""
    page = syndic.go(f"/associations/{association}/people")
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.locator("h1")).to_have_text(name)
    page.locator("#email").fill(address)
    syndic.button("Send an invitation").click()
    expect(page.get_by_role("status").filter(has_text=syndic.say("Done"))).to_be_visible()
    return letter_to(syndic, house, address)


def letter_to(window: Window, house: House, address: str) -> str:
    """Wait until the worker has put a letter for this address into the folder, and return the link in it."""

    def found() -> str:
        for path in (house.data_dir / "mail").glob("*.eml"):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if letter["to"] == address:
                return re.search(r"http://\S+/auth/invitation/\S+", letter.get_content())[0]
        return ""

    return window.until(found)


def accept(window: Window, link: str, password: str) -> None:
    """Follow the link of an invitation, choose a password, and be at home."""
    window.page.goto(link)
    window.page.locator("#password").fill(password)
    window.get("invitation").click()
    expect(window.page).to_have_url(window.base_url + "/")
    window.alive()


def plan(syndic: Window, association: str, name: str, points: dict[str, str]) -> Hall:
    """Draft an assembly for tonight with usual points, and record that the convocations were sent in time."""
    day = now().astimezone(BRUSSELS)
    tonight = datetime.combine(day.date() + timedelta(days=day.time() > time(23, 30)), time(23, 50), BRUSSELS)
    page = syndic.go("/assemblies/new")
    page.locator("#association").select_option(label=name)
    page.locator("input[name=kind][value=ordinary]").check()
    page.locator("#starts_at").fill(tonight.date().isoformat())
    page.locator("#hour").fill("23:50")
    page.locator("#place").fill("Salle communale, avenue du Parc 3, Saint-Gilles")
    syndic.get("submit").click()
    page.wait_for_url("**/plan")
    for number, (template, article) in enumerate(points.items(), start=1):
        syndic.get(f"add-{template}").click()
        expect(page.locator(".points > li")).to_have_count(number)
        expect(page.locator(".points > li").nth(number - 1)).to_contain_text(article)
    assembly = re.search(r"/assemblies/([\w-]+)/plan", page.url)[1]
    syndic.get("to-convene").click()
    page.wait_for_url("**/convene")
    page.get_by_text(syndic.say("I sent the convocations myself")).click()
    page.locator("#despite").fill("Budgets et rapport sont partis par la poste.")
    page.locator("#sent_on").fill((tonight.date() - NOTICE_GIVEN).isoformat())
    syndic.button("Record that they were sent").click()
    page.wait_for_url(re.compile("/(plan|attendance)/?$"))
    found = syndic.rest("GET", f"/assemblies/{assembly}")
    assert found["assembly"]["state"] == "convened"
    return Hall(syndic, association, assembly, [each["id"] for each in found["items"]])
