"""The attendance put right on screen: at the door, the lines and the form; in the room, the result that changes."""

from koprogo import db
from koprogo.core.clock import now
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.room.snapshot import snapshot
from koprogo.services.assemblies.voting import results
from koprogo.state.assemblies.attendance.corrections import CorrectionState
from tests.services.assemblies.evening import close_vote, open_vote, opened, press
from tests.state.tab import Tab


async def tab_of(cast, assembly, page="attendance", who="syndic"):
    tab = Tab(CorrectionState, f"/assemblies/{assembly}/{page}", cast.actors[who])
    await tab.call("load")
    return tab


async def decided(cast):
    assembly, [item] = await opened(cast, "approve_annual_accounts")
    await open_vote(cast, item)
    await press(cast, "anna", item, Choice.FOR)
    await press(cast, "bram", item, Choice.AGAINST)
    await close_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await results.confirm_result(session, cast.syndic, cast.association_id, item, at=now())
    return assembly, item


async def test_a_wrong_arrival_is_put_right_and_the_second_round_cites_it(cast):
    assembly, item = await decided(cast)
    tab = await tab_of(cast, assembly)
    anna = str(cast.people["anna"])
    await tab.call("show", anna)
    [line] = tab.state.lines
    assert (line.what, line.hour, line.corrected) == ("arrived", "19:00", False)
    await tab.call("mend", line.id)
    await tab.call("correct", {"what": "left", "hour": line.hour, "reason": ""})
    assert tab.state.refusal.problems[0].where == "reason" and tab.state.mending == line.id
    await tab.call("correct", {"what": "left", "hour": line.hour, "reason": "Ce n’était pas elle"})
    assert [(each.corrected, each.corrects) for each in tab.state.lines] == [(True, False), (False, True)]
    [touched] = tab.state.touched
    assert (touched.would_change, touched.in_favour_before, touched.in_favour_after) == (True, 270, 0)

    room = await tab_of(cast, assembly, "room")
    assert [each.number for each in room.state.reviews] == ["1"]
    await room.call("second_round", str(item))
    await room.call("look")
    assert room.state.reviews == []
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        seen = await snapshot(session, cast.association_id, assembly)
    assert (seen.item_round, seen.item_state) == (2, "planned")


async def test_a_forgotten_arrival_is_entered_at_its_hour(cast):
    assembly, _ = await opened(cast, present=("anna", "bram", "carla"))
    tab = await tab_of(cast, assembly)
    await tab.call("show", str(cast.people["dirk"]))
    assert tab.state.lines == []
    await tab.call("mend", -1)
    await tab.call("correct", {"what": "arrived", "hour": "later", "reason": "Oubliée"})
    assert tab.state.refusal.problems[0].where == "hour"
    await tab.call("correct", {"what": "arrived", "hour": "19:05", "reason": "Oubliée"})
    assert tab.state.refusal.problems[0].where == "happened_at"  # the assembly is in sixteen days


async def test_an_owner_sees_nobodys_movements(cast):
    assembly, _ = await opened(cast)
    tab = await tab_of(cast, assembly, who="anna")
    await tab.call("show", str(cast.people["bram"]))
    assert tab.state.lines == [] and tab.state.refusal.kind == "not_allowed"


async def test_the_opening_is_judged_again_on_the_screen(cast):
    assembly, _ = await opened(cast, present=("anna", "bram", "carla"))
    tab = await tab_of(cast, assembly)
    assert tab.state.opening.meaning == ""
    await tab.call("show", str(cast.people["carla"]))
    [line] = tab.state.lines
    await tab.call("mend", line.id)
    await tab.call("correct", {"what": "left", "hour": line.hour, "reason": "Pas venue"})
    seen = tab.state.opening
    assert (seen.meaning, seen.heads_before, seen.heads, seen.shares, seen.contest_by) == (
        "not_reached", 3, 2, 500, "2027-04-07",
    )  # fmt: skip
