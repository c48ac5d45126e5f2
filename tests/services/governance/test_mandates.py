"""Seats of the council: who may have one, how it begins and ends, and what happens to whoever comes past the service."""

from datetime import date, timedelta
from uuid import uuid4

import psycopg
import pytest

from koprogo import db
from koprogo.core.actor import Actor, Role
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.models.buildings import Mandate
from koprogo.models.governance import Appointment
from koprogo.models.organisations import OrganisationMember
from koprogo.services.access import actor_of
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import voting
from koprogo.services.governance import mandates
from koprogo.services.governance.queries import council_sheet
from koprogo.services.governance.refusals import (
    MemberJoinsNoSyndic,
    OneOfTheTwo,
    SeatIsOver,
    SeatNeedsALot,
    SeatNeedsAVote,
    SyndicHoldsNoOffice,
)
from koprogo.services.organisations import manage
from tests.cast import AT, LONG_AGO, put_on_stage
from tests.services.assemblies.evening import NOW, opened

TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test: offices are few and exclude each other."""
    return await put_on_stage()


async def appoint(cast, who, office="council", *, by="syndic", since=TODAY):
    actor = cast.actors[by]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await mandates.appoint(
            session, actor, cast.association_id, person_id=cast.people[who], office=office, since=since
        )


async def end(cast, seat, *, by="syndic", reason="resigned", day=TOMORROW):
    actor = cast.actors[by]
    async with db.tenant_session(actor, cast.association_id) as session:
        await mandates.end_seat(session, actor, cast.association_id, seat, reason=reason, day=day)


async def sheet(cast, by="anna", day=TODAY):
    actor = cast.actors[by]
    async with db.tenant_session(actor) as session:
        return await council_sheet(session, actor, cast.association_id, day=day)


async def roles(cast, who, day):
    async with db.open_session() as session:
        return (await actor_of(session, cast.people[who], on_day=day)).roles_in(cast.association_id)


async def test_a_seat_gives_the_role_until_the_day_it_ends(cast):
    seat = await appoint(cast, "anna")
    assert Role.COUNCIL in await roles(cast, "anna", TODAY)
    await end(cast, seat, day=TOMORROW)
    assert Role.COUNCIL in await roles(cast, "anna", TODAY)
    assert Role.COUNCIL not in await roles(cast, "anna", TOMORROW)
    assert Role.OWNER in await roles(cast, "anna", TOMORROW)


async def test_everybody_reads_who_sits_and_who_sat(cast):
    seat = await appoint(cast, "bram", since=TODAY - timedelta(days=30))
    await appoint(cast, "anna")
    found = await sheet(cast, by="carla")
    assert [(each.name, each.lots, each.eligible) for each in found.members] == [
        ("Anna Peeters", ("A1", "G1"), True),
        ("Bram Claes", ("A2",), True),
    ]
    await end(cast, seat, by="syndic", day=TODAY)
    found = await sheet(cast, by="carla")
    assert [each.name for each in found.members] == ["Anna Peeters"]
    assert [(each.name, each.end_reason) for each in found.past] == [("Bram Claes", "resigned")]
    assert (found.due.counted, found.due.required, found.missing) == (5, False, False)
    with pytest.raises(NotFound):
        await sheet(cast, by="stranger")


async def test_the_syndic_holds_no_office_and_nobody_without_a_vote_sits(cast):
    for office in ("council", "auditor"):
        with pytest.raises(SyndicHoldsNoOffice) as refusal:
            await appoint(cast, "syndic", office)
        assert refusal.value.article == "3.89 §9"
    with pytest.raises(SeatNeedsAVote):
        await appoint(cast, "emma")
    with pytest.raises(NotFound):
        await appoint(cast, "stranger")
    with pytest.raises(BadInput):
        await appoint(cast, "anna", "treasurer")


async def test_a_known_person_without_a_lot_has_no_seat_and_may_be_the_auditor(cast):
    from koprogo.models.ownership import Contact

    async with db.association_session(cast.association_id) as session:
        session.add(Contact(association_id=cast.association_id, person_id=cast.people["stranger"]))
    with pytest.raises(SeatNeedsALot):
        await appoint(cast, "stranger")
    await appoint(cast, "stranger", "auditor")
    assert [each.name for each in (await sheet(cast)).auditors] == ["Sacha Vreemd"]


async def test_practice_keeps_council_and_auditor_apart_both_ways(cast):
    await appoint(cast, "anna")
    await appoint(cast, "bram", "auditor")
    with pytest.raises(OneOfTheTwo) as refusal:
        await appoint(cast, "anna", "auditor")
    assert refusal.value.article == ""
    with pytest.raises(OneOfTheTwo):
        await appoint(cast, "bram")


async def test_a_member_does_not_start_working_for_the_syndic(cast):
    await appoint(cast, "anna")
    async with db.open_session() as session:
        firm = (await session.execute(_firm_of(), {"p": cast.people["syndic"]})).scalar_one()
    operator = Actor(cast.people["dirk"], "Dirk", "fr", is_operator=True)
    with pytest.raises(MemberJoinsNoSyndic):
        async with db.open_session() as session:
            await manage.add_member(
                session, operator, firm, person_id=cast.people["anna"], role="accountant", since=TODAY
            )
    async with db.open_session() as session:
        await manage.add_member(session, operator, firm, person_id=cast.people["carla"], role="syndic", since=TODAY)


def _firm_of():
    from sqlalchemy import text

    return text("SELECT organisation_id FROM organisation_member WHERE person_id = :p")


async def test_whoever_comes_past_the_service_meets_the_database(cast):
    """Both ways, both offices, with the application's own rights and without the service."""
    await appoint(cast, "anna")
    await appoint(cast, "bram", "auditor")
    here = cast.association_id
    async with db.open_session() as session:
        firm = (await session.execute(_firm_of(), {"p": cast.people["other_syndic"]})).scalar_one()
        own = (await session.execute(_firm_of(), {"p": cast.people["syndic"]})).scalar_one()
    async with db.open_session() as session:  # carla works for the other firm, which is no syndic here yet
        session.add(OrganisationMember(organisation_id=firm, person_id=cast.people["carla"], role="syndic", since=AT))
    seated = [
        Appointment(association_id=here, person_id=cast.people["syndic"], office="council", since=TODAY),
        Appointment(association_id=here, person_id=cast.people["accountant"], office="auditor", since=TODAY),
        Appointment(association_id=here, person_id=cast.people["bram"], office="council", since=TODAY),
        Appointment(association_id=here, person_id=cast.people["anna"], office="auditor", since=TODAY),
    ]
    for row, state in zip(seated, ("KG389", "KG389", "KG390", "KG390"), strict=True):
        assert await _refused(row, here) == state
    joins = OrganisationMember(organisation_id=own, person_id=cast.people["bram"], role="accountant", since=TODAY)
    assert await _refused(joins, None) == "KG389"
    await appoint(cast, "carla")
    assert await _refused(Mandate(association_id=here, organisation_id=firm, since=TODAY), here) == "KG389"


async def _refused(row, association_id):
    """Add a row by hand and return the database's word for no."""
    with pytest.raises(Exception) as failure:
        if association_id is None:
            async with db.open_session() as session:
                session.add(row)
        else:
            async with db.association_session(association_id) as session:
                session.add(row)
    found = failure.value.__cause__ if isinstance(failure.value.__cause__, psycopg.Error) else failure.value.orig
    return found.sqlstate


async def test_one_after_the_other_is_no_conflict(cast):
    seat = await appoint(cast, "anna", since=TODAY - timedelta(days=10))
    await end(cast, seat, day=TODAY)
    await appoint(cast, "anna", "auditor", since=TODAY)


@pytest.mark.parametrize(
    "change", ["since = since - 1", "person_id = '{bram}'", "until = until + 1", "office = 'auditor'"]
)
async def test_a_seat_keeps_its_person_its_first_day_and_its_end(cast, change):
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    seat = await appoint(cast, "anna")
    await end(cast, seat)
    with pytest.raises(DBAPIError):
        async with db.association_session(cast.association_id) as session:
            words = change.format(bram=cast.people["bram"])
            await session.execute(text(f"UPDATE appointment SET {words} WHERE id = :a"), {"a": seat})


async def test_an_ordinary_assembly_ends_the_mandates_before_it_and_no_other(cast):
    before = await appoint(cast, "bram", since=LONG_AGO)
    assembly, [item] = await opened(cast, "approve_annual_accounts")
    day = (NOW + timedelta(days=16)).date()
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        here = (session, cast.syndic, cast.association_id)
        assert await mandates.seat_elected(*here, item, office="council", people=[cast.people["anna"]], day=day) == []
        assert await mandates.seat_elected(*here, item, office="council", people=[cast.people["anna"]], day=day) == []
        await voting.settle_item(*here, item, outcome="postponed")
        await sitting.close_assembly(*here, assembly, at=NOW)
    found = await sheet(cast, day=day)
    assert [(each.name, each.since, each.assembly_id) for each in found.members] == [("Anna Peeters", day, assembly)]
    assert [(each.id, each.until, each.end_reason) for each in found.past] == [(before, day, "assembly")]
    assert Role.COUNCIL not in await roles(cast, "bram", day)


async def test_a_second_round_takes_the_seat_of_the_first_back_and_an_excluded_one_is_not_seated(cast):
    _, [item] = await opened(cast, "approve_annual_accounts")
    await appoint(cast, "carla", "auditor", since=TODAY)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        here = (session, cast.syndic, cast.association_id)
        await mandates.seat_elected(*here, item, office="council", people=[cast.people["anna"]], day=TODAY)
        people = [cast.people["bram"], cast.people["carla"]]
        refused = await mandates.seat_elected(*here, item, office="council", people=people, day=TODAY)
    assert refused == [cast.people["carla"]]
    assert [each.name for each in (await sheet(cast)).members] == ["Bram Claes"]


async def test_positions_are_practice_and_one_persons_each(cast):
    one, two = await appoint(cast, "anna"), await appoint(cast, "bram")

    async def name(seat, position, by="syndic"):
        actor = cast.actors[by]
        async with db.tenant_session(actor, cast.association_id) as session:
            await mandates.name_position(session, actor, cast.association_id, seat, position=position)

    await name(one, "chair")
    await name(two, "chair")
    assert [(each.name, each.position) for each in (await sheet(cast)).members] == [
        ("Bram Claes", "chair"),
        ("Anna Peeters", ""),
    ]
    with pytest.raises(BadInput):
        await name(one, "treasurer")
    with pytest.raises(NotAllowed):
        await name(one, "secretary", by="carla")
    await end(cast, one, day=TODAY)
    with pytest.raises(SeatIsOver):
        await name(one, "secretary")


async def test_she_may_step_down_herself_and_nobody_else_may_end_it(cast):
    seat = await appoint(cast, "anna")
    with pytest.raises(NotAllowed):
        await end(cast, seat, by="bram")
    with pytest.raises(NotAllowed):
        await end(cast, seat, by="anna", reason="dismissed")
    for wrong in ({"reason": "tired"}, {"day": date(2020, 1, 1)}):
        with pytest.raises(BadInput):
            await end(cast, seat, **wrong)
    with pytest.raises(NotFound):
        await end(cast, uuid4())
    await end(cast, seat, by="anna")
    with pytest.raises(SeatIsOver):
        await end(cast, seat)


@pytest.mark.parametrize(("days", "soon"), [(91, True), (0, True), (92, False)])
async def test_the_last_three_months_of_the_syndic_are_on_her_list(cast, days, soon):
    from sqlalchemy import text

    from koprogo.services.assemblies.season.deadlines import Duty, deadlines

    since, last = TODAY - timedelta(days=400), TODAY + timedelta(days=days)
    async with db.association_session(cast.association_id) as session:
        await session.execute(
            text("UPDATE mandate SET since = :since, until = :until"),
            {"since": since, "until": last + timedelta(days=1)},
        )
    async with db.tenant_session(cast.syndic) as session:
        found = [each for each in await deadlines(session, cast.syndic, day=TODAY) if each.duty is Duty.RENEW_SYNDIC]
    assert [(each.due, each.article) for each in found] == ([(last, "3.89 §1")] if soon else [])
    assert (await sheet(cast)).syndic_until == last
