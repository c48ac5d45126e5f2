"""What the council's page says of money: the costs of the year against the budget in force, once there is one."""

from koprogo.services.charges import calls
from koprogo.state.governance.council import CouncilState
from koprogo.state.governance.council_rows import BudgetLine
from tests.services.charges import worked_year
from tests.state.tab import Tab


async def shown(stage, who):
    tab = Tab(CouncilState, f"/associations/{stage.association_id}/council", stage.actors[who])
    await tab.call("load")
    assert tab.state.refusal.kind == ""
    return tab.state.budget


async def test_costs_stand_against_the_budget_once_one_is_in_force(database):
    stage = await worked_year.worked_year()
    assert await shown(stage, "O1") == BudgetLine()
    await worked_year.voted(stage)
    await stage.act(calls.post_call, await stage.call(1), at=worked_year.AT)
    assert await shown(stage, "O1") == BudgetLine(2025, 0, 500_100, 365, 365)
