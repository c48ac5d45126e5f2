"""The evening, last chapters: a vote on phones, wall and paper; its result everywhere; the points left; the minutes."""

import base64
import contextlib
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Locator, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from koprogo.i18n.languages import LANGUAGES, NAMES
from tests.e2e.halls import Hall
from tests.e2e.stage import Window

ONLY_ONCE = "window.neverReloaded = true"
BYTES = """async (path) => {
  const answer = await fetch(path);
  const read = new Uint8Array(await answer.arrayBuffer());
  let text = "";
  for (const each of read) text += String.fromCharCode(each);
  return [answer.headers.get("content-type"), btoa(text)];
}"""


def figure(number: int) -> re.Pattern[str]:
    """Match a number as any of the languages writes it: 10 000, 10.000, 10,000."""
    return re.compile(r"(?<!\d)" + r"\D?".join(re.findall(r"\d{1,3}(?=(?:\d{3})*$)", str(number))) + r"(?!\d)")


def strip(window: Window) -> Locator:
    """Return the tally under the ballot."""
    return window.page.locator(".strip")


def take_seats(hall: Hall, *windows: Window) -> None:
    for window in windows:
        window.go(hall.path("vote"))
        window.page.evaluate(ONLY_ONCE)


def open_the_vote(syndic: Window, minutes: int) -> None:
    """Give the vote its countdown and open it."""
    syndic.page.locator("#countdown").select_option(str(minutes * 60))
    syndic.get("open-vote").click()


def everybody_votes(room: Window, wall: Window, wim: Window, jean: Window, marie: Window) -> None:
    """Press on three phones, change on one; every screen follows by itself."""
    for window, weight in ((wim, 650), (jean, 409), (marie, 360)):
        for choice in ("for", "against", "abstain"):
            expect(window.get(f"vote-{choice}")).to_contain_text(figure(weight))
            expect(window.get(f"vote-{choice}")).to_contain_text(figure(10_000))
        expect(window.page.get_by_role("timer")).to_be_visible()
    wim.vote("for")
    expect(wim.get("receipt")).to_contain_text(wim.say("For"))
    expect(wim.get("receipt")).to_contain_text(figure(650))
    jean.vote("against")
    expect(jean.get("receipt")).to_contain_text(jean.say("Against"))
    marie.vote("against")
    expect(marie.get("receipt")).to_be_visible()
    for shown in (wall.page.locator(".hall .votes").last, strip(wim), room.page.locator(".item")):
        expect(shown).to_contain_text(figure(769))
    jean.vote("for")
    expect(jean.get("receipt")).to_contain_text("-2")
    for shown in (wall.page.locator(".hall .votes").first, strip(wim), room.page.locator(".item")):
        expect(shown).to_contain_text(figure(1059))


def paper_by_name(room: Window, second: Window, hall: Hall, lot: str, name: str) -> None:
    """Enter the paper of one who has no phone; it counts when the teller has confirmed it on her own."""
    before = hall.room()["against"]
    room.page.locator("#room-search").fill(lot)
    room.page.get_by_role("button", name=room.say("Note the ballot of {name}", name=name)).click()
    room.get("paper-against").click()
    expect(room.page.locator(".item")).to_contain_text(
        room.count("{n} ballot to confirm, not counted", "{n} ballots to confirm, not counted", 1)
    )
    assert hall.room()["against"] == before
    expect(second.page.get_by_role("listitem").filter(has_text=name)).to_be_visible()
    second.get("confirm-entries").click()
    expect(second.page.get_by_text(second.count("{n} ballot now counts.", "{n} ballots now count.", 1))).to_be_visible()
    expect(room.page.locator(".item")).to_contain_text(figure(hall.room()["against"]))
    assert hall.room()["against"] > before


def close_and_confirm(room: Window, hall: Hall, number: int, article: str, *others: Window) -> None:
    """Close: the sentence with its article is on every screen at once; then the chair's confirmation freezes it."""
    room.button("Close point {number}", number=number).click()
    for window in others:
        expect(window.get("result")).to_contain_text(article)
        expect(window.get("result")).to_contain_text(window.say("Carried" if hall.room()["carried"] else "Rejected"))
    room.get("confirm").click()
    expect(room.get("next-point").or_(room.get("close-assembly"))).to_be_visible()
    assert hall.room()["item_state"] == "confirmed"


def hands(room: Window, second: Window, choice: str) -> None:
    """One press for all present without a ballot of their own, confirmed by a second person."""
    room.get(f"hands-{choice}").click()
    expect(second.get("confirm-entries")).to_be_visible()
    second.get("confirm-entries").click()
    expect(second.get("confirm-entries")).to_have_count(0)


def postpone(room: Window, reason: str) -> None:
    """Give the point that is shown an outcome without a vote, with its reason; the room goes on to the next."""
    room.get("ask-postponed").click()
    room.page.locator("#reason").fill(reason)
    room.get("submit").click()
    expect(room.page.locator(".so-far")).to_contain_text(reason)
    expect(room.page.locator(".agenda")).to_contain_text(room.say("Postponed"))


def close_the_assembly(room: Window) -> None:
    """The next step asks first, like the button under the last point; then the second one is pressed."""
    expect(room.get("next-step")).to_have_text(room.say("Close the assembly"))
    room.get("next-step").click()
    expect(room.get("close-assembly-confirm")).to_be_visible()
    room.page.keyboard.press("Escape")
    expect(room.get("close-assembly-confirm")).to_be_hidden()
    room.get("close-assembly").click()
    room.get("close-assembly-confirm").click()


def minutes(room: Window, folder: Path) -> dict[str, str]:
    """Wait for the four papers, take them as the browser does, and return their text by language."""
    links = room.page.locator("a[href*='/api/v1/papers/']")

    def printed() -> bool:
        again = room.button("Look again")
        if again.is_visible():
            with contextlib.suppress(
                PlaywrightTimeout
            ):  # the papers may come, and the button go, between look and click
                again.click(timeout=2000)
        return links.count() == len(LANGUAGES)

    room.until(printed, 90)
    return texts(room, folder, {language: links.filter(has_text=NAMES[language]) for language in LANGUAGES})


def papers(window: Window, folder: Path) -> dict[str, str]:
    """Wait until the page lists a paper in each language, take them as the browser does, and return their text."""
    links = window.page.locator("a[href*='/api/v1/papers/']")
    expect(links).to_have_count(len(LANGUAGES), timeout=90_000)
    return texts(window, folder, {each: links.filter(has=window.page.locator(f"[lang={each}]")) for each in LANGUAGES})


def texts(room: Window, folder: Path, links: Mapping[str, Locator]) -> dict[str, str]:
    """Return the text of a PDF per language."""
    found = {}
    for language, link in links.items():
        kind, content = room.page.evaluate(BYTES, link.get_attribute("href"))
        paper = base64.b64decode(content)
        assert kind == "application/pdf"
        assert paper.startswith(b"%PDF-")
        path = folder / f"minutes-{language}.pdf"
        path.write_bytes(paper)
        said = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
        found[language] = " ".join(said.split())
    return found
