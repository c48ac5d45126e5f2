"""A confirmed election of the council fills its seats from the day of the assembly, and the old mandates end with it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.actor import Role
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.access import actor_of
from koprogo.services.assemblies import events
from koprogo.services.assemblies.after import register
from koprogo.services.assemblies.elections import elections
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import results
from koprogo.services.governance import mandates
from koprogo.services.governance.queries import council_sheet
from tests.cast import LONG_AGO, put_on_stage
from tests.services.assemblies.evening import NOW, close_vote, open_vote, opened, press

DAY = (NOW + timedelta(days=16)).date()


@pytest.fixture
async def cast(database):
    """A fresh association per test."""
    return await put_on_stage()


async def stand(cast, item, post, who):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await elections.stand(
            session, cast.syndic, cast.association_id, item, post=post, person_id=cast.people[who], how="room", at=NOW
        )


async def vote(cast, item, **choices):
    await open_vote(cast, item)
    for who, choice in choices.items():
        await press(cast, who, item, choice)
    await close_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await results.confirm_result(session, cast.syndic, cast.association_id, item, at=NOW)


async def sheet(cast):
    async with db.tenant_session(cast.anna) as session:
        return await council_sheet(session, cast.anna, cast.association_id, day=DAY)


async def test_who_is_elected_sits_from_the_day_of_the_assembly(cast):
    assembly, [item] = await opened(cast, "elect_council_member")
    await stand(cast, item, "council", "anna")
    assert await vote(cast, item, anna=Choice.FOR, bram=Choice.FOR, carla=Choice.AGAINST)
    [seat] = (await sheet(cast)).members
    assert (seat.name, seat.since, seat.assembly_id) == ("Anna Peeters", DAY, assembly)
    async with db.open_session() as session:
        before = await actor_of(session, cast.people["anna"], on_day=DAY - timedelta(days=1))
        after = await actor_of(session, cast.people["anna"], on_day=DAY)
    assert Role.COUNCIL not in before.roles_in(cast.association_id)
    assert Role.COUNCIL in after.roles_in(cast.association_id)


async def test_half_of_the_votes_is_no_absolute_majority_and_no_seat(cast):
    _, [item] = await opened(cast, "elect_council_member")
    await stand(cast, item, "council", "dirk")
    assert not await vote(cast, item, anna=Choice.AGAINST, bram=Choice.FOR)
    assert (await sheet(cast)).members == ()


async def test_one_of_two_who_stand_is_chosen_and_the_auditor_is_not_seated_beside_it(cast):
    _, [council, auditor] = await opened(cast, "elect_council_member", "appoint_auditor")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await mandates.appoint(
            session, cast.syndic, cast.association_id, person_id=cast.people["carla"], office="auditor", since=LONG_AGO
        )
    await stand(cast, council, "council", "anna")
    await stand(cast, council, "council", "bram")
    await vote(cast, council, anna="option_2", bram="option_2", carla="option_1")
    await stand(cast, auditor, "auditor", "bram")
    assert await vote(cast, auditor, anna=Choice.FOR, carla=Choice.FOR)
    found = await sheet(cast)
    assert [each.name for each in found.members] == ["Bram Claes"]
    assert [each.name for each in found.auditors] == ["Carla Dubois"]  # the result stands; two offices do not
    async with db.platform_session(None, "test") as session:
        said = await session.scalar(text("SELECT facts FROM audit_event WHERE action = 'seat.not_taken'"))
    assert said == {"office": "auditor", "syndic": False}


async def test_a_member_is_elected_anew_and_an_auditor_whose_year_is_over_may_join_her(cast):
    _, [first, second] = await opened(cast, "elect_council_member", "elect_council_member")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        for who, office in (("anna", "council"), ("carla", "auditor")):
            await mandates.appoint(
                session, cast.syndic, cast.association_id, person_id=cast.people[who], office=office, since=LONG_AGO
            )
    for item, who in ((first, "anna"), (second, "carla")):
        await stand(cast, item, "council", who)
        assert await vote(cast, item, anna=Choice.FOR, bram=Choice.FOR)
    found = await sheet(cast)
    assert [(each.name, each.since) for each in found.members] == [("Anna Peeters", DAY), ("Carla Dubois", DAY)]
    assert found.auditors == ()
    assert {(each.office, each.until, each.end_reason) for each in found.past} == {
        ("council", DAY, "assembly"),
        ("auditor", DAY, "assembly"),
    }


async def test_a_delegated_mission_is_shown_for_a_year(cast):
    assembly, [item] = await opened(cast, "delegate_mission_to_council")
    assert await vote(cast, item, anna=Choice.FOR, bram=Choice.FOR, carla=Choice.AGAINST)  # two thirds
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await sitting.close_assembly(session, cast.syndic, cast.association_id, assembly, at=NOW)
        await events.append(session, cast.syndic, cast.association_id, assembly, events.MINUTED, version=1)
    assert (await sheet(cast)).missions == ()
    await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=NOW)
    [mission] = (await sheet(cast)).missions
    assert (mission.decided, mission.until) == (DAY, DAY.replace(year=DAY.year + 1) - timedelta(days=1))
