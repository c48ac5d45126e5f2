"""A phone that loses the network: the press waits in sight, is not counted, leaves by itself, and counts once."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e import halls
from tests.e2e.stage import Stage, Window

NO_NETWORK = (r"ERR_INTERNET_DISCONNECTED", r"WebSocket connection", "status of 409")


def on_the_phone(stage: Stage, hall: halls.Hall) -> tuple[Window, Locator]:
    wim = stage.window("wim")
    wim.provokes(*NO_NETWORK)
    wim.go(hall.path("vote"))
    expect(wim.get("vote-for")).to_be_visible()
    return wim, wim.get("waiting-ballot")


def votes(hall: halls.Hall) -> tuple[int, int]:
    room = hall.room()
    return room["in_favour"], room["against"]


def test_a_press_without_a_network_waits_and_leaves_by_itself(stage: Stage):
    hall = halls.opened(stage)
    hall.start()
    wim, waiting = on_the_phone(stage, hall)
    wim.context.set_offline(True)
    expect(wim.page.locator(".live.off")).to_be_visible()
    wim.vote("for")
    expect(waiting).to_contain_text(wim.say("Not counted yet."))
    expect(wim.get("vote-for")).to_have_attribute("aria-pressed", "mixed")
    expect(wim.get("receipt")).to_have_count(0)
    assert votes(hall) == (0, 0)

    wim.context.set_offline(False)
    expect(wim.get("receipt")).to_contain_text(re.compile(r"1-\S+-1\b"))
    expect(waiting).to_have_count(0)
    assert votes(hall) == (650, 0)


def test_what_waits_can_be_withdrawn_or_changed_and_outlives_a_reload(stage: Stage):
    hall = halls.opened(stage)
    hall.start()
    wim, waiting = on_the_phone(stage, hall)
    wim.context.set_offline(True)
    expect(wim.page.locator(".live.off")).to_be_visible()
    wim.vote("for")
    wim.button("Withdraw").click()
    expect(waiting).to_have_count(0)
    expect(wim.get("vote-for")).to_have_attribute("aria-pressed", "false")
    wim.vote("for")
    wim.vote("against")
    expect(wim.get("vote-against")).to_have_attribute("aria-pressed", "mixed")

    wim.context.set_offline(False)
    wim.page.reload()
    wim.alive()
    expect(wim.get("vote-against")).to_have_attribute("aria-pressed", "true")
    assert votes(hall) == (0, 650)


def test_a_press_that_comes_too_late_is_refused_in_words(stage: Stage):
    hall = halls.opened(stage)
    hall.start()
    wim, waiting = on_the_phone(stage, hall)
    wim.context.set_offline(True)
    expect(wim.page.locator(".live.off")).to_be_visible()
    wim.vote("for")
    expect(waiting).to_be_visible()
    hall.act(1, "closing")

    wim.context.set_offline(False)
    expect(wim.get("refusal")).to_contain_text(
        wim.say("The vote on point {number} is closed. Your ballot was not counted.", number=1)
    )
    expect(wim.get("result")).to_be_visible()
    expect(waiting).to_have_count(0)
    assert votes(hall) == (0, 0)
