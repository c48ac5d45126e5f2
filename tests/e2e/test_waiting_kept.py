"""A vote pressed without a network outlives the page, the browser and a restart; it counts once, or says why not."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import WebSocketRoute, expect

from tests.e2e import halls
from tests.e2e.stage import EMAILS, Stage, Window, sign_in
from tests.pages.site import ARGUMENTS, CHROMIUM
from tests.pages.test_axe import violations

OWN_BALLOTS = '"mine_rx_state_":{"loaded":true'
CUT = ("ERR_INTERNET_DISCONNECTED", "WebSocket", "status of (401|409|503)", "ERR_FAILED")


def votes(hall: halls.Hall) -> tuple[int, int]:
    room = hall.room()
    return room["in_favour"], room["against"]


def on_the_phone(stage: Stage, hall: halls.Hall, who: str = "wim", **options) -> Window:
    phone = stage.window(who, **options)
    phone.provokes(*CUT)
    phone.go(hall.path("vote"))
    expect(phone.get("vote-for")).to_be_visible()
    return phone


def cut(phone: Window) -> None:
    phone.context.set_offline(True)
    expect(phone.page.locator(".live.off")).to_be_visible()


def test_the_tab_is_closed_and_another_page_sends_it(stage: Stage):
    hall = halls.opened(stage)
    hall.start()
    wim = on_the_phone(stage, hall)
    cut(wim)
    wim.vote("for")
    expect(wim.get("waiting-ballot")).to_be_visible()
    kept_on_disk(wim)
    wim.page.close()
    wim.context.set_offline(False)
    assert votes(hall) == (0, 0)

    wim.page = wim.context.new_page()
    wim.go("/")
    expect(wim.get("counted-elsewhere")).to_contain_text(wim.say("Your vote is recorded"))
    assert votes(hall) == (650, 0)
    wim.go(hall.path("vote"))
    expect(wim.get("receipt")).to_contain_text(re.compile(r"1-\S+-1\b"))


def test_it_is_counted_while_its_page_is_still_opening(stage: Stage):
    hall = halls.opened(stage)
    hall.start()
    wim = on_the_phone(stage, hall)
    cut(wim)
    wim.vote("for")
    expect(wim.get("waiting-ballot")).to_be_visible()
    kept_on_disk(wim)
    wim.page.close()
    wim.context.set_offline(False)

    wim.page = wim.context.new_page()
    let_send, let_hear = held_back(wim)
    wim.page.goto(wim.base_url + hall.path("vote"))
    wim.until(lambda: let_send and let_hear)  # his ballots were read, and the one that waited is about to leave
    let_send.pop()()
    expect(wim.get("counted-elsewhere")).to_be_visible()
    assert votes(hall) == (650, 0)
    let_hear.pop()()
    expect(wim.get("receipt")).to_contain_text(re.compile(r"1-\S+-1\b"))
    expect(wim.get("counted-elsewhere")).to_have_count(0)


def test_the_phone_is_switched_off_and_on_again(stage: Stage, tmp_path: Path):
    hall = halls.opened(stage)
    hall.start()
    with phone_switched_on(stage, tmp_path / "phone") as wim:
        sign_in(wim, EMAILS["wim"], stage.house.passwords[EMAILS["wim"]])
        wim.go(hall.path("vote"))
        expect(wim.get("vote-for")).to_be_visible()
        cut(wim)
        wim.vote("for")
        expect(wim.get("waiting-ballot")).to_be_visible()
        kept_on_disk(wim)
    assert votes(hall) == (0, 0)
    with phone_switched_on(stage, tmp_path / "phone") as wim:
        wim.page.goto(wim.base_url + hall.path("vote"))  # a sign-in lasts as long as the browser runs
        expect(wim.get("waits-for-sign-in")).to_contain_text("1")
        sign_in(wim, EMAILS["wim"], stage.house.passwords[EMAILS["wim"]])
        expect(wim.get("counted-elsewhere")).to_be_visible()
        assert votes(hall) == (650, 0)
        wim.go(hall.path("vote"))
        expect(wim.get("receipt")).to_contain_text(re.compile(r"1-\S+-1\b"))
    assert votes(hall) == (650, 0)


def test_the_service_worker_sends_it_while_no_page_is_open(stage: Stage):
    hall = halls.opened(stage)
    hall.start()
    wim = on_the_phone(stage, hall, service_workers="allow")
    wim.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    cut(wim)
    wim.vote("for")
    expect(wim.get("waiting-ballot")).to_be_visible()
    kept_on_disk(wim)
    elsewhere = wim.context.new_page()  # the browser stays open, on no page of ours
    wim.page.close()
    hall.syndic.page.evaluate("() => new Promise(requestAnimationFrame)")
    assert votes(hall) == (0, 0)
    wim.context.set_offline(False)
    dispatch_sync(wim, elsewhere)
    hall.syndic.until(lambda: votes(hall) == (650, 0))


def test_the_desk_entered_paper_meanwhile_and_both_are_shown(stage: Stage):
    hall = halls.opened(stage)
    hall.start()
    wim = on_the_phone(stage, hall)
    cut(wim)
    wim.vote("for")
    expect(wim.get("waiting-ballot")).to_be_visible()
    lots = wim_lots(hall, wim)
    hall.act(1, "entries", {"choices": dict.fromkeys(lots, "against"), "channel": "paper"})

    wim.context.set_offline(False)
    panel = wim.get("refusal")
    expect(panel).to_contain_text(wim.say("Your vote was not counted"))
    expect(panel).to_contain_text(wim.say("Against"))
    expect(panel).to_contain_text(wim.say("For"))
    expect(panel.locator("dd").first).to_contain_text(re.compile("papier"))
    expect(wim.get("waiting-ballot")).to_have_count(0)
    for mode in ("light", "dark"):
        wim.page.emulate_media(color_scheme=mode)
        wim.page.reload()
        wim.alive()
        expect(panel).to_be_visible()
        assert violations(wim.page) == []
    wim.button("Take this away").click()
    expect(panel).to_have_count(0)
    wim.page.reload()
    wim.alive()
    expect(wim.get("vote-for")).to_be_visible()
    expect(panel).to_have_count(0)


def test_the_point_is_voted_again_and_what_waited_is_not_counted(stage: Stage):
    hall = halls.opened(stage)
    hall.start()
    wim = on_the_phone(stage, hall)
    cut(wim)
    wim.vote("for")
    expect(wim.get("waiting-ballot")).to_be_visible()
    hall.act(1, "closing")
    hall.act(1, "rounds", {"reason": "a doubt about the count"})
    hall.start()

    wim.context.set_offline(False)
    expect(wim.get("refusal")).to_contain_text(wim.say("Your vote was not counted"))
    assert votes(hall) == (0, 0)
    wim.page.reload()  # the question that is on now
    wim.alive()
    expect(wim.get("refusal")).to_be_visible()
    wim.vote("for")
    expect(wim.get("receipt")).to_be_visible()
    expect(wim.get("refusal")).to_have_count(0)
    assert votes(hall) == (650, 0)


def test_whoever_signs_in_next_on_this_device_neither_sees_nor_sends_it(stage: Stage):
    hall = halls.opened(stage)
    hall.start()
    wim = on_the_phone(stage, hall)
    cut(wim)
    wim.vote("for")
    expect(wim.get("waiting-ballot")).to_be_visible()
    kept_on_disk(wim)
    wim.page.close()
    wims = wim.context.cookies()
    wim.context.clear_cookies(name="__Host-koprogo")
    wim.context.set_offline(False)

    wim.page = wim.context.new_page()
    wim.go("/sign-in")
    expect(wim.get("waits-for-sign-in")).to_contain_text("1")
    sign_in(wim, EMAILS["jean"], stage.house.passwords[EMAILS["jean"]])
    page = wim.go(hall.path("vote"))
    expect(wim.get("vote-for")).to_be_visible()
    expect(wim.get("waiting-elsewhere")).to_have_count(0)
    expect(page.locator(".kept")).to_have_count(0)
    assert votes(hall) == (0, 0)

    wim.context.clear_cookies(name="__Host-koprogo")
    wim.context.add_cookies([each for each in wims if each["name"] == "__Host-koprogo"])
    wim.go(hall.path("vote"))
    expect(wim.get("receipt")).to_be_visible()
    assert votes(hall) == (650, 0)


def test_signing_out_says_first_what_waits_and_then_leaves_nothing(stage: Stage):
    hall = halls.opened(stage)
    hall.start()
    wim = stage.window()
    wim.provokes(*CUT)
    sign_in(wim, EMAILS["wim"], stage.house.passwords[EMAILS["wim"]])
    wim.go(hall.path("vote"))
    expect(wim.get("vote-for")).to_be_visible()
    wim.context.route("**/ballots", lambda route: route.fulfill(status=503, body="busy"))
    cut(wim)
    wim.vote("for")
    expect(wim.get("waiting-ballot")).to_be_visible()
    kept_on_disk(wim)
    wim.context.set_offline(False)
    wim.go("/profile")
    expect(wim.get("waiting-elsewhere")).to_be_visible()
    assert violations(wim.page) == []
    wim.get("sign-out").click()
    expect(wim.get("leaves-votes")).to_contain_text("1")
    wim.get("sign-out").click()
    wim.page.wait_for_url("**/sign-in**")
    wim.alive()
    wim.until(lambda: wim.page.evaluate(EVERYTHING) == [])
    assert votes(hall) == (0, 0)


EVERYTHING = """async () => {
  const answer = (ask) => new Promise((done) => { ask.onsuccess = () => done(ask.result); });
  const found = localStorage.getItem("koprogo-last") ? ["koprogo-last"] : [];
  for (const { name } of await indexedDB.databases()) {
    const base = await answer(indexedDB.open(name));
    for (const store of base.objectStoreNames) {
      const rows = await answer(base.transaction(store).objectStore(store).getAll());
      found.push(...rows);
    }
    base.close();
  }
  return found;
}"""


def dispatch_sync(phone: Window, page: Any) -> None:
    """Let the browser say that the network is back, as it does to a worker that asked to be told."""
    devtools = phone.context.new_cdp_session(page)
    workers: list[dict[str, Any]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda said: workers.extend(said["registrations"]))
    devtools.send("ServiceWorker.enable")
    ours = phone.base_url + "/"
    phone.page = page
    found = phone.until(lambda: [each for each in workers if each["scopeURL"] == ours and not each["isDeleted"]])
    sync = {"origin": phone.base_url, "registrationId": found[-1]["registrationId"], "tag": "koprogo-kept"}
    devtools.send("ServiceWorker.dispatchSyncEvent", {**sync, "lastChance": True})


def kept_on_disk(phone: Window) -> None:
    """Wait until the press is in the browser's storage."""
    phone.until(lambda: [row for row in phone.page.evaluate(EVERYTHING) if "nonce" in row])


def held_back(phone: Window) -> tuple[list[Callable[[], Any]], list[Callable[[], Any]]]:
    """Keep back the ballot that this page sends, and from its own ballots on what it hears; return what lets each go."""
    let_send: list[Callable[[], Any]] = []
    let_hear: list[Callable[[], Any]] = []
    phone.page.route("**/ballots", lambda route: let_send.append(route.continue_))

    def live(socket: WebSocketRoute) -> None:
        server, kept = socket.connect_to_server(), []

        def let_go() -> None:
            passed, kept[:] = [*kept], []
            server.on_message(socket.send)
            for each in passed:
                socket.send(each)

        def hear(message: str | bytes) -> None:
            if kept or OWN_BALLOTS in str(message):
                kept.append(message)
                let_hear[:] = [let_go]
            else:
                socket.send(message)

        server.on_message(hear)

    phone.page.route_web_socket(re.compile("_event"), live)
    return let_send, let_hear


def wim_lots(hall: halls.Hall, wim: Window) -> list[str]:
    """Return the ids of the lots he votes for himself, by his own answer from before the cut."""
    rows = hall.attendees()
    return [lot for row in rows if "Wim" in row["owner_name"] for lot in row["lot_ids"]]


@contextmanager
def phone_switched_on(stage: Stage, folder: Path, **options: Any) -> Iterator[Window]:
    """Start a browser on a profile of its own, as a phone does after each restart, and switch it off again."""
    context = stage.browser.browser_type.launch_persistent_context(
        str(folder),
        executable_path=CHROMIUM,
        args=ARGUMENTS,
        locale="fr-BE",
        timezone_id="Europe/Brussels",
        viewport={"width": 390, "height": 844},
        **options,
    )
    context.set_default_timeout(15_000)
    try:
        phone = Window(context, stage.house.base_url, "fr")
        phone.provokes(*CUT)
        yield phone
    finally:
        context.close()
    assert not phone.faults
