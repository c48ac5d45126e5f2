"""The proxy sheet on the syndic's screen: one grid per holder, locked rows entered in one press."""

from koprogo import db
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.room import sitting
from koprogo.state.assemblies.voting.proxy_sheet import ProxySheetState
from tests.services.assemblies.evening import NOW, arrive, convened, open_vote
from tests.state.tab import Tab


async def test_a_sheet_is_entered_row_by_row_and_locked_rows_at_once(cast):
    assembly, [item] = await convened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        for giver, said in (("dirk", {item: Choice.AGAINST}), ("carla", {})):
            who = {"giver_id": cast.people[giver], "holder_id": cast.people["bram"], "instructions": said}
            await proxies.record_proxy(session, cast.syndic, cast.association_id, assembly, at=NOW, **who)
    await arrive(cast, assembly, "anna", "bram")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await sitting.open_assembly(session, cast.syndic, cast.association_id, assembly, at=NOW)
    await open_vote(cast, item)
    tab = Tab(ProxySheetState, f"/assemblies/{assembly}/room", cast.syndic)
    await tab.call("look")
    [holder] = tab.state.holders
    assert (holder.name, holder.principals, holder.left) == ("Bram Claes", 2, 2)
    await tab.call("unfold", holder.id)
    assert {line.name: line.bound for line in tab.state.lines} == {"Dirk Maes": "against", "Carla Dubois": ""}
    assert tab.state.locked == 1
    await tab.call("enter_locked", str(item))
    assert {line.name: line.pending for line in tab.state.lines} == {"Dirk Maes": "against", "Carla Dubois": ""}
    dirk, carla = (
        next(each for each in tab.state.lines if each.name == name) for name in ("Dirk Maes", "Carla Dubois")
    )
    await tab.call("enter", str(item), dirk.key, "for")
    assert tab.state.refusal.article == "3.87 §7"
    await tab.call("enter", str(item), carla.key, "for")
    assert tab.state.holders[0].left == 0 and tab.state.locked == 0
    await tab.call("unfold", holder.id)
    assert tab.state.lines == []


async def test_an_owner_sees_no_sheets(cast):
    assembly, _ = await convened(cast)
    tab = Tab(ProxySheetState, f"/assemblies/{assembly}/room", cast.bram)
    await tab.call("unfold", str(cast.people["bram"]))
    assert tab.state.holders == [] and tab.state.refusal.kind == "not_allowed"
