"""What became of the decisions: planned by the syndic, read by every co-owner, never undone."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.after import follow_up, register
from koprogo.services.assemblies.after.follow_up_queries import followed, possible_owners
from koprogo.services.assemblies.after.register_queries import register as entries
from tests.services.assemblies import closed_evening
from tests.services.assemblies.evening import NOW

TODAY = date(2026, 12, 20)


@pytest.fixture
async def decisions(cast):
    """One carried and one postponed decision in the register, the newest two."""
    assembly, _ = await closed_evening.minuted(cast)
    numbers = await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=NOW)
    async with db.tenant_session(cast.anna) as session:
        rows = {row.number: row for row in await entries(session, cast.anna, cast.association_id)}
    return rows[numbers[0]].id, rows[numbers[1]].id


async def plan(cast, entry, *, who="syndic", **changes):
    actor = cast.actors[who]
    wish = {
        "what": "Ask for three quotes",
        "due": TODAY + timedelta(days=10),
        "owner_id": cast.people["anna"],
    } | changes
    async with db.tenant_session(actor, cast.association_id) as session:
        return await follow_up.plan_task(session, actor, cast.association_id, entry, at=NOW, today=TODAY, **wish)


async def move(cast, task, what, *, who="syndic", **more):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        await follow_up.move_task(session, actor, cast.association_id, task, what=what, at=NOW, today=TODAY, **more)


async def seen(cast, entry, who="bram", today=TODAY):
    actor = cast.actors[who]
    async with db.tenant_session(actor) as session:
        sums, rows = await followed(session, actor, cast.association_id, today=today)
    return sums, next(row for row in rows if row.entry_id == entry)


async def test_a_task_goes_its_way_and_every_owner_sees_it(cast, decisions):
    carried, _ = decisions
    task = await plan(cast, carried)
    await move(cast, task, "started")
    await move(cast, task, "noted", words="Two quotes are in")
    sums, row = await seen(cast, carried)
    assert [(each.state, each.owner, each.overdue) for each in row.tasks] == [("started", "Anna Peeters", False)]
    assert [step.what for step in row.tasks[0].steps] == ["planned", "started", "noted"]
    assert not row.done and sums.oldest_days > 0
    await move(cast, task, "done")
    after, row = await seen(cast, carried)
    assert row.done and after.done == sums.done + 1


async def test_a_task_past_its_day_is_overdue_until_it_is_planned_anew(cast, decisions):
    carried, _ = decisions
    task = await plan(cast, carried)
    late = TODAY + timedelta(days=11)
    assert (await seen(cast, carried, today=late))[1].tasks[0].overdue
    await move(cast, task, "planned", due=late, owner_id=cast.people["syndic"])
    _, row = await seen(cast, carried, today=late)
    assert (row.tasks[0].overdue, row.tasks[0].owner) == (False, "Sylvie Simon")


async def test_only_what_was_carried_is_followed_up(cast, decisions):
    with pytest.raises(follow_up.NothingToCarryOut) as refusal:
        await plan(cast, decisions[1])
    assert refusal.value.article == "3.89 §5, 1°"


async def test_what_is_over_stays_over(cast, decisions):
    task = await plan(cast, decisions[0])
    with pytest.raises(BadInput):
        await move(cast, task, "cancelled")
    await move(cast, task, "cancelled", words="The owner of the roof does it himself")
    for what in ("planned", "started", "done", "cancelled"):
        with pytest.raises(follow_up.TaskIsOver):
            await move(cast, task, what, words="x")


@pytest.mark.parametrize("wish", [{"what": "  "}, {"due": None}, {"owner_id": None}])
async def test_what_is_missing_is_asked_for(cast, decisions, wish):
    with pytest.raises(BadInput):
        await plan(cast, decisions[0], **wish)


async def test_the_wrong_people_and_things_are_not_found_or_not_allowed(cast, decisions):
    with pytest.raises(NotAllowed):
        await plan(cast, decisions[0], who="anna")
    with pytest.raises(NotFound):
        await plan(cast, decisions[0], who="stranger")
    with pytest.raises(NotFound):
        await plan(cast, decisions[0], owner_id=cast.people["stranger"])
    with pytest.raises(NotFound):
        await move(cast, uuid4(), "done")
    async with db.tenant_session(cast.syndic) as session:
        names = [name for _, name in await possible_owners(session, cast.syndic, cast.association_id, today=TODAY)]
    assert "Anna Peeters" in names and "Sacha Vreemd" not in names
