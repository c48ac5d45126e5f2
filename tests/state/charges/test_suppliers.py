"""What the assembly allowed, entered on the screen by its point: its special calls pay its costs, for whom they were due."""

from datetime import date
from uuid import UUID

from koprogo.core.period import Period
from koprogo.services.charges import rhythms, settlement_queries
from koprogo.services.charges.works_file import works_file
from koprogo.state.charges.suppliers import SuppliersState
from tests.services.charges.points_on_stage import voted_point
from tests.services.charges.worked_year import AT, ENDS, STARTS, worked_year
from tests.services.charges.works_on_stage import Works, sums
from tests.state.tab import Tab

SAID = {"funding": "special_call", "words": "Toit, point 1", "ceiling": "5 000,00"}


async def opened(stage, who="syndic"):
    tab = Tab(SuppliersState, f"/associations/{stage.association_id}/suppliers", stage.actors[who])
    await tab.call("load")
    return tab


async def test_a_seller_who_paid_the_special_call_of_a_point_is_not_given_it_back(database):
    """Lot C is sold on 1 July; the call for the roof fell due in May, the invoice comes in September."""
    stage = await worked_year()
    await stage.act(rhythms.set_rhythm, since=STARTS, rhythm="provisions", source="Art. 30", at=AT)
    point = await voted_point(stage, date(2025, 3, 20), True)
    rejected = await voted_point(stage, date(2025, 3, 21), False)
    tab = await opened(stage)
    assert [(each.value, each.day) for each in tab.state.points] == [(str(point), "2025-03-20")]
    await tab.call("decide", {**SAID, "decided_on": "2025-03-20"})
    assert [each.where for each in tab.state.refusal.problems] == ["item_id"]
    await tab.call("decide", {**SAID, "item_id": str(rejected), "decided_on": ""})
    assert (tab.state.refusal.kind, tab.state.refusal.article) == ("refused", "3.86 §3")
    await tab.call("decide", {**SAID, "item_id": str(point), "decided_on": ""})
    [decision] = tab.state.decisions
    assert (decision.day, decision.ceiling, tab.state.refusal.kind) == ("2025-03-20", 500_000, "")
    works = Works(stage, point, UUID(decision.id))
    await works.call(date(2025, 5, 1), 100_000)
    await works.invoice(date(2025, 9, 1), 100_000)
    found = sums((await stage.act(settlement_queries.preview, covers=Period(STARTS, ENDS))).owners)
    assert (found["O3"], "O5" in found) == ((25_000, 25_000, 0), False), "actual, called, to pay"
    assert (await stage.act(works_file, works.decision)).called.cents == 100_000


async def test_minutes_from_before_the_take_over_need_no_point(database):
    stage = await worked_year()
    await voted_point(stage, date(2025, 3, 20), True)
    tab = await opened(stage)
    await tab.call("decide", {**SAID, "item_id": "", "decided_on": ""})
    assert [each.where for each in tab.state.refusal.problems] == ["decided_on"]
    await tab.call("decide", {**SAID, "item_id": "", "decided_on": "2019-05-12"})
    assert [(each.day, each.left) for each in tab.state.decisions] == [("2019-05-12", 500_000)]


async def test_who_enters_no_decision_is_shown_no_points(database):
    stage = await worked_year()
    await voted_point(stage, date(2025, 3, 20), True)
    assert (await opened(stage, "O1")).state.points == []
