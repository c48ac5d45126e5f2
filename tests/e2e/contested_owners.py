"""A contested assembly, before the evening: lots sold, representatives named, a point asked for, letters sent."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from playwright.sync_api import expect

from koprogo.core.clock import BRUSSELS, now, today
from tests.e2e.halls import Hall
from tests.e2e.stage import Window

MAJORITY = "Wim Dupont"
"""Who buys until he holds more than half of the building."""
BOUGHT = ("C1", "A4.2", "A6.3", "A6.2", "A3.1", "C2", "A2.4", "A5.1", "A5.4", "A5.3")
BY_SCREEN = "C1"
SMALL = "Paul Petit"
"""A new owner of ninety-six shares: with him, the proxy holder has exactly a tenth of all votes."""
SOLD_SMALL = ("G02", "G03", "K12", "K17", "K18")
DEED_BEFORE = timedelta(0)
DESPITE = {"despite": "Budgets et rapport sont partis par la poste, avec les comptes."}
"""What the guard finds missing, and the reason that lets it pass."""


@dataclass
class Owners:
    """The association as the syndic's programs see it: lots by number, people by name."""

    syndic: Window
    association_id: str
    lots: dict[str, dict[str, Any]] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    def look(self) -> "Owners":
        rows = self.syndic.rest("GET", f"/associations/{self.association_id}/lots")
        self.lots = {row["number"]: row for row in rows}
        self.people = {each["name"]: each["person_id"] for row in rows for each in row["holders"]}
        return self

    def held_by(self, name: str) -> int:
        """Return the shares somebody holds alone."""
        mine = [row["shares"] for row in self.lots.values() if [each["name"] for each in row["holders"]] == [name]]
        return sum(mine)

    def post(self, path: str, body: dict[str, Any], *, expect: int | None = None) -> Any:
        return self.syndic.rest("POST", f"/associations/{self.association_id}{path}", body, expect=expect)

    def sell(self, lot: str, holder: dict[str, Any]) -> None:
        day = (today() - DEED_BEFORE).isoformat()
        deed = {"day": day, "act": f"Acte de vente du lot {lot}", "holders": [{"right": "full", **holder}]}
        self.post(f"/lots/{self.lots[lot]['id']}/transfers", deed)


def sell_until_one_holds_the_majority(syndic: Window, association_id: str) -> Owners:
    """Record the deeds: one through the screen, the others as programs do; a new owner with little appears."""
    owners = Owners(syndic, association_id).look()
    page = syndic.go(f"/associations/{association_id}/lots/{owners.lots[BY_SCREEN]['id']}")
    page.locator("#day").fill((today() - DEED_BEFORE).isoformat())
    page.locator("#holder_1").select_option(owners.people[MAJORITY])
    page.locator("#right_1").select_option("full")
    page.locator("#act").fill(f"Acte de vente du lot {BY_SCREEN}")
    page.locator("#notary").fill("Me Claes, Uccle")
    syndic.button("Record the deed").click()
    expect(page.locator("main")).to_contain_text("Me Claes, Uccle")
    for lot in BOUGHT:
        if lot != BY_SCREEN:
            owners.sell(lot, {"person_id": owners.people[MAJORITY]})
    owners.sell(SOLD_SMALL[0], {"name": SMALL})
    owners.look()
    for lot in SOLD_SMALL[1:]:
        owners.sell(lot, {"person_id": owners.people[SMALL]})
    owners.look()
    assert owners.held_by(MAJORITY) > 5000
    assert owners.held_by(SMALL) == 96
    return owners


def name_representatives(owners: Owners) -> None:
    """Two of the joint lots get their one voter; the others stay without a vote (art. 3.87 §1)."""
    for lot, name in (("A4.4", "Leila Özdemir"), ("A1.3", "Eva Dupont")):
        wish = {"person_id": owners.people[name], "since": today().isoformat(), "proof": "Lettre des titulaires"}
        owners.post(f"/lots/{owners.lots[lot]['id']}/representative", wish)
    assert not owners.look().lots["A1.3"]["is_suspended"]
    assert owners.lots["A3.3"]["is_suspended"]


def ask_for_a_point(owners: Owners, jean: Window) -> Hall:
    """A letter that came in time is on the agenda by right; who asks too late is told; then the letters left."""
    syndic, association = owners.syndic, owners.association_id
    tonight = evening_of_today()
    window = tonight.date() - timedelta(days=2)
    owners.post(
        "/calendar", {"month": window.month, "day": window.day, "since": "2020-01-01", "source": "ROI, art. 12"}
    )
    made = owners.post("/assemblies", {"kind": "ordinary", "starts_at": tonight.isoformat(), "place": "Salle du Canal"})
    draft = made["id"]
    items: list[str] = []
    for template in ("accounts", "budget"):
        items.append(syndic.rest("POST", f"/assemblies/{draft}/items", {"template": template})["id"])
    page = syndic.go(f"/associations/{association}/proposals")
    page.locator("#proposer").select_option(owners.people["Fatima Willems"])
    page.locator("#capacity").select_option("owner")
    page.locator("input[name=channel][value=letter]").check()
    page.locator("#received_on").fill((window - timedelta(days=21)).isoformat())
    page.locator("#title").fill("Repeindre la cage d’escalier")
    page.locator("#text").fill("L’assemblée fait repeindre la cage d’escalier, payée par le fonds de réserve.")
    syndic.button("Record the proposal").click()
    expect(page.locator("main")).to_contain_text("Repeindre la cage d’escalier")
    late = jean.go(f"/associations/{association}/proposals")
    late.locator("#title").fill("Een fietsenstalling")
    jean.button("Send the proposal").click()
    expect(late.locator("main")).to_contain_text("Een fietsenstalling")

    sent = {"sent_on": (tonight.date() - timedelta(days=18)).isoformat(), **DESPITE}
    assert syndic.rest("POST", f"/assemblies/{draft}/convocation", sent, expect=409)["article"] == "3.87 §3"
    rows = syndic.rest("GET", f"/associations/{association}/proposals")
    by_right = next(each for each in rows if each["title"].startswith("Repeindre"))
    wish = {"assembly_id": draft, "kind": "works_on_common_parts"}
    items.append(owners.post(f"/proposals/{by_right['id']}/agenda", wish)["id"])
    syndic.rest("POST", f"/assemblies/{draft}/convocation", sent)
    return Hall(syndic, association, draft, items)


def evening_of_today() -> datetime:
    """Return ten to midnight, today or, when that is near, tomorrow."""
    moment = now().astimezone(BRUSSELS)
    day = moment.date() + timedelta(days=moment.time() > time(23, 30))
    return datetime.combine(day, time(23, 50), BRUSSELS)
