"""Waivers of assemblies that were not held here: recorded with their minutes, counted like the others, taken back."""

from datetime import date

import pytest

from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.core.money import ZERO
from koprogo.rules.charges.reserve_fund import Due
from koprogo.services.charges import proposal, reserve_waivers
from tests.services.charges.points_on_stage import voted_point
from tests.services.charges.worked_year import AT, STARTS, worked_year

BEFORE = date(2024, 5, 12)
ACT = "PV du 12 mai 2024, point 9"


@pytest.fixture
async def stage(database):
    """Return the worked year; it is 2 January 2025, and the common parts were accepted long ago."""
    made = await worked_year()
    await made.act(proposal.record_acceptance, day=date(2010, 6, 1), act="PV de réception", at=AT)
    return made


async def record(stage, **more):
    await stage.act(reserve_waivers.record_waiver, **{"day": BEFORE, "act": ACT, "at": AT, **more})


async def due(stage, starts=STARTS):
    return await stage.act(proposal.reserve_duty, starts=starts, given=ZERO, who="O1")


async def test_a_waiver_voted_before_the_association_came_here_counts_for_the_year_after_it(stage):
    assert (await due(stage)).contribution.due is Due.YES
    await record(stage, act=f"  {ACT} ")
    found = await due(stage)
    assert (found.contribution.due, found.waived) == (Due.NO, True)
    assert [(each.day, each.act) for each in found.elsewhere] == [(BEFORE, ACT)]
    assert (await due(stage, date(2026, 1, 1))).contribution.due is Due.YES, "it is asked again each year"


async def test_twice_is_once_and_other_words_take_the_place_of_the_first(stage):
    await record(stage)
    await record(stage)
    await record(stage, act="PV du 12 mai 2024, point 10")
    assert [each.act for each in (await due(stage)).elsewhere] == ["PV du 12 mai 2024, point 10"]


async def test_what_was_recorded_by_mistake_is_taken_back_once(stage):
    await record(stage)
    await stage.act(reserve_waivers.take_waiver_back, day=BEFORE, at=AT)
    found = await due(stage)
    assert (found.contribution.due, found.elsewhere) == (Due.YES, ())
    with pytest.raises(NotFound):
        await stage.act(reserve_waivers.take_waiver_back, day=BEFORE, at=AT)
    await record(stage)
    assert (await due(stage)).waived


async def test_it_needs_a_day_gone_by_words_and_an_assembly_of_elsewhere(stage):
    await voted_point(stage, date(2024, 12, 12), False, kind="not_constituting_mandatory_reserve_fund")
    for wrong, where in (
        ({"day": None}, ["day"]), ({"day": date(2025, 1, 3)}, ["day"]), ({"day": date(2024, 12, 12)}, ["day"]),
        ({"act": " "}, ["act"]), ({"act": "x" * 201, "day": None}, ["day", "act"]),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            await record(stage, **wrong)
        assert [each.where for each in refused.value.problems] == where
    assert (await due(stage)).elsewhere == ()


async def test_the_syndic_alone_records_it_and_others_are_out_of_reach(stage):
    other = await worked_year()
    await record(other)
    assert (await due(stage)).elsewhere == ()
    with pytest.raises(NotAllowed):
        await stage.act(reserve_waivers.record_waiver, day=BEFORE, act=ACT, at=AT, who="O1")
    with pytest.raises(NotAllowed):
        await stage.act(reserve_waivers.take_waiver_back, day=BEFORE, at=AT, who="O1")
