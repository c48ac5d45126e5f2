"""One button for the evening: it names the lawful step, takes it once, and says why it waits."""

import asyncio

import pytest

from koprogo import db
from koprogo.core.errors import Conflict, NotAllowed, NotFound
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.elections import elections
from koprogo.services.assemblies.elections.refusals import NobodyAgreed
from koprogo.services.assemblies.room import next_step
from koprogo.services.assemblies.room.refusals import BureauIncomplete, EntriesWait, QuorumNotReached, StepIsElsewhere
from koprogo.services.assemblies.voting import hand_entry, opinion_polls, voting
from tests.services.assemblies.choices import a_choice
from tests.services.assemblies.evening import NOW, arrive, close_vote, convened, drafted, opened, press


async def what(cast, assembly, who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor) as session:
        return await next_step.what_next(session, actor, cast.association_id, assembly)


async def take(cast, assembly, found, who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await next_step.take(
            session, actor, cast.association_id, assembly, step=found.step, seen=found.seen, at=NOW, seconds=None
        )


async def go_on(cast, assembly):
    """Press once; return what was done and what comes next."""
    found = await what(cast, assembly)
    return found.step, await take(cast, assembly, found)


async def test_a_whole_evening_is_one_button(cast):
    assembly, [bureau, accounts, _] = await convened(
        cast, "elect_bureau", "approve_annual_accounts", "note_council_report"
    )
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        for post, who in (("chair", "anna"), ("secretary", "syndic")):
            await elections.stand(
                session, cast.syndic, cast.association_id, bureau, post=post, person_id=cast.people[who], how="room", at=NOW
            )  # fmt: skip
    assert (await what(cast, assembly)).step == "take_attendance"
    await arrive(cast, assembly, "anna", "bram", "carla", "dirk")
    done = []
    for _ in range(9):
        step, found = await go_on(cast, assembly)
        done.append(step)
        if found.step == "close_vote" and found.item_id in (bureau, accounts):
            await press(cast, "anna", found.item_id, Choice.FOR)
    vote = ["open_vote", "close_vote", "confirm_result"]
    assert done == ["open_session", *vote, *vote, "note", "close_session"]
    assert found.step == "read_minutes"
    with pytest.raises(StepIsElsewhere):
        await take(cast, assembly, found)


async def test_two_presses_take_one_step(cast):
    assembly, [item] = await opened(cast)
    found = await what(cast, assembly)
    results = await asyncio.gather(take(cast, assembly, found), take(cast, assembly, found), return_exceptions=True)
    assert sorted(type(each).__name__ for each in results) == ["Conflict", "StepView"]
    async with db.tenant_session(cast.syndic) as session:
        sheet = await queries.sheet(session, cast.syndic, cast.association_id, assembly)
    assert [each.state for each in sheet.items if each.id == item] == ["opened"]


async def test_a_step_read_before_another_round_is_not_taken(cast):
    assembly, [item] = await opened(cast)
    await take(cast, assembly, await what(cast, assembly))
    seen = await what(cast, assembly)
    await close_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await voting.reopen_item(session, cast.syndic, cast.association_id, item, reason="Doubt")
        await voting.open_item(session, cast.syndic, cast.association_id, item, at=NOW, seconds=None)
    assert (await what(cast, assembly)).step == seen.step == "close_vote"
    with pytest.raises(Conflict):
        await take(cast, assembly, seen)


async def test_entries_by_hand_make_it_wait(cast):
    assembly, [item] = await opened(cast)
    await take(cast, assembly, await what(cast, assembly))
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        lots = {cast.lots["A2"]: Choice.FOR, cast.lots["A3"]: Choice.AGAINST}
        await hand_entry.enter_ballots(session, cast.syndic, cast.association_id, item, choices=lots, channel="paper")
    await take(cast, assembly, await what(cast, assembly))
    found = await what(cast, assembly)
    assert (found.step, found.wait, found.count, found.article) == ("confirm_result", "second_person", 2, "3.87 §10")
    with pytest.raises(EntriesWait):
        await take(cast, assembly, found)
    async with db.tenant_session(cast.anna, cast.association_id) as session:
        await hand_entry.confirm_entries(session, cast.anna, cast.association_id, item, at=NOW)
    with pytest.raises(Conflict):  # the result it named is no longer the one there is
        await take(cast, assembly, found)
    assert (await take(cast, assembly, await what(cast, assembly))).step == "close_session"


async def test_what_the_act_refuses_the_button_refuses(cast):
    assembly, [item] = await convened(cast, "elect_bureau")
    await arrive(cast, assembly, "dirk")
    found = await what(cast, assembly)
    assert (found.step, found.wait) == ("open_session", "quorum")
    with pytest.raises(QuorumNotReached):
        await take(cast, assembly, found)
    await arrive(cast, assembly, "anna", "bram", "carla")
    await take(cast, assembly, await what(cast, assembly))
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await elections.stand(
            session, cast.syndic, cast.association_id, item, post="chair", person_id=cast.people["anna"], at=NOW
        )
    found = await what(cast, assembly)
    assert found.wait == "candidates"
    with pytest.raises(NobodyAgreed):
        await take(cast, assembly, found)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await voting.settle_item(session, cast.syndic, cast.association_id, item, outcome="postponed")
    found = await what(cast, assembly)
    assert (found.step, found.wait) == ("close_session", "bureau")
    with pytest.raises(BureauIncomplete):
        await take(cast, assembly, found)


async def test_a_run_off_comes_by_itself(cast):
    assembly, item = await a_choice(cast, "Ann", "Bart", "Cis")
    for who, choice in (("anna", "option_1"), ("bram", "option_2"), ("carla", "option_3")):
        await press(cast, who, item, choice)
    done = [(await go_on(cast, assembly))[0] for _ in range(4)]
    assert done == ["close_vote", "confirm_result", "begin_run_off", "open_vote"]


async def test_a_draft_is_convened_elsewhere(cast):
    assembly, _ = await drafted(cast)
    found = await what(cast, assembly)
    assert (found.step, found.wait, found.article) == ("convene", "draft", "3.87 §3")
    with pytest.raises(StepIsElsewhere):
        await take(cast, assembly, found)


async def test_only_who_runs_the_evening_goes_on(cast):
    assembly, _ = await opened(cast)
    found = await what(cast, assembly)
    with pytest.raises(NotAllowed):
        await what(cast, assembly, "anna")
    with pytest.raises(NotAllowed):
        await take(cast, assembly, found, "anna")
    with pytest.raises(NotFound):
        await what(cast, assembly, "stranger")


async def test_a_secret_poll_is_closed_before_the_vote_it_prepares(cast):
    assembly, [item] = await opened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        poll = await opinion_polls.open_poll(session, cast.syndic, cast.association_id, item, at=NOW)
    found = await what(cast, assembly)
    assert (found.step, found.item_id, found.number, found.article) == ("close_poll", item, "1", "3.87 §10")
    assert (await take(cast, assembly, found)).step == "open_vote"
    async with db.tenant_session(cast.syndic) as session:
        result = await opinion_polls.poll_result(session, cast.syndic, cast.association_id, poll)
    assert result.answered == 0
    with pytest.raises(Conflict):
        await take(cast, assembly, found)
