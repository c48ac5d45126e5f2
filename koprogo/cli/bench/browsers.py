"""Real Chromium pages among a bench's clients: the vote page of two owners, and when each count stood on their screens.

A page notes, at the first frame after each change, what its line of participation says and what time it is. Their owners
press on their other phone, which is a socket like all others: the pages only look, as most phones do most of the time.
Without Playwright or Chromium the bench goes on and says so.
"""

import shutil
import time
from collections.abc import Sequence
from typing import Any

from koprogo.cli.bench.page import ARGUMENTS, SIGN_IN

SHARES_PER_LOT = 10
"""Of the associations in `halls.py`; each owner has one lot."""
LOADED_MS = 60_000
NOTE = """() => {
  const seen = (window.koprogoSeen = []);
  const read = () => {
    const said = document.querySelector(".participation")?.textContent.match(/^[\\d\\s.,\\u00a0\\u202f]+/)?.[0];
    const voted = said === undefined ? NaN : Number(said.replace(/\\D/g, ""));
    if (!Number.isNaN(voted) && seen.at(-1)?.[1] !== voted) seen.push([performance.timeOrigin + performance.now(), voted]);
  };
  new MutationObserver(() => requestAnimationFrame(read)).observe(document.body, {
    subtree: true, childList: true, characterData: true,
  });
  read();
}"""


class Browsers:
    """Pages that are open; `why_not` says why there are none."""

    def __init__(self, why_not: str = "") -> None:
        self.why_not = why_not
        self.pages: list[Any] = []
        self._ends: list[Any] = []

    async def look(self, base_url: str, path: str, emails: Sequence[str], password: str) -> None:
        """Sign each of these people in, in a browser profile of her own, and open the vote page; none without Chromium."""
        program = shutil.which("chromium")
        try:
            from playwright.async_api import async_playwright
        except ImportError:
            self.why_not = "no Playwright here: run the bench in the development environment"
            return
        if program is None:
            self.why_not = "no Chromium on this machine"
            return
        driver = await async_playwright().start()
        self._ends.append(driver.stop)
        browser = await driver.chromium.launch(executable_path=program, args=ARGUMENTS)
        self._ends.append(browser.close)
        for email in emails:
            profile = await browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
            await profile.add_cookies([{"name": "lang", "value": "en", "url": base_url}])
            page = await profile.new_page()
            await page.goto(f"{base_url}/sign-in")
            status = await page.evaluate(SIGN_IN, {"email": email, "password": password})
            if status not in (200, 204):
                raise RuntimeError(f"signing in was answered {status}")
            await page.goto(f"{base_url}{path}")
            self.pages.append(page)

    async def watch(self) -> None:
        """Begin to note; the vote is open and every page shows its count."""
        for page in self.pages:
            await page.locator(".participation").wait_for(timeout=LOADED_MS)
            await page.evaluate(NOTE)

    async def seen(self) -> list[list[tuple[float, int]]]:
        """Return, for each page, when it showed how many ballots, on the clock of the phones."""
        offset = time.monotonic() - time.time()
        found = [await page.evaluate("() => window.koprogoSeen") for page in self.pages]
        return [[(at / 1000 + offset, voted // SHARES_PER_LOT) for at, voted in each] for each in found]

    async def close(self) -> None:
        """Close every page and end the browser."""
        while self._ends:
            await self._ends.pop()()
        self.pages = []
