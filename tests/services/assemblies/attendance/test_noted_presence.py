"""What the desk noted without a network: entered at the time it was noted, once, never over something newer."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed
from koprogo.services.assemblies.attendance import attendance, corrections
from koprogo.services.assemblies.attendance.noted_presence import enter_noted
from koprogo.services.assemblies.voting.refusals import CameSince, NewerPresence, PressedByAnother
from tests.services.assemblies.evening import NOW, close_vote, convened, open_vote, opened

LATER = NOW + timedelta(minutes=20)


async def note(cast_, assembly, who, what, noted_at, *, actor=None, at=LATER, **more):
    actor = actor or cast_.syndic
    async with db.tenant_session(actor, cast_.association_id) as session:
        return await enter_noted(
            session, actor, cast_.association_id, assembly,
            person_id=cast_.people[who], what=what, noted_at=noted_at, at=at, **more,
        )  # fmt: skip


async def at_once(cast_, assembly, who, what, at):
    async with db.tenant_session(cast_.syndic, cast_.association_id) as session:
        await attendance.record_presence(
            session, cast_.syndic, cast_.association_id, assembly, person_id=cast_.people[who], what=what, at=at
        )


async def lines(cast_, assembly, who):
    async with db.tenant_session(cast_.syndic) as session:
        rows = await session.execute(
            text("SELECT what, at, recorded_at, reason FROM presence_event WHERE assembly_id = :a AND person_id = :p"
                 " ORDER BY at, id"),
            {"a": assembly, "p": cast_.people[who]},
        )  # fmt: skip
        return rows.all()


async def test_it_counts_from_when_it_was_noted_and_says_when_it_was_entered(cast):
    assembly, _ = await convened(cast)
    assert await note(cast, assembly, "anna", "arrived", NOW, pressed_by=cast.syndic.person_id)
    [line] = await lines(cast, assembly, "anna")
    assert (line.what, line.at, line.recorded_at) == ("arrived", NOW, LATER)


async def test_sent_twice_it_is_entered_once_even_after_the_person_left(cast):
    assembly, _ = await convened(cast)
    await note(cast, assembly, "anna", "arrived", NOW)
    await at_once(cast, assembly, "anna", "left", NOW + timedelta(minutes=5))
    assert not await note(cast, assembly, "anna", "arrived", NOW)
    assert [line.what for line in await lines(cast, assembly, "anna")] == ["arrived", "left"]


async def test_what_the_list_says_already_changes_nothing(cast):
    assembly, _ = await convened(cast)
    assert not await note(cast, assembly, "anna", "left", NOW)
    await at_once(cast, assembly, "anna", "arrived", NOW - timedelta(minutes=5))
    assert not await note(cast, assembly, "anna", "arrived", NOW)
    assert len(await lines(cast, assembly, "anna")) == 1


async def test_it_gives_way_to_what_was_noted_since(cast):
    assembly, _ = await convened(cast)
    await at_once(cast, assembly, "anna", "arrived", NOW - timedelta(minutes=30))
    await at_once(cast, assembly, "anna", "left", NOW + timedelta(minutes=5))
    with pytest.raises(NewerPresence) as conflict:
        await note(cast, assembly, "anna", "arrived", NOW)
    assert "gone" in str(conflict.value)
    await at_once(cast, assembly, "anna", "arrived", NOW + timedelta(minutes=9))
    with pytest.raises(CameSince):
        await note(cast, assembly, "anna", "left", NOW)


async def test_after_a_closing_it_is_a_correction_with_its_reason(cast):
    assembly, [item] = await opened(cast, present=("anna", "bram", "carla"))
    await open_vote(cast, item)
    await close_vote(cast, item)
    await note(cast, assembly, "carla", "left", NOW + timedelta(minutes=1))
    line = (await lines(cast, assembly, "carla"))[-1]
    assert line.reason and line.at == NOW + timedelta(minutes=1)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        found = await corrections.moves(session, cast.syndic, cast.association_id, assembly)
    assert line.reason in {move.reason for move in found}


async def test_it_refuses_yesterday_a_stranger_and_whoever_did_not_note_it(cast):
    assembly, _ = await convened(cast)
    with pytest.raises(BadInput):
        await note(cast, assembly, "anna", "arrived", NOW - timedelta(hours=13))
    with pytest.raises(BadInput):
        await note(cast, assembly, "anna", "arrived", NOW.replace(tzinfo=None))
    with pytest.raises(PressedByAnother):
        await note(cast, assembly, "anna", "arrived", NOW, pressed_by=cast.people["bram"])
    with pytest.raises(NotAllowed):
        await note(cast, assembly, "anna", "arrived", NOW, actor=cast.actors["bram"])
    assert await lines(cast, assembly, "anna") == []


async def test_a_clock_that_runs_ahead_counts_as_now(cast):
    assembly, _ = await convened(cast)
    await note(cast, assembly, "anna", "arrived", LATER + timedelta(minutes=9))
    assert [line.at for line in await lines(cast, assembly, "anna")] == [LATER]
