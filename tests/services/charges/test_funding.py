"""What a decision lets the association spend: only a point that stands carried, on its own day, or minutes of elsewhere."""

import asyncio
from datetime import date

import pytest

from koprogo import db
from koprogo.core.errors import BadInput, Conflict, NotFound
from koprogo.core.money import Money
from koprogo.services.charges.invoices import funding
from koprogo.services.charges.refusals import DecisionNotCarried
from koprogo.services.charges.verify import notes_on_calls
from tests.services.charges.points_on_stage import voted_point
from tests.services.charges.worked_year import AT, worked_year
from tests.services.charges.works_on_stage import Works

EVENING = date(2024, 12, 12)
EVERY_KIND = ("reserve", "special_call", "loan")


@pytest.fixture
async def stage(database):
    """Return the worked year; it is 2 January 2025."""
    return await worked_year()


async def enter(stage, **more):
    wish = {"funding": "reserve", "words": "Toit, point 1", "ceiling": Money(500_000), "at": AT, **more}
    return await stage.act(funding.enter_decision, **wish)


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("rounds", [(), (False,), (True, False)])
async def test_no_money_on_a_point_that_does_not_stand_carried(stage, kind, rounds):
    point = await voted_point(stage, EVENING, *rounds)
    with pytest.raises(DecisionNotCarried) as refused:
        await enter(stage, funding=kind, item_id=point)
    assert refused.value.article == "3.86 §3"
    assert await stage.act(funding.decisions) == []


async def test_a_point_carried_in_a_later_round_allows_once_for_each_kind_on_its_own_day(stage):
    point = await voted_point(stage, EVENING, False, True)
    for kind in EVERY_KIND:
        await enter(stage, funding=kind, item_id=point)
        with pytest.raises(Conflict):
            await enter(stage, funding=kind, item_id=point, decided_on=EVENING)
    assert {(row.item_id, row.decided_on) for row in await stage.act(funding.decisions)} == {(point, EVENING)}


async def test_two_who_enter_the_same_at_once_are_one_and_a_conflict(stage):
    point = await voted_point(stage, EVENING, True)
    found = await asyncio.gather(enter(stage, item_id=point), enter(stage, item_id=point), return_exceptions=True)
    assert sorted(type(each).__name__ for each in found) == ["Conflict", "UUID"]


async def test_a_point_of_another_day_or_of_others_is_refused(stage):
    point = await voted_point(stage, EVENING, True)
    with pytest.raises(BadInput) as refused:
        await enter(stage, item_id=point, decided_on=date(2024, 12, 13))
    assert [(each.where, each.facts) for each in refused.value.problems] == [("decided_on", {"day": "2024-12-12"})]
    elsewhere = await voted_point(await worked_year(), EVENING, True)
    with pytest.raises(NotFound):
        await enter(stage, item_id=elsewhere)


@pytest.mark.parametrize("kind", EVERY_KIND)
async def test_minutes_of_elsewhere_name_a_day_gone_by_on_which_no_assembly_voted_here(stage, kind):
    await voted_point(stage, EVENING, False)
    await voted_point(stage, date(2024, 11, 5))
    for day, where in ((None, "decided_on"), (date(2025, 1, 3), "decided_on"), (EVENING, "item_id")):
        with pytest.raises(BadInput) as refused:
            await enter(stage, funding=kind, decided_on=day)
        assert [each.where for each in refused.value.problems] == [where]
    await enter(stage, funding=kind, decided_on=date(2024, 11, 5))
    await enter(stage, funding=kind, decided_on=AT.date())
    assert len(await stage.act(funding.decisions)) == 2


async def test_a_special_call_that_no_cost_can_be_held_against_is_noted_until_its_point_allows_works(stage):
    point = await voted_point(stage, EVENING, True)
    await enter(stage, item_id=point)
    await Works(stage, point, point).call(date(2025, 5, 1), 100_000)
    assert [note.split(" of ")[0] for note in await noted(stage)] == ["call CALL-2025-S1"]
    await enter(stage, funding="special_call", item_id=point)
    assert await noted(stage) == []


async def noted(stage):
    async with db.association_session(stage.association_id) as session:
        return await notes_on_calls(session, stage.association_id)
