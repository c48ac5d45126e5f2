"""A demolition that not all approved has its day before the justice of the peace (art. 3.88 §1, 2° h)."""

from datetime import date

import pytest

from koprogo import db
from koprogo.rules.assemblies.item_guard import DEMOLITION
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.after import follow_up_queries, register
from koprogo.services.assemblies.minutes.events import told_events
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import results
from tests.services.assemblies.evening import NOW, close_vote, open_vote, opened, press


@pytest.mark.parametrize(
    ("choices", "day"),
    [
        ((Choice.FOR,) * 4, "2027-04-07"),  # all who came, but lot A5 is suspended: not every co-owner approved
        ((Choice.FOR, Choice.FOR, Choice.AGAINST, Choice.AGAINST), None),  # not carried: nothing to ask
    ],
)
async def test_the_day_before_the_judge_is_frozen_with_the_result(cast, choices, day):
    assembly, [item] = await opened(cast, DEMOLITION)
    await open_vote(cast, item)
    for who, choice in zip(("anna", "bram", "carla", "dirk"), choices, strict=True):
        await press(cast, who, item, choice)
    await close_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await results.confirm_result(session, cast.syndic, cast.association_id, item, at=NOW)
        sheet = await queries.sheet(session, cast.syndic, cast.association_id, assembly)
        told = [event.text for event in await told_events(session, assembly, "en")]
    assert sheet.items[0].judge_by == day
    assert any("justice of the peace" in each for each in told) is (day is not None)


async def test_the_day_before_the_judge_becomes_a_task_by_itself(cast):
    assembly, [item] = await opened(cast, DEMOLITION)
    await open_vote(cast, item)
    for who in ("anna", "bram", "carla", "dirk"):
        await press(cast, who, item, Choice.FOR)
    await close_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        here = (session, cast.syndic, cast.association_id)
        await results.confirm_result(*here, item, at=NOW)
        await sitting.close_assembly(*here, assembly, at=NOW)
    for _ in range(2):  # the job may run twice
        await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=NOW)
    async with db.tenant_session(cast.anna, cast.association_id) as session:
        _, rows = await follow_up_queries.followed(session, cast.anna, cast.association_id, today=date(2027, 4, 8))
    [decision] = [each for each in rows if each.day == date(2026, 12, 7)]
    [task] = decision.tasks
    assert (task.due, task.owner, task.state, task.overdue) == (date(2027, 4, 7), "Sylvie Simon", "planned", True)
    assert "3.88" in task.what
