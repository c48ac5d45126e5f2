"""Who votes on a point, as the agenda's screen: kept out, proposed, a key; nobody but the syndic changes it."""

import pytest

from koprogo import db
from koprogo.services.assemblies.agenda import exclusions
from koprogo.services.charges import keys
from koprogo.state.assemblies.agenda.plan import PlanState
from koprogo.state.assemblies.agenda.point import PointState
from koprogo.state.assemblies.room.assembly_room import AssemblyRoomState
from koprogo.state.charges.keys import KeysState
from tests.services.assemblies.evening import drafted, open_vote, opened
from tests.services.charges.key_votes import carried_change
from tests.state.tab import Refused, Tab

KEY = {
    "name_fr": "Ascenseur B", "name_nl": "Lift B", "source": "Acte, art. 14", "since": "2020-01-01",
    "lines": "A1 60\nA2 40",
}  # fmt: skip


async def point(cast, assembly, item, who="syndic"):
    tab = Tab(PointState, f"/assemblies/{assembly}/plan", cast.actors[who])
    await tab.call("open", str(item))
    return tab


async def agenda(cast, assembly):
    tab = Tab(PlanState, f"/assemblies/{assembly}/plan", cast.syndic)
    await tab.call("load")
    return tab.state.items


async def keys_tab(cast, who="syndic"):
    tab = Tab(KeysState, f"/associations/{cast.association_id}/keys", cast.actors[who])
    await tab.call("load")
    return tab


async def test_somebody_is_searched_kept_out_and_let_vote_again(cast):
    assembly, [item] = await drafted(cast)
    tab = await point(cast, assembly, item)
    await tab.call("search", "claes")
    assert [each.name for each in tab.state.found] == ["Bram Claes"]
    await tab.call("exclude", {"person": "", "reason": "supplier"})
    assert [each.where for each in tab.state.refusal.problems] == ["person"]
    await tab.call("exclude", {"person": tab.state.found[0].id, "reason": "supplier", "note": "peint la cage"})
    assert [(each.name, each.reason, each.note) for each in tab.state.out] == [
        ("Bram Claes", "supplier", "peint la cage")
    ]
    assert [each.excluded for each in await agenda(cast, assembly)] == [["Bram Claes"]]
    await tab.call("lift", tab.state.out[0].id)
    assert tab.state.out == []


async def test_who_holds_the_office_is_proposed_and_accepted(cast):
    from datetime import date

    from koprogo.models.governance import Appointment

    assembly, [item] = await drafted(cast, "discharge_auditor")
    async with db.association_session(cast.association_id) as session:
        session.add(
            Appointment(
                association_id=cast.association_id, person_id=cast.people["carla"], office="auditor",
                since=date(2020, 1, 1),
            )
        )  # fmt: skip
    assert [each.proposed for each in await agenda(cast, assembly)] == [1]
    tab = await point(cast, assembly, item)
    [line] = tab.state.proposed
    await tab.call("accept", line.person_id, line.reason)
    assert ([each.name for each in tab.state.out], tab.state.proposed) == (["Carla Dubois"], [])
    await tab.call("open", str(item))
    assert tab.state.item_id == ""  # a second press shuts it


async def test_a_key_is_entered_picked_from_lots_and_chosen_for_a_point(cast):
    tab = await keys_tab(cast)
    await tab.call("search", "A")
    assert [each.lot for each in tab.state.found] == ["A1", "A2", "A3", "A4", "A5"]
    await tab.call("pick", {"lot_A1": "on", "lot_A2": "on", "how": "shares"})
    assert tab.state.lines == "A1\t250\nA2\t230"
    await tab.call("enter", {**KEY, "name_fr": "", "name_nl": ""})
    assert [each.where for each in tab.state.refusal.problems] == ["name"]
    await tab.call("enter", KEY)
    row = next(each for each in tab.state.rows if each.name.get("fr") == "Ascenseur B")
    assert (row.total, row.lots, tab.state.lines) == (100, 2, "")
    await tab.call("show", row.id)
    assert [(each.lot, each.weight) for each in tab.state.weights] == [("A1", 60), ("A2", 40)]

    assembly, [item] = await drafted(cast)
    panel = await point(cast, assembly, item)
    assert row.id in {each.id for each in panel.state.keys}
    await panel.call("set_key", {"key_id": row.id, "key_reason": "art. 14"})
    assert {each.where for each in panel.state.refusal.problems} == {"only_they_bear", "common_management_unaffected"}
    ticked = {"only_they_bear": "on", "common_management_unaffected": "on"}
    await panel.call("set_key", {"key_id": row.id, "key_reason": "art. 14", **ticked})
    assert (panel.state.refusal.kind, panel.state.key_id) == ("", row.id)
    [shown] = await agenda(cast, assembly)
    assert (shown.key_name["nl"], shown.key_reason) == ("Lift B", "art. 14")
    await panel.call("set_key", {"key_id": ""})
    assert [each.key_reason for each in await agenda(cast, assembly)] == [""]

    await tab.call("end", row.id)
    assert next(each.until for each in tab.state.rows if each.id == row.id) != ""


async def test_a_key_takes_the_place_of_another_by_the_point_that_voted_it(cast):
    tab = await keys_tab(cast)
    await tab.call("enter", {**KEY, "name_fr": "Chauffage", "name_nl": ""})
    old = next(each.id for each in tab.state.rows if each.name == {"fr": "Chauffage"})
    new = {**KEY, "name_fr": "Chauffage 2026", "name_nl": "", "since": "2026-07-01", "replaces_id": old}
    await tab.call("enter", new)
    assert (tab.state.refusal.kind, tab.state.refusal.article) == ("refused", "3.88 §1, 2° a)")
    await tab.call("enter", {**new, "act": "PV du 12 mai 2025", "act_on": "someday"})
    assert [each.where for each in tab.state.refusal.problems] == ["act_on"]
    assert [each.id for each in tab.state.rows if each.replaced] == []
    item = await carried_change(cast)
    await tab.call("load")
    [point_] = tab.state.carried
    assert (point_.value, point_.number, point_.title["nl"]) == (str(item), 1, "Het dak vernieuwen")
    await tab.call("enter", {**new, "item_id": point_.value})
    row = next(each for each in tab.state.rows if each.replaced)
    assert (row.replaced, row.voted_on, row.voted_number, row.act) == ({"fr": "Chauffage"}, point_.day, 1, "")
    assert row.voted_at.startswith("/assemblies/") and row.voted_at.endswith("/agenda")
    assert next(each.until for each in tab.state.rows if each.id == old) == "2026-07-01"
    again = {**new, "name_fr": "Chauffage 2027", "since": "2027-01-01", "replaces_id": row.id, "act_on": "2026-12-01"}
    await tab.call("enter", {**again, "act": "PV, point 3"})
    last = next(each for each in tab.state.rows if each.name == {"fr": "Chauffage 2027"})
    assert (last.act, last.voted_on, last.voted_at) == ("PV, point 3", "2026-12-01", "")
    anna = (await keys_tab(cast, "anna")).state
    assert (anna.carried, [each.voted_at for each in anna.rows if each.id == row.id]) == ([], [row.voted_at])


async def test_in_the_room_a_conflict_is_recorded_until_the_vote_opens(cast):
    assembly, [item] = await opened(cast)
    tab = Tab(PointState, f"/assemblies/{assembly}/room", cast.syndic)
    await tab.call("open", str(item))
    await tab.call("exclude", {"person": str(cast.people["bram"]), "reason": "supplier"})
    room = Tab(AssemblyRoomState, f"/assemblies/{assembly}/room", cast.syndic)
    await room.call("load")
    assert room.state.excluded == {str(item): ["Bram Claes"]}
    await open_vote(cast, item)
    await tab.call("lift", tab.state.out[0].id)
    assert tab.state.refusal.kind == "conflict" and len(tab.state.out) == 1
    await room.call("refresh")
    assert room.state.excluded == {str(item): ["Bram Claes"]}


@pytest.mark.parametrize("who", ["anna", "stranger"])
async def test_nobody_else_changes_who_votes(cast, who):
    assembly, [item] = await drafted(cast)
    tab = Tab(PointState, f"/assemblies/{assembly}/plan", cast.actors[who])
    for call in (("open", str(item)), ("search", "claes"), ("accept", str(cast.people["bram"]), "supplier"),
                 ("set_key", {"key_id": ""})):  # fmt: skip
        await tab.call(*call)
        tab.state.item_id = str(item)
        assert tab.state.refusal.kind in ("not_allowed", "not_found"), call
    assert "Claes" not in tab.shown()
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        assert await exclusions.exclusions_of(session, cast.syndic, cast.association_id, assembly) == {}
    keys_page = await keys_tab(cast, who)
    before = await _keys(cast)
    await keys_page.call("enter", KEY)
    assert keys_page.state.refusal.kind in ("not_allowed", "not_found")
    assert keys_page.state.may_change is False
    assert await _keys(cast) == before


async def test_who_came_with_nothing_may_press_nothing(cast):
    with pytest.raises(Refused):
        await Tab(KeysState, f"/associations/{cast.association_id}/keys", None).call("load")
    with pytest.raises(Refused):
        await Tab(PointState, "/assemblies/x/plan", None).call("open", "x")


async def _keys(cast):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return [key.id for key in await keys.keys(session, cast.syndic, cast.association_id)]
