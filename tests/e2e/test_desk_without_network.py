"""The syndic's laptop loses its network: arrivals, paper and hands wait in sight and are entered once."""

from playwright.sync_api import expect

from tests.e2e import halls
from tests.e2e.stage import Stage, Window
from tests.pages.test_axe import violations

CUT = ("ERR_INTERNET_DISCONNECTED", "WebSocket", "status of 409", "ERR_FAILED")


def at_the_door(stage: Stage, hall: halls.Hall) -> Window:
    desk = stage.window("syndic", width=1440, service_workers="allow")
    desk.provokes(*CUT)
    desk.go(hall.path("attendance"))
    expect(desk.get("arrive").first).to_be_visible()
    desk.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return desk


def cut(desk: Window) -> None:
    desk.context.set_offline(True)
    expect(desk.page.locator(".live.off")).to_be_visible()


def moves(hall: halls.Hall) -> list[dict]:
    return hall.syndic.rest("GET", f"/assemblies/{hall.id}/movements")


def test_arrivals_noted_without_a_network_are_entered_when_it_is_back(stage: Stage):
    hall = halls.convened(stage)
    desk = at_the_door(stage, hall)
    cut(desk)
    desk.get("arrive").nth(0).click()
    desk.get("arrive").nth(0).click()
    expect(desk.get("noted")).to_have_count(2)
    desk.page.locator("[data-take-back]").nth(1).click()
    expect(desk.get("noted")).to_have_count(1)
    assert violations(desk.page) == []
    assert moves(hall) == []

    desk.context.set_offline(False)
    expect(desk.get("noted")).to_have_count(0, timeout=20_000)
    [line] = desk.until(lambda: moves(hall))
    assert line["what"] == "arrived" and line["at"] < line["recorded_at"]
    expect(desk.get("desk-waits")).to_have_count(0)


def test_the_page_is_closed_and_the_next_one_enters_it(stage: Stage):
    hall = halls.convened(stage)
    desk = at_the_door(stage, hall)
    cut(desk)
    desk.get("arrive").first.click()
    expect(desk.get("noted")).to_be_visible()
    desk.page.goto(desk.base_url + "/assemblies")
    expect(desk.get("desk-waits")).to_contain_text(desk.say("Noted on this device, not entered yet"))
    desk.page.close()
    desk.context.set_offline(False)
    desk.page = desk.context.new_page()
    desk.go(hall.path("room"))
    assert len(desk.until(lambda: moves(hall))) == 1
    expect(desk.get("desk-waits")).to_have_count(0)


def test_another_desk_was_faster_and_the_list_stays_as_it_is(stage: Stage):
    hall = halls.convened(stage)
    desk = at_the_door(stage, hall)
    cut(desk)
    who = desk.get("arrive").first.get_attribute("data-who")
    desk.get("arrive").first.click()
    expect(desk.get("noted")).to_be_visible()
    for what in ("arrived", "left"):
        hall.syndic.rest("POST", f"/assemblies/{hall.id}/presence", {"person_id": who, "what": what, "channel": "room"})

    desk.context.set_offline(False)
    expect(desk.get("desk-refusal")).to_contain_text(desk.say("This was not entered"))
    assert [line["what"] for line in moves(hall)] == ["arrived", "left"]
    desk.page.reload()
    desk.alive()
    expect(desk.get("desk-refusal")).to_be_visible()
    assert violations(desk.page) == []
    desk.button("Take this away").click()
    expect(desk.get("desk-refusal")).to_have_count(0)


def in_the_room(stage: Stage, hall: halls.Hall) -> Window:
    room = stage.window("syndic", width=1440, service_workers="allow")
    room.provokes(*CUT)
    room.go(hall.path("room"))
    expect(room.get("note").first).to_be_visible()
    room.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return room


def note_paper(room: Window, choice: str) -> None:
    room.get("note").first.click()
    room.get(f"paper-{choice}").click()


def test_paper_and_hands_noted_without_a_network_are_entered_once_when_it_is_back(stage: Stage):
    hall = halls.opened(stage)
    hall.start()
    room = in_the_room(stage, hall)
    cut(room)
    note_paper(room, "abstain")
    expect(room.get("noted-entry")).to_have_count(1)
    room.page.locator(".present [data-take-back]").click()
    expect(room.get("noted-entry")).to_have_count(0)
    note_paper(room, "against")
    room.get("hands-for").click()
    expect(room.get("noted-entry")).to_have_count(2)
    assert violations(room.page) == []
    assert hall.room()["pending"] == 0

    room.context.set_offline(False)
    expect(room.get("noted-entry")).to_have_count(0, timeout=20_000)
    there = hall.room()["lots_present"]
    room.until(lambda: hall.room()["pending"] == there)
    said = [each["pending"] for each in hall.attendees() if each["pending"]]
    assert said.count("against") == 1 and set(said) == {"against", "for"}
    room.page.reload()
    room.alive()
    expect(room.get("desk-waits")).to_have_count(0)
    assert hall.room()["pending"] == there


def test_the_vote_was_closed_meanwhile_and_the_entry_gives_way_in_words(stage: Stage):
    hall = halls.opened(stage)
    hall.start()
    room = in_the_room(stage, hall)
    cut(room)
    note_paper(room, "against")
    expect(room.get("noted-entry")).to_be_visible()
    hall.act(1, "closing")

    room.context.set_offline(False)
    expect(room.get("desk-refusal")).to_contain_text(
        room.say("Until the result is confirmed, it can still be entered as a correction, with a second person.")
    )
    assert violations(room.page) == []
    room.button("Take this away").click()
    expect(room.get("desk-refusal")).to_have_count(0)
    assert hall.room()["pending"] == 0
