"""The council's year in a browser: elected in an assembly, its dashboard on a tablet the next morning, a decision that is
late, a question and its answer, and the yearly report among the documents of the next assembly.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from playwright.sync_api import expect

from koprogo.core.clock import now, today
from tests.e2e import before_the_evening
from tests.e2e.halls import ORGANISATION, Hall
from tests.e2e.stage import Stage, Window

PASSWORD = "trois mots sans lien"
LIFT = {"fr": "Moderniser l’ascenseur", "nl": "De lift moderniseren"}
POINTS: tuple[dict[str, Any], ...] = (
    {"template": "council"},
    {"kind": "works_on_common_parts", "title": LIFT, "proposal": LIFT},
)


def test_a_council_from_its_election_to_its_yearly_report(stage: Stage):
    house, tag = stage.house, uuid4().hex[:6]
    association = house.answer_of("tests.e2e.scenery", f"Résidence du Conseil {tag}")
    syndic, luc = stage.window("syndic", width=1440), stage.window(language="nl", width=820)
    before_the_evening.import_the_lots(syndic, association)
    link = before_the_evening.invite(syndic, house, association, "Luc Rousseau", f"luc-{tag}@conseil.example")
    before_the_evening.accept(luc, link, PASSWORD)

    luc.go(f"/associations/{association}/council")
    expect(luc.page.get_by_text(luc.say("Nobody sits in the council today."))).to_be_visible()
    entries = elected(syndic, luc, association)

    the_next_morning(luc, association)
    a_late_decision(syndic, luc, association, entries)
    a_question_and_its_answer(syndic, luc, association)
    the_yearly_report(syndic, luc, association)


def elected(syndic: Window, luc: Window, association: str) -> list[dict[str, Any]]:
    """Hold an urgent ordinary assembly at once: Luc is elected, the works are carried; return the register's entries."""
    wish = {"kind": "ordinary", "starts_at": (now() + timedelta(minutes=1)).isoformat(), "place": "Salle communale"}
    made = syndic.rest("POST", f"/associations/{association}/assemblies", wish)["id"]
    items = [syndic.rest("POST", f"/assemblies/{made}/items", each)["id"] for each in POINTS]
    hall = Hall(syndic, association, made, items)
    her = next(each["person_id"] for each in hall.attendees() if each["owner_name"] == "Luc Rousseau")
    stands = {"post": "council", "person_id": her, "how": "writing"}
    syndic.rest("POST", f"/assemblies/{made}/items/{items[0]}/candidates", stands)
    sent = {"sent_on": today().isoformat(), "urgent_reason": "Le conseil manque.", "despite": "Par la poste."}
    syndic.rest("POST", f"/assemblies/{made}/convocation", sent)
    for office, person in (("chair", her), ("secretary", syndic.rest("GET", "/me")["id"])):
        syndic.rest("POST", f"/assemblies/{made}/bureau", {"office": office, "person_id": person})
    arrive(hall)
    hall.open()
    for point in (1, 2):
        hall.start(point)
        hall.act(point, "hands", {"choice": "for"})
        luc.rest("POST", f"/assemblies/{made}/items/{items[point - 1]}/confirmations")
        hall.act(point, "closing")
        assert hall.act(point, "result")["carried"]
    syndic.rest("POST", f"/assemblies/{made}/closing")
    return syndic.until(lambda: syndic.rest("GET", f"/associations/{association}/register"), seconds=120)


def arrive(hall: Hall) -> None:
    for each in hall.attendees():
        if each["person_id"] and not ORGANISATION.match(each["owner_name"]):
            wish = {"person_id": each["person_id"], "what": "arrived", "channel": "room"}
            hall.syndic.rest("POST", f"/assemblies/{hall.id}/presence", wish)


def the_next_morning(luc: Window, association: str) -> None:
    """She opens her tablet: she sits in the council, and the works wait to be planned."""
    page = luc.go(f"/associations/{association}/council")
    expect(page.get_by_role("heading", name=luc.say("What the syndic still has to do"))).to_be_visible()
    expect(page.locator("#open")).to_contain_text(LIFT["nl"])
    expect(page.locator("#open")).to_contain_text(luc.say("nothing is planned yet"))


def a_late_decision(syndic: Window, luc: Window, association: str, entries: list[dict[str, Any]]) -> None:
    """The syndic promised yesterday: the figure says one is late, and leads to the decision with its story."""
    works = next(each for each in entries if each["title"] == LIFT)
    task = {"what": "Trois offres", "due": (today() - timedelta(days=1)).isoformat()}
    task["owner_id"] = syndic.rest("GET", "/me")["id"]
    syndic.rest("POST", f"/associations/{association}/register/{works['id']}/tasks", task)
    page = luc.go(f"/associations/{association}/council")
    expect(page.locator(".figures .late")).to_contain_text("1")
    page.locator("#open").get_by_role("link", name="Trois offres").click()
    expect(page.locator("h1")).to_have_text(luc.say("Decision {number}", number=works["number"]))
    expect(page.get_by_text(luc.count("{n} day late", "{n} days late", 1))).to_be_visible()
    page.get_by_role("button", name=luc.say("Write a note")).or_(
        page.get_by_text(luc.say("Write a note"))
    ).first.click()
    page.locator("#note_words").fill("De syndicus heeft één offerte.")
    luc.button("Keep the note").click()
    expect(page.locator("#notes")).to_contain_text("De syndicus heeft één offerte.")


def a_question_and_its_answer(syndic: Window, luc: Window, association: str) -> None:
    page = luc.go(f"/associations/{association}/council")
    page.get_by_text(luc.say("Ask a question")).click()
    page.locator("#words").fill("Wanneer komen de offertes?")
    luc.button("Send the question").click()
    expect(page.locator("#questions")).to_contain_text("Wanneer komen de offertes?")
    desk = syndic.go(f"/associations/{association}/council")
    desk.locator("#questions").get_by_text(syndic.say("Reply")).first.click()
    desk.locator("#questions textarea").first.fill("Vendredi.")
    syndic.button("Send the answer").click()
    expect(desk.locator("#questions")).to_contain_text("Vendredi.")
    page.reload()
    luc.alive()
    expect(page.locator("#questions")).to_contain_text("Vendredi.")


def the_yearly_report(syndic: Window, luc: Window, association: str) -> None:
    """Begun with what is known, written, issued; then it lies with the documents of the next ordinary assembly."""
    later = {"kind": "ordinary", "starts_at": (now() + timedelta(days=30)).isoformat(), "place": "Salle communale"}
    draft = syndic.rest("POST", f"/associations/{association}/assemblies", later)["id"]
    page = luc.go(f"/associations/{association}/reports")
    luc.button("Begin the yearly report").click()
    page.wait_for_url("**/reports/*-*")
    summary = page.locator("textarea[name^=summary_]").first
    expect(summary).not_to_be_empty()
    page.locator("textarea[name=asks_nl]").fill("Drie offertes vóór de vergadering.")
    luc.button("Keep what I wrote").click()
    expect(page.get_by_role("status").filter(has_text=luc.say("Kept."))).to_be_visible()
    luc.button("Issue the report").click()
    hand_in = page.get_by_role("button", name=luc.say("Hand it in for {day}", day="").strip())
    expect(hand_in).to_be_visible(timeout=240_000)
    hand_in.click()
    expect(page.get_by_text(luc.say("Handed in"), exact=True)).to_be_visible()
    files = syndic.rest("GET", f"/assemblies/{draft}/attachments")
    titles = " ".join(each["title"] for each in files)
    assert "Rapport annuel du conseil" in titles and "Jaarverslag van de raad" in titles, titles
    agenda = syndic.go(f"/assemblies/{draft}/documents")
    expect(agenda.get_by_text("Rapport annuel du conseil").first).to_be_visible()
