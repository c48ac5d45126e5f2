"""The life of a point: one vote at a time, a countdown, closing once, second rounds, outcomes without a vote."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.refusals import AnotherItemOpen, WrongState
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.room.snapshot import snapshot
from koprogo.services.assemblies.voting import voting
from tests.cast import act
from tests.services.assemblies.evening import NOW, close_vote, convened, open_vote, opened, press


async def view(cast, assembly):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await snapshot(session, cast.association_id, assembly)


async def test_one_vote_at_a_time(cast):
    assembly, [first, second] = await opened(cast, "works_on_common_parts", "approve_annual_accounts")
    await open_vote(cast, second)
    with pytest.raises(AnotherItemOpen) as refused:
        await open_vote(cast, first)
    assert refused.value.facts() == {"number": 2}
    assert (await view(cast, assembly)).agenda == ("planned", "open")


async def test_a_vote_opens_only_in_session(cast):
    assembly, [item] = await convened(cast)
    with pytest.raises(WrongState):
        await open_vote(cast, item)
    assembly, [item] = await opened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await sitting.suspend(session, cast.syndic, cast.association_id, assembly, reason="Pause")
    with pytest.raises(WrongState):
        await open_vote(cast, item)


async def test_what_is_a_duty_of_the_law_is_not_voted(cast):
    _, [item] = await opened(cast, "create_council_20_lots_or_more")
    with pytest.raises(WrongState):
        await open_vote(cast, item)
    await act(cast, voting.settle_item, item, outcome="noted")


@pytest.mark.parametrize("seconds", [4, 3601])
async def test_a_countdown_has_its_bounds(cast, seconds):
    _, [item] = await opened(cast)
    with pytest.raises(BadInput):
        await open_vote(cast, item, seconds)


async def test_more_time_is_added_to_what_is_left(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item, 120)
    await act(cast, voting.extend_item, item, at=NOW + timedelta(seconds=30), seconds=60)
    assert (await view(cast, assembly)).closes_at == (NOW + timedelta(seconds=180)).isoformat()
    await act(cast, voting.extend_item, item, at=NOW + timedelta(seconds=500), seconds=60)  # it had run out
    assert (await view(cast, assembly)).closes_at == (NOW + timedelta(seconds=560)).isoformat()
    await close_vote(cast, item)
    with pytest.raises(WrongState):
        await act(cast, voting.extend_item, item, at=NOW, seconds=60)


async def test_every_closing_reports_the_same_set(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    await press(cast, "anna", item, Choice.FOR)
    await press(cast, "bram", item, Choice.AGAINST)
    found = await asyncio.gather(*(close_vote(cast, item) for _ in range(5)))
    assert found == [3] * 5  # A1, G1, A2
    async with db.tenant_session(cast.syndic) as session:
        closings = await session.scalar(
            text("SELECT count(*) FROM item_event WHERE item_id = :i AND what = 'closed'"), {"i": item}
        )
    assert closings == 1


async def test_a_vote_that_never_opened_is_not_closed(cast):
    _, [item] = await opened(cast)
    with pytest.raises(WrongState):
        await close_vote(cast, item)


async def test_a_countdown_that_ran_out_closes_in_the_name_of_who_opened(cast):
    assembly, [item] = await opened(cast)
    await act(cast, voting.open_item, item, at=now() - timedelta(minutes=5), seconds=60)
    for expected in (True, False):  # twice is once
        async with db.association_session(cast.association_id) as session:
            assert await voting.close_when_due(session, cast.association_id, item) is expected
    async with db.tenant_session(cast.syndic) as session:
        by = await session.scalar(
            text("SELECT by_id FROM item_state WHERE item_id = :i AND what = 'closed'"), {"i": item}
        )
    assert by == cast.people["syndic"]
    assert (await view(cast, assembly)).item_state == "closed"


async def test_a_countdown_still_running_closes_nothing(cast):
    _, [item] = await opened(cast)
    await act(cast, voting.open_item, item, at=now(), seconds=3600)
    async with db.association_session(cast.association_id) as session:
        assert not await voting.close_when_due(session, cast.association_id, item)


async def test_a_second_round_has_its_reason_and_begins_empty(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    await press(cast, "anna", item, Choice.AGAINST)
    with pytest.raises(WrongState):
        await act(cast, voting.reopen_item, item, reason="Erreur")
    await close_vote(cast, item)
    with pytest.raises(BadInput) as refused:
        await act(cast, voting.reopen_item, item, reason=" ")
    assert refused.value.problems[0].where == "reason"
    await act(cast, voting.reopen_item, item, reason="Texte corrigé en séance")
    await open_vote(cast, item)
    seen = await view(cast, assembly)
    assert (seen.item_round, seen.item_state, seen.voted) == (2, "open", 0)
    await press(cast, "anna", item, Choice.FOR, "second-round-nonce")
    assert (await view(cast, assembly)).in_favour == 270


@pytest.mark.parametrize("outcome", ["postponed", "withdrawn", "noted", "not_reached"])
async def test_a_point_ends_without_a_vote(cast, outcome):
    assembly, [item] = await opened(cast)
    await act(cast, voting.settle_item, item, outcome=outcome, reason="Dit en séance")
    assert (await view(cast, assembly)).agenda == (outcome,)
    await open_vote(cast, item)  # the assembly may come back to it the same evening
    with pytest.raises(WrongState):
        await act(cast, voting.settle_item, item, outcome=outcome)


async def test_an_outcome_that_is_none_is_refused(cast):
    _, [item] = await opened(cast)
    for outcome in ("carried", "planned", ""):
        with pytest.raises(BadInput):
            await act(cast, voting.settle_item, item, outcome=outcome)


async def test_owners_run_nothing_and_the_stranger_finds_nothing(cast):
    _, [item] = await opened(cast)
    acts = (
        (voting.open_item, {"at": NOW}),
        (voting.close_item, {}),
        (voting.extend_item, {"at": NOW, "seconds": 60}),
        (voting.reopen_item, {"reason": "x"}),
        (voting.settle_item, {"outcome": "noted"}),
    )
    for function, more in acts:
        with pytest.raises(NotAllowed):
            await act(cast, function, item, "anna", **more)
        with pytest.raises(NotFound):
            async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
                await function(session, cast.other_syndic, cast.elsewhere_id, item, **more)
        with pytest.raises(NotFound):
            await act(cast, function, uuid4(), **more)
