"""A contested assembly, the two evenings: no quorum, then a majority owner, proxies at the edge, paper, corrections."""

from datetime import datetime, time, timedelta
from typing import Any

from playwright.sync_api import expect

from koprogo.core.clock import BRUSSELS, today
from tests.e2e import in_the_hall
from tests.e2e.contested_owners import DESPITE, MAJORITY, SMALL, Owners
from tests.e2e.halls import Hall
from tests.e2e.places import lots_of
from tests.e2e.stage import Window
from tests.e2e.the_votes import figure

HOLDER = "Thomas D'Hondt"
GIVERS = ("Nathalie Simon", "Greet Schäfer", "Sofie Laurent")
WALKS_IN = "Sofie Laurent"
LATE = "Marie Rousseau"
ON_PAPER = "Fatima Willems"
ONE_TOO_MANY = "Bart El Amrani"
NEVER_CAME = "Nathalie Özdemir"
AMENDED = {
    "fr": "L’assemblée fait repeindre la cage d’escalier en blanc, au plus tard en juin.",
    "nl": "De vergadering laat het trappenhuis wit schilderen, uiterlijk in juni.",
}
OTHERS = ("Jean Leroy", "Luc Rousseau", ON_PAPER, ONE_TOO_MANY)


def person(hall: Hall, name: str) -> str:
    """Return who comes for a co-owner."""
    return next(each["person_id"] for each in hall.attendees() if each["owner_name"] == name)


def post(hall: Hall, path: str, body: Any = None, *, expect: int | None = None) -> Any:
    return hall.syndic.rest("POST", f"/assemblies/{hall.id}{path}", {} if body is None else body, expect=expect)


def arrives(hall: Hall, name: str) -> None:
    post(hall, "/presence", {"person_id": person(hall, name), "what": "arrived", "channel": "room"})


def no_quorum(hall: Hall) -> Hall:
    """Two come, the opening is refused, the second session is drafted: not before the fifteenth day."""
    for name in OTHERS[:2]:
        arrives(hall, name)
    assert post(hall, "/opening", expect=409)["article"] == "3.87 §5"
    post(hall, "/lack-of-quorum")
    evening = datetime.combine(today(), time(20), BRUSSELS)
    soon, later = evening + timedelta(days=14), evening + timedelta(days=17)
    place = "Salle communale, avenue du Parc 3, Saint-Gilles"
    first_day = hall.syndic.rest("GET", f"/assemblies/{hall.id}")["assembly"]["day"]
    assert first_day >= today().isoformat()
    refused = post(hall, "/second-session", {"starts_at": soon.isoformat(), "place": place}, expect=409)
    assert refused["article"] == "3.87 §5"
    second = post(hall, "/second-session", {"starts_at": later.isoformat(), "place": place})["id"]
    items = hall.syndic.rest("GET", f"/assemblies/{second}")["items"]
    return Hall(hall.syndic, hall.association_id, second, [each["id"] for each in items])


def letters(hall: Hall) -> None:
    """Send the convocations of the second session: printed one by one, brought to the post together."""
    syndic, page = hall.syndic, hall.syndic.page
    post(hall, "/letters", DESPITE)
    syndic.go(hall.path("letters"))

    def printed() -> bool:
        rows = syndic.rest("GET", f"/assemblies/{hall.id}/letters")
        return all(each["state"] != "waiting" for each in rows)

    syndic.until(printed, 120)
    page.reload()
    syndic.alive()
    syndic.button("Record the day").click()
    expect(page.get_by_role("status").first).to_be_visible()


def proxies_up_to_a_tenth(hall: Hall) -> None:
    """Three proxies are always allowed; a fourth while all of them and his own make a tenth; not a share more."""
    holder = person(hall, HOLDER)

    def give(name: str, **more: Any) -> Any:
        return post(hall, "/proxies", {"giver_id": person(hall, name), "holder_id": holder}, **more)

    for name in GIVERS:
        give(name)
    give(SMALL)
    assert give(ONE_TOO_MANY, expect=409)["article"] == "3.87 §7"


def opens(hall: Hall) -> None:
    for office, name in (("chair", "Jean Leroy"), ("teller", "Luc Rousseau")):
        post(hall, "/bureau", {"office": office, "person_id": person(hall, name)})
    me = hall.syndic.rest("GET", "/me")["id"]
    post(hall, "/bureau", {"office": "secretary", "person_id": me})
    for name in (HOLDER, MAJORITY, *OTHERS):
        arrives(hall, name)
    hall.open()


def votes(hall: Hall, owners: Owners, wim: Window, jean: Window, luc: Window, thomas: Window) -> None:
    """Vote the accounts: the majority owner is reduced, a second ballot refused, a giver walks in, one comes late."""
    hall.start()
    for window in (wim, jean, luc, thomas):
        expect(window.get("vote-for").first).to_be_visible()
    wim.vote("for")
    expect(wim.get("receipt").first).to_be_visible()
    held, counts = owners.held_by(MAJORITY), hall.room()["counts_for"]
    for window in (wim, luc):
        expect(window.get("ceiling")).to_contain_text(figure(held))
        expect(window.get("ceiling")).to_contain_text(figure(counts))
    assert hall.room()["in_favour"] == hall.room()["present"] - owners.held_by(MAJORITY), "no more than all others"
    jean.vote("against")
    expect(jean.get("receipt").first).to_be_visible()
    ballots = f"/assemblies/{hall.id}/items/{hall.items[0]}/ballots"
    again = {"choice": "for", "nonce": "the-other-phone-of-jean", "based_on": stale(jean, hall)}
    refused = jean.rest("POST", ballots, again, expect=409)
    assert refused["article"] == "3.87 §6" and refused["detail"]
    luc.vote("against")
    his = [lot for vote in thomas.rest("GET", f"/assemblies/{hall.id}/mine")["votes"] for lot in vote["lots"]]
    thomas.rest("POST", ballots, {"choice": "against", "nonce": "thomas-for-all-of-them", "lots": his})
    counted = hall.room()["against"]
    arrives(hall, WALKS_IN)
    assert hall.room()["against"] == counted, "a ballot cast by proxy stands when its giver walks in"
    arrives(hall, LATE)
    paper = [*lots_of(hall, ON_PAPER), *lots_of(hall, LATE)]
    hall.act(1, "entries", {"choices": dict.fromkeys(paper, "against")})
    assert hall.room()["pending"] > 0
    luc.rest("POST", f"/assemblies/{hall.id}/items/{hall.items[0]}/confirmations", {})
    assert hall.room()["pending"] == 0
    hall.act(1, "closing")
    names = {
        each["owner_name"]
        for each in hall.syndic.rest("GET", f"{ballots.removesuffix('/ballots')}/read-out")["against"]
    }
    assert {"Jean Leroy", "Luc Rousseau", ON_PAPER, HOLDER, WALKS_IN, SMALL} <= names, names
    assert hall.act(1, "result")["carried"], "he counts for as much as all others, and one of those said nothing"


def corrected(hall: Hall, luc: Window) -> None:
    """Who said nothing had not come at all: the frozen result would be another one, so the room votes once more."""
    syndic, page = hall.syndic, hall.syndic.go(hall.path("attendance"))
    line = in_the_hall.find(syndic, "A4.3", ONE_TOO_MANY)
    line.get_by_role("button", name=syndic.say("More for {name}", name=ONE_TOO_MANY)).click()
    line.get_by_test_id("moves").click()
    line.get_by_test_id("correct").first.click()
    page.locator("input[name=what][value=left]").check()
    page.locator("#reason").fill("Il a signé à la place de son voisin.")
    syndic.button("Correct the attendance").click()
    expect(page.locator("main")).to_contain_text(syndic.say("A result would change"))
    [review] = syndic.rest("GET", f"/assemblies/{hall.id}/reviews")
    assert review["would_change"]
    syndic.go(hall.path("room"))
    syndic.get("second-round").click()
    syndic.until(lambda: hall.room()["item_round"] == 2)
    if hall.room()["item_state"] != "open":
        hall.start()
    mine = dict.fromkeys(lots_of(hall, MAJORITY), "for")
    hall.act(1, "hands", {"choice": "against", "exceptions": mine})
    luc.rest("POST", f"/assemblies/{hall.id}/items/{hall.items[0]}/confirmations", {})
    hall.act(1, "closing")
    assert not hall.act(1, "result")["carried"], "half is not more than half"


def the_rest(hall: Hall, wim: Window) -> None:
    """A point is postponed, the one asked for by letter is carried by two thirds; then the session is closed."""
    hall.act(2, "outcome", {"outcome": "postponed", "reason": "Le devis n’est pas complet."})
    amended(hall, wim)
    hall.start(3)
    expect(wim.page.locator("h1")).to_have_text("Repeindre la cage d’escalier")
    expect(wim.page.locator("main")).to_contain_text(AMENDED["fr"])
    wim.vote("for")
    expect(wim.get("receipt").first).to_be_visible()
    hall.act(3, "closing")
    assert hall.act(3, "result")["carried"]
    post(hall, "/closing")


def amended(hall: Hall, wim: Window) -> None:
    """Type another text within the subject: it is shown everywhere and voted first; carried, it is what is voted."""
    syndic, page = hall.syndic, hall.syndic.go(hall.path("room"))
    page.get_by_role("button", name="Repeindre la cage d’escalier").first.click()
    syndic.get("amend").click()
    for language, words in AMENDED.items():
        page.locator(f"#amended_{language}").fill(words)
    syndic.button("Put the amendment to the vote").click()
    expect(page.locator("#amended_fr")).to_have_count(0)
    expect(page.locator("main")).to_contain_text(AMENDED["fr"])
    hall.start(3)
    assert hall.room()["amendment"], "the amendment is voted before the text"
    expect(wim.get("amendment").first).to_contain_text(AMENDED["fr"])
    wim.vote("for")
    expect(wim.get("receipt").first).to_be_visible()
    hall.act(3, "closing")
    assert hall.act(3, "result")["carried"]
    assert hall.room()["amended"] == "carried"
    expect(wim.get("amended").first).to_be_visible()


def stale(window: Window, hall: Hall) -> dict[str, int]:
    """Return the revisions of a phone that has not heard of the newest ballot."""
    mine = window.rest("GET", f"/assemblies/{hall.id}/mine")["votes"]
    return {each["lot_id"]: 0 for vote in mine for each in vote["ballots"]}
