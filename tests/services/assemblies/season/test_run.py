"""Many convocations in one press: what is ready, one answer per assembly, nothing twice whatever happens to the worker."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.jobs import season as jobs
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.convening import convocation
from koprogo.services.assemblies.season import drafts as season_drafts
from koprogo.services.assemblies.season import run as season_run
from koprogo.services.assemblies.season.drafts import candidates
from tests.services.assemblies.evening import NOW, drafted
from tests.services.assemblies.letters_on_stage import give_addresses

FAR = {"kind": "extraordinary", "place": "Salle paroissiale"}


async def ready(cast, days=40, at=NOW):
    """Draft an extraordinary assembly whose agenda lacks nothing."""
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        here = (session, cast.syndic, cast.association_id)
        assembly = await plan.create_assembly(*here, **FAR, starts_at=at + timedelta(days=days), at=at)
        await plan.add_from_template(*here, assembly, template="bureau", at=at)
        await plan.add_from_template(*here, assembly, template="competition", at=at)
    return assembly


async def looked(cast, at=NOW):
    async with db.tenant_session(cast.syndic) as session:
        return {each.assembly_id: each for each in await candidates(session, cast.syndic, at=at)}


async def answers(cast, run, who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor) as session:
        return {each.assembly_id: each for each in await season_run.steps(session, actor, run)}


async def letters_of(cast, assembly):
    async with db.association_session(cast.association_id) as session:
        return await session.scalar(text("SELECT count(*) FROM letter WHERE subject_id = :a"), {"a": assembly})


async def test_a_draft_says_what_it_would_meet_today(cast):
    await give_addresses(cast, "bram", "carla", "dirk", "emma", "farid", anna=NOW.date())
    good, late = await ready(cast), await ready(cast, days=10)
    unlawful, _ = await drafted(cast)
    found = await looked(cast)
    assert found[good].is_ready and (found[good].letters, found[good].by_email, found[good].errors) == (6, 1, 0)
    assert found[good].given.safe_day == (NOW + timedelta(days=24)).date()
    assert (found[late].is_ready, found[late].no.article) == (False, "3.87 §3")
    assert not found[unlawful].is_ready and found[unlawful].errors > 0
    async with db.tenant_session(cast.anna) as session:
        assert await candidates(session, cast.anna, at=NOW) == []


async def test_one_press_sends_each_or_says_why_not(cast):
    good, late = await ready(cast), await ready(cast, days=10)
    run = await season_run.start(cast.syndic, [good, late, good], at=NOW)
    assert {each.state for each in (await answers(cast, run)).values()} == {"asked"}
    assert (await looked(cast))[good].waits and await letters_of(cast, good) == 0
    for each in (good, late):
        await season_run.send_one(cast.association_id, each, run, by=cast.syndic, at=NOW)
    found = await answers(cast, run)
    assert (found[good].state, found[good].letters, found[good].printed, found[good].is_done) == ("sent", 6, 0, False)
    assert (found[late].state, found[late].refusal["article"]) == ("refused", "3.87 §3")
    assert "{latest_day}" in found[late].refusal["message_id"] and found[late].refusal["facts"]["latest_day"]
    assert await convocation.print_letters(cast.association_id, good, at=NOW) == 6
    assert (await answers(cast, run))[good].is_done
    async with db.tenant_session(cast.syndic) as session:
        assert await season_run.last_run(session, cast.syndic) == run


async def test_nothing_is_sent_twice_by_a_second_press_or_a_second_worker(cast):
    good = await ready(cast)
    run = await season_run.start(cast.syndic, [good], at=NOW)
    assert await season_run.start(cast.syndic, [good], at=NOW) == run  # pressed twice: it waits already
    arguments = {"by": cast.syndic, "at": NOW}
    assert await season_run.send_one(cast.association_id, good, run, **arguments)
    assert not await season_run.send_one(cast.association_id, good, run, **arguments)
    assert await letters_of(cast, good) == 6
    again = await season_run.start(cast.syndic, [good], at=NOW)  # a new run finds it convened
    assert again != run and not await season_run.send_one(cast.association_id, good, again, **arguments)
    assert (await answers(cast, again))[good].state == "refused" and await letters_of(cast, good) == 6


async def test_what_a_killed_worker_left_is_taken_up_again(cast):
    good = await ready(cast, at=now())
    run = await season_run.start(cast.syndic, [good], at=now() - timedelta(minutes=3))
    async with db.association_session(cast.association_id) as session:
        queued = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = :n AND args->>'run' = :r"
        assert await session.scalar(text(queued), {"n": season_run.TASK, "r": str(run)}) == 1
    await jobs.catch_up(0)
    assert (await answers(cast, run))[good].state == "sent"
    await jobs.send(
        association=str(cast.association_id), assembly=str(good), run=str(run), by=str(cast.people["syndic"])
    )
    assert await letters_of(cast, good) == 6


async def test_only_who_plans_presses_and_all_or_nothing_is_asked(cast):
    good = await ready(cast)
    with pytest.raises(BadInput):
        await season_run.start(cast.syndic, [], at=NOW)
    with pytest.raises(BadInput):
        await season_run.start(cast.syndic, [uuid4() for _ in range(season_drafts.MOST + 1)], at=NOW)
    with pytest.raises(NotFound):
        await season_run.start(cast.syndic, [good, uuid4()], at=NOW)
    with pytest.raises(NotAllowed):
        await season_run.start(cast.anna, [good], at=NOW)
    with pytest.raises(NotFound):
        await season_run.start(cast.actors["stranger"], [good], at=NOW)
    assert not (await looked(cast))[good].waits
    run = await season_run.start(cast.syndic, [good], at=NOW)
    for who in ("anna", "stranger", "other_syndic"):
        with pytest.raises(NotFound):
            await answers(cast, run, who)


async def test_each_urgent_one_leaves_with_its_own_reason(cast):
    late, other = await ready(cast, days=10), await ready(cast, days=9)
    unlawful, _ = await drafted(cast)
    found = await looked(cast)
    assert found[late].takes_reason and not found[unlawful].takes_reason
    why = {late: " La chaudière   est en panne. ", other: "   "}
    run = await season_run.start(cast.syndic, [late, other], at=NOW, urgent=why)
    for each in (late, other):
        await season_run.send_one(cast.association_id, each, run, by=cast.syndic, at=NOW)
    told = await answers(cast, run)
    assert (told[late].state, told[other].state) == ("sent", "refused")  # no reason, no convocation: art. 3.87 §3
    async with db.association_session(cast.association_id) as session:
        reason = "SELECT reason FROM assembly_event WHERE assembly_id = :a AND what = 'convened'"
        assert await session.scalar(text(reason), {"a": late}) == "La chaudière est en panne."


async def test_a_reason_belongs_to_one_that_is_chosen_and_is_not_endless(cast):
    late = await ready(cast, days=10)
    for why in ({uuid4(): "urgent"}, {late: "x" * 1001}):
        with pytest.raises(BadInput) as refused:
            await season_run.start(cast.syndic, [late], at=NOW, urgent=why)
        assert refused.value.problems[0].where == "urgent"
