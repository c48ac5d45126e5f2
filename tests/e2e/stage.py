"""People at their windows: each signed in through the real page, each window watched for everything that goes wrong.

    syndic = stage.window("syndic", width=1440)
    syndic.go("/assemblies")
    syndic.get("new-assembly").click()

A window fails its test when its console says an error, the content policy stops something, or a request leaves for a
foreign host; what a test provokes on purpose it names with `provokes()`. Waiting is always for a condition.
"""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, StorageState

from koprogo.i18n.messages import message, messages
from tests.e2e.house import House

T = TypeVar("T")
EMAILS = {
    "operator": "operateur@koprogo.example",
    "syndic": "syndic@koprogo.example",
    "accountant": "comptable@koprogo.example",
    "council": "conseil@koprogo.example",
    "auditor": "commissaire@koprogo.example",
    "wim": "wim@koprogo.example",
    "jean": "jean@koprogo.example",
    "elsewhere": "kouterhof@koprogo.example",
}
"""The demo's people (services/buildings/demo.py) by the name these tests call them."""
PATIENCE_MS = 30_000
"""How long a window waits for what should come."""
JOB_SECONDS = 120.0
"""How long a test waits for what the worker does, behind the papers of a new house."""
HEIGHTS = {320: 640, 390: 844, 820: 1180, 1440: 900}
READY = "html:not(.words-awaited) body :is([data-hydrated=true], .hall)"
TELL_POLICY = """addEventListener("securitypolicyviolation",
  (event) => console.error("policy: " + event.violatedDirective + " " + event.blockedURI))"""
TAP_IS_NEW = """() => new Promise((done) => {
  const look = () => (Date.now() - (window.tappedAt ?? 0) > 300 ? done() : requestAnimationFrame(look));
  addEventListener("click", () => { window.tappedAt = Date.now(); }, { once: true, capture: true });
  look();
})"""
FETCH = """async ([method, path, body]) => {
  const headers = body === null ? {} : { "Content-Type": "application/json" };
  const answer = await fetch(path, { method, headers, body: body === null ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  const isJson = text && answer.headers.get("content-type")?.includes("json");
  return { status: answer.status, body: isJson ? JSON.parse(text) : text };
}"""


class Window:
    """One window of one person, with its first page."""

    def __init__(self, context: BrowserContext, base_url: str, language: str) -> None:
        self.context, self.base_url, self.language = context, base_url, language
        self.faults: list[str] = []
        self.secrets: set[str] = set()
        """Nonces of ballots and tokens of live connections this window sent; they belong in no log."""
        self._expected: list[str] = []
        context.add_init_script(TELL_POLICY)
        context.on("console", lambda said: self._note(f"console: {said.text}") if said.type == "error" else None)
        context.on("weberror", lambda fault: self._note(f"script: {fault.error}"))
        context.on("request", lambda request: self._look_at(request.url))
        context.on("page", self._listen)
        self.page: Page = context.new_page()

    def _listen(self, page: Page) -> None:
        page.on("websocket", self._hear)

    def _hear(self, socket: Any) -> None:
        self._look_at(socket.url)
        if found := re.search(r"token=([\w-]+)", socket.url):
            self.secrets.add(found[1])
        socket.on("framesent", self._keep_nonces)

    def _keep_nonces(self, frame: str | bytes) -> None:
        text = frame if isinstance(frame, str) else frame.decode(errors="replace")
        self.secrets.update(re.findall(r'"nonce":"([\w-]+)"', text))

    def _look_at(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != urlsplit(self.base_url).netloc:
            self.faults.append(f"foreign host: {url}")

    def _note(self, fault: str) -> None:
        if not any(re.search(each, fault) for each in self._expected):
            self.faults.append(fault)

    def provokes(self, *patterns: str) -> None:
        """Name what this window is about to make the console say on purpose (regular expressions)."""
        self._expected += patterns

    def begin_anew(self) -> None:
        """Go on with a page that knows nothing of those before it, nor of what went wrong there.

        The tab is kept: a new one is a window of the whole browser, which costs more than the page in it.
        """
        if self.page.url != "about:blank":
            self.page.evaluate("sessionStorage.clear()")
            self.page.goto("about:blank")
        self.faults.clear()
        self._expected.clear()

    def go(self, path: str) -> Page:
        """Open a path of ours and wait until it is alive."""
        self.page.goto(self.base_url + path)
        return self.alive()

    def alive(self) -> Page:
        """Wait until the page is there: its words, and the live connection's first answer."""
        self.page.wait_for_selector(READY)
        return self.page

    def get(self, test_id: str) -> Locator:
        """Return what carries a test id."""
        return self.page.get_by_test_id(test_id)

    def say(self, message_id: str, **facts: Any) -> str:
        """Return a message in this window's language, so that a better translation breaks no journey."""
        return message(message_id, self.language, **facts)

    def count(self, one: str, many: str, n: int, **facts: Any) -> str:
        """Return a message that counts, in this window's language."""
        return messages(one, many, n, self.language, **facts)

    def button(self, message_id: str, **facts: Any) -> Locator:
        """Return the button with this name."""
        return self.page.get_by_role("button", name=self.say(message_id, **facts), exact=True)

    def vote(self, choice: str, *, box: Locator | None = None) -> None:
        """Press a choice."""
        self.lift_the_finger()
        (box or self.page).get_by_test_id(f"vote-{choice}").click()

    def lift_the_finger(self) -> None:
        """Wait until a tap is a new one: the page takes a second one within 300 ms for the first."""
        self.page.evaluate(TAP_IS_NEW)

    def rest(self, method: str, path: str, body: Any = None, *, expect: int | None = None) -> Any:
        """Ask our own REST interface from within the page, with the session's cookie, and return the answer's body."""
        answer = self.page.evaluate(FETCH, [method, f"/api/v1{path}", body])
        found = answer["status"]
        assert found == expect if expect else found < 400, f"{method} {path}: {found} {answer['body']}"
        return answer["body"]

    def until(self, found: Callable[[], T], seconds: float = JOB_SECONDS) -> T:
        """Look again, a frame of this window later, until something is found; for what no page shows by itself."""
        ends = time.monotonic() + seconds
        while not (it := found()):
            assert time.monotonic() < ends, f"not found within {seconds} s: {found}"
            self.page.evaluate("() => new Promise(requestAnimationFrame)")
        return it

    def cookie(self) -> str:
        """Return the value of the session's cookie, or nothing."""
        return next((each["value"] for each in self.context.cookies() if each["name"] == "__Host-koprogo"), "")


class Stage:
    """Opens windows for one test, closes them, and says what went wrong in any of them."""

    def __init__(
        self,
        browser: Browser,
        house: House,
        kept: dict[str, StorageState],
        folder: Path,
        lasting: dict[str, Window] | None = None,
    ) -> None:
        self.browser, self.house, self.kept, self.folder = browser, house, kept, folder
        self.windows: list[Window] = []
        self.lasting = {} if lasting is None else lasting
        """Windows by person that outlive this test: what a browser fetched and compiled once it has."""

    def window(
        self, who: str = "", *, language: str = "fr", width: int = 390, mode: str = "light", **options: Any
    ) -> Window:
        """Open a window: signed in as one of `EMAILS`, or as nobody; `options` go to the browser's context."""
        state = self._signed_in(who) if who else None
        context = self.browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            locale=f"{language}-BE",
            timezone_id="Europe/Brussels",
            color_scheme=mode,
            reduced_motion="reduce",
            storage_state=state,
            **{"service_workers": "block", **options},
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([{"name": "lang", "value": language, "url": self.house.base_url}])
        opened = Window(context, self.house.base_url, language)
        self.windows.append(opened)
        return opened

    def lasting_window(self, who: str) -> Window:
        """Return somebody's window with what its browser fetched before, on a new page: for who only looks."""
        if who not in self.lasting:
            self.lasting[who] = self.window(who)
        window = self.lasting[who]
        window.begin_anew()
        if window not in self.windows:
            self.windows.append(window)
        return window

    def _signed_in(self, who: str) -> StorageState:
        """Sign in once per house through the real page; afterwards the browser's own record of it is used again."""
        if who not in self.kept:
            window = self.window()
            sign_in(window, EMAILS[who], self.house.passwords[EMAILS[who]])
            self.kept[who] = window.context.storage_state()
        return self.kept[who]

    def close(self, *, failed: bool) -> list[str]:
        """Close every window and return what went wrong in them; after a failure a picture of each page is kept."""
        faults = [fault for window in self.windows for fault in window.faults]
        for number, window in enumerate(self.windows):
            self.house.secrets.update(window.secrets, {window.cookie()} - {""})
            if failed or faults:
                for place, page in enumerate(window.context.pages):
                    page.screenshot(path=self.folder / f"window-{number}-{place}.png", full_page=True)
            if failed or faults or window not in self.lasting.values():
                window.context.close()
                for who in [who for who, each in self.lasting.items() if each is window]:
                    del self.lasting[who]
        self.windows.clear()
        return faults


def sign_in(window: Window, email: str, password: str, *, path: str = "/sign-in") -> None:
    """Sign in on the page, as people do, and wait until the page after it is alive."""
    page = window.go(path)
    page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    window.get("sign-in").click()
    page.wait_for_url(lambda url: urlsplit(url).path.rstrip("/") != "/sign-in")
    window.alive()
