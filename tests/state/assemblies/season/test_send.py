"""The page of many convocations: only what is ready can be chosen, the press asks, the run is shown."""

from uuid import UUID

from koprogo import db
from koprogo.core.clock import now
from koprogo.services.assemblies.season import run as season_run
from koprogo.state.assemblies.season.season import SeasonState
from koprogo.state.assemblies.season.send import SeasonSendState
from tests.services.assemblies.season.test_run import ready
from tests.state.tab import Tab


async def page(cast, who="syndic"):
    tab = Tab(SeasonSendState, "/season/convocations", cast.actors[who])
    await tab.call("load")
    return tab


async def _run(cast):
    async with db.tenant_session(cast.syndic) as session:
        return await season_run.last_run(session, cast.syndic)


async def test_who_goes_is_chosen_in_the_season(cast):
    await ready(cast, at=now())
    tab = Tab(SeasonState, "/season", cast.syndic)
    await tab.call("load")
    line = tab.state.lines[0]
    await tab.call("attend", line.assembly, str(cast.people["anna"]))
    assert tab.state.refusal.kind == "bad_input"
    await tab.call("attend", line.assembly, str(cast.people["syndic"]))
    assert tab.state.lines[0].attendant_id == str(cast.people["syndic"])
    await tab.call("attend", line.assembly, "")
    assert tab.state.lines[0].attendant_id == ""


async def test_choose_send_and_see_what_became_of_each(cast):
    good, late = str(await ready(cast, at=now())), str(await ready(cast, days=9, at=now()))
    tab = await page(cast)
    says = {line.id: (line.says, line.no.article) for line in tab.state.lines}
    assert says[good] == ("ready", "") and says[late] == ("urgent", "3.87 §3") and tab.state.run == []
    await tab.call("choose", late)
    assert tab.state.chosen == []  # what is not ready cannot be chosen, whatever a browser sends
    await tab.call("send")
    assert tab.state.refusal.kind == "bad_input"
    await tab.call("choose_ready")
    assert good in tab.state.chosen and tab.state.sums.letters == 6 * len(tab.state.chosen)
    await tab.call("choose_ready")
    assert tab.state.chosen == [] and tab.state.sums.letters == 0
    await tab.call("choose", good)
    await tab.call("send")
    assert [(line.id, line.state) for line in tab.state.run] == [(good, "asked")] and tab.state.run_left == 1
    run = await _run(cast)
    await season_run.send_one(cast.association_id, UUID(good), run, by=cast.syndic, at=now())
    await tab.call("again")
    assert (tab.state.run[0].state, tab.state.run[0].letters) == ("sent", 6)
    assert good not in [line.id for line in tab.state.lines]
    await tab.call("turn", 7)
    assert tab.state.page == 1
    assert [line.id for line in (await page(cast)).state.run] == [good]  # another browser of hers sees it too
    assert (await page(cast, "anna")).state.lines == []


async def test_what_is_urgent_takes_its_own_reason_and_who_is_left_out_is_said(cast):
    good, late = str(await ready(cast, at=now())), str(await ready(cast, days=9, at=now()))
    tab = await page(cast)
    await tab.call("say_why", late, "  La chaudière est en panne.  ")
    assert tab.state.chosen == [late] and tab.state.sums.assemblies == 1
    assert {line.id: line.reason for line in tab.state.lines}[late] == "La chaudière est en panne."
    assert {line.id: line.why for line in tab.state.left_out}[good] == "not_chosen"
    await tab.call("say_why", late, "")
    assert tab.state.chosen == []
    left = {line.id: (line.why, line.no.article) for line in tab.state.left_out}
    assert left[late] == ("reason", "3.87 §3")
    await tab.call("say_why", late, "La chaudière est en panne.")
    await tab.call("send")
    assert tab.state.reasons == {} and [line.id for line in tab.state.run] == [late]
    run = await _run(cast)
    assert await season_run.send_one(cast.association_id, UUID(late), run, by=cast.syndic, at=now())
