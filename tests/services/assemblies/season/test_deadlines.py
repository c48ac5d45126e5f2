"""The syndic's deadlines follow from what is recorded; nobody else has them."""

from datetime import timedelta

import pytest

from koprogo import db
from koprogo.services.assemblies.after.decisions import decisions
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.season.deadlines import Duty, deadlines
from koprogo.services.assemblies.voting import results, voting
from koprogo.services.ownership.people import designate_representative
from tests.cast import put_on_stage
from tests.services.assemblies.evening import NOW, convened, drafted, opened

TODAY = NOW.date()
ASSEMBLY_DAY = TODAY + timedelta(days=16)


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test: deadlines are counted over all assemblies."""
    return await put_on_stage()


async def due(actor, day=TODAY):
    async with db.tenant_session(actor) as session:
        return await deadlines(session, actor, day=day)


async def test_a_draft_must_be_convened_fifteen_days_before(cast):
    assembly, _ = await drafted(cast)
    found = await due(cast.syndic)
    (convene,) = [each for each in found if each.duty is Duty.CONVENE]
    assert (convene.assembly_id, convene.due, convene.article) == (
        assembly,
        ASSEMBLY_DAY - timedelta(days=15),
        "3.87 §3",
    )
    assert convene.allowed_days == 1  # drafted today, to be sent tomorrow
    assert convene.count == 6  # anna, bram, carla, dirk, and both holders of A5, who named nobody


async def test_a_representative_takes_the_convocation_alone(cast):
    await drafted(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await designate_representative(
            session, cast.syndic, cast.association_id, lot_id=cast.lots["A5"], person_id=cast.people["emma"],
            since=TODAY, proof="Lettre du 20 novembre", at=NOW,
        )  # fmt: skip
    found = await due(cast.syndic)
    assert [(each.duty, each.count) for each in found] == [(Duty.CONVENE, 5)]


async def test_a_joint_lot_without_a_voice_is_due_at_the_next_assembly(cast):
    (waits,) = await due(cast.syndic)
    assert (waits.duty, waits.due, waits.count, waits.shares) == (Duty.DESIGNATE, None, 1, 150)
    await drafted(cast)
    (waits,) = [each for each in await due(cast.syndic) if each.duty is Duty.DESIGNATE]
    assert waits.due == ASSEMBLY_DAY
    assert waits.article == "3.87 §1"


async def test_duties_without_a_day_come_last(cast):
    await drafted(cast)
    days = [each.due for each in await due(cast.syndic)]
    assert days == sorted(days)


async def test_an_assembly_convened_is_due_on_its_day_and_not_before(cast):
    assembly, _ = await convened(cast)
    assert Duty.HOLD not in [each.duty for each in await due(cast.syndic, ASSEMBLY_DAY - timedelta(days=1))]
    (hold,) = [each for each in await due(cast.syndic, ASSEMBLY_DAY) if each.duty is Duty.HOLD]
    assert (hold.assembly_id, hold.due) == (assembly, ASSEMBLY_DAY)


async def test_a_forgotten_draft_is_no_deadline(cast):
    await drafted(cast)
    assert [each.duty for each in await due(cast.syndic, ASSEMBLY_DAY + timedelta(days=1))] == [Duty.DESIGNATE]


async def test_minutes_are_due_thirty_days_after_the_assembly_and_decisions_are_read(cast):
    assembly, (item,) = await opened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await voting.open_item(session, cast.syndic, cast.association_id, item, at=NOW, seconds=None)
        await voting.close_item(session, cast.syndic, cast.association_id, item)
        await results.confirm_result(session, cast.syndic, cast.association_id, item, at=NOW)
        await sitting.close_assembly(session, cast.syndic, cast.association_id, assembly, at=NOW)
    (minutes,) = [each for each in await due(cast.syndic) if each.duty is Duty.SEND_MINUTES]
    assert (minutes.due, minutes.allowed_days) == (ASSEMBLY_DAY + timedelta(days=30), 30)

    for who, seen in (("syndic", [item]), ("bram", [item]), ("stranger", [])):
        actor = cast.actors[who]
        async with db.tenant_session(actor) as session:
            assert [each.item_id for each in await decisions(session, actor)] == seen


async def test_owners_and_strangers_have_no_deadlines(cast):
    await drafted(cast)
    for who in ("anna", "accountant", "stranger"):
        assert await due(cast.actors[who]) == []
    assert {each.association_id for each in await due(cast.other_syndic)} <= {cast.elsewhere_id}


async def test_a_syndic_who_owns_elsewhere_has_no_deadlines_there(cast):
    async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
        await plan.create_assembly(
            session, cast.other_syndic, cast.elsewhere_id, kind="ordinary", starts_at=NOW + timedelta(days=20),
            place="Zaal", at=NOW,
        )  # fmt: skip
    assert cast.elsewhere_id in cast.syndic.reach
    assert {each.association_id for each in await due(cast.syndic)} == {cast.association_id}
    assert [each.duty for each in await due(cast.other_syndic)] == [Duty.CONVENE]
