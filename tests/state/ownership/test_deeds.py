"""A deed on the page of a lot, an address and a consent on the page of a person."""

from koprogo.core.clock import today
from koprogo.state.ownership.lot import LotState
from koprogo.state.ownership.person import PersonState
from tests.state.tab import Tab


async def at(state, cast, page, who="syndic"):
    tab = Tab(state, f"/associations/{cast.association_id}/{page}", cast.actors[who])
    await tab.call("load")
    return tab


def words(problems):
    return [each.where for each in problems]


async def test_a_lot_passes_to_two_people_and_its_page_says_how(cast):
    tab = await at(LotState, cast, f"lots/{cast.lots['A4']}")
    typed = {"day": today().isoformat(), "act": "", "holder_1": str(cast.people["anna"]), "right_1": "undivided"}
    await tab.call("record_deed", typed)
    assert words(tab.state.refusal.problems) == ["act", "holders"]
    assert (tab.state.sent, tab.state.deed.people[0]) == ("deed", str(cast.people["anna"]))
    await tab.call("record_deed", typed | {"act": "Acte du jour", "name_2": "Nora Nys", "right_2": "undivided"})
    assert tab.state.refusal.kind == "" and tab.state.done == "deed"
    assert sorted(each.name for each in tab.state.lot.holders) == ["Anna Peeters", "Nora Nys"]
    assert tab.state.lot.is_suspended and tab.state.deed.act == ""
    (deed,) = tab.state.deeds
    assert (deed.passed_from, deed.passed_to) == (["Dirk Maes"], ["Anna Peeters", "Nora Nys"])
    await tab.call("record_deed", {"day": today().isoformat(), "act": "x", "holder_1": "nobody", "right_1": "full"})
    assert tab.state.refusal.kind == "not_found"


async def test_an_address_is_changed_and_email_accepted_and_taken_back(cast):
    tab = await at(PersonState, cast, f"people/{cast.people['bram']}")
    await tab.call("accept_email", {"given_on": today().isoformat(), "consent_proof": ""})
    assert words(tab.state.refusal.problems) == ["consent_proof", "to_email"]
    await tab.call("change_contact", {"to_email": "bram", "to_street": "Dorpsstraat 1"})
    assert words(tab.state.refusal.problems) == ["to_email"] and tab.state.contact.street == "Dorpsstraat 1"
    await tab.call("change_contact", {"to_email": "bram@example.org", "to_street": "Dorpsstraat 1"})
    assert (tab.state.said, tab.state.person.email) == ("contact", "bram@example.org")
    await tab.call("accept_email", {"given_on": today().isoformat(), "consent_proof": "Brief van vandaag"})
    assert (tab.state.said, tab.state.person.consent_day) == ("accepted", today().isoformat())
    await tab.call("revoke_email", {"revoked_on": today().isoformat()})
    assert (tab.state.said, tab.state.person.consent_day) == ("revoked", "")
