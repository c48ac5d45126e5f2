"""Who stands, from the syndic's screen: searched once, agreed, put to the vote; nobody else can."""

from koprogo.state.assemblies.elections.election import ElectionState
from tests.services.assemblies.evening import convened
from tests.state.tab import Tab


async def test_somebody_is_searched_once_and_stands(cast):
    assembly, [item] = await convened(cast, "elect_bureau")
    tab = Tab(ElectionState, f"/assemblies/{assembly}/room", cast.syndic)
    await tab.call("open", str(item))
    assert tab.state.posts == ["chair", "secretary", "teller"] and tab.state.outside == []
    await tab.call("choose_post", "chair")
    await tab.call("search", "Claes")
    await tab.call("stand", tab.state.found[0].id, "")
    [line] = tab.state.lines
    assert (line.post, line.name, line.agreed, tab.state.post) == ("chair", "Bram Claes (A2)", False, "")
    await tab.call("agreed", line.id, "room")
    assert tab.state.lines[0].how == "room"
    await tab.call("choose_post", "chair")
    await tab.call("stand", str(cast.people["syndic"]), "room")
    assert tab.state.refusal.article == "3.87 §5" and len(tab.state.lines) == 1
    await tab.call("stand_down", line.id)
    await tab.call("look")
    assert tab.state.lines == []
    await tab.call("open", str(item))
    assert tab.state.item_id == ""


async def test_a_firm_is_typed_where_the_law_allows_it(cast):
    assembly, [item] = await convened(cast, "appoint_or_renew_syndic")
    tab = Tab(ElectionState, f"/assemblies/{assembly}/room", cast.syndic)
    await tab.call("open", str(item))
    await tab.call("choose_post", "syndic")
    await tab.call("stand_outsider", {"name": ""})
    assert [each.where for each in tab.state.refusal.problems] == ["name"]
    await tab.call("stand_outsider", {"name": "Gestion & Cie", "firm": "on"})
    assert [each.name for each in tab.state.lines] == ["Gestion & Cie"] and tab.state.typed == 1


async def test_an_owner_writes_nobody_down(cast):
    assembly, [item] = await convened(cast, "elect_bureau")
    tab = Tab(ElectionState, f"/assemblies/{assembly}/room", cast.bram)
    await tab.call("open", str(item))
    await tab.call("choose_post", "teller")
    await tab.call("stand", str(cast.people["anna"]), "room")
    assert tab.state.lines == [] and tab.state.refusal.kind
