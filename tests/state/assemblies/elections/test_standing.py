"""Standing for election from one's own page: one press, and one press back."""

from koprogo.state.assemblies.elections.standing import StandingState
from tests.services.assemblies.evening import convened
from tests.state.tab import Tab


async def test_one_press_stands_and_one_press_stands_down(cast):
    assembly, [item] = await convened(cast, "elect_bureau")
    tab = Tab(StandingState, f"/assemblies/{assembly}/agenda", cast.bram)
    await tab.call("open", str(item))
    assert [each.post for each in tab.state.offers] == ["chair", "secretary", "teller"]
    await tab.call("stand", "chair")
    chair = tab.state.offers[0]
    assert chair.candidacy and chair.agreed
    await tab.call("stand", "emperor")
    assert [each.where for each in tab.state.refusal.problems] == ["post"]
    await tab.call("stand_down", chair.candidacy)
    assert tab.state.offers[0].candidacy == ""
    await tab.call("agree", chair.candidacy)
    assert tab.state.offers[0].candidacy == "", "what was withdrawn is not taken up again by an old page"
    await tab.call("open", str(item))
    assert tab.state.item_id == "" and tab.state.offers == []


async def test_a_stranger_is_offered_nothing(cast):
    assembly, [item] = await convened(cast, "elect_bureau")
    tab = Tab(StandingState, f"/assemblies/{assembly}/agenda", cast.actors["stranger"])
    await tab.call("open", str(item))
    assert tab.state.offers == [] and tab.state.refusal.kind == "not_found"
