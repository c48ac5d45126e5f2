"""Attendance: arrivals, departures, checking in, organisations, corrections of a line."""

from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.models.identity import Person
from koprogo.models.ownership import ActingFor, Holding
from koprogo.services.access import SlipReach, actor_of
from koprogo.services.assemblies.attendance import attendance, corrections
from koprogo.services.assemblies.attendance.attendance_list import attendance_list
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.refusals import NoVoteHere
from koprogo.services.assemblies.roll import room
from koprogo.services.assemblies.room.snapshot import snapshot
from tests.cast import LONG_AGO, act
from tests.services.assemblies.evening import NOW, arrive, convened


async def record(cast, assembly, name, what="arrived", who="syndic", **more):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        await attendance.record_presence(
            session,
            actor,
            cast.association_id,
            assembly,
            person_id=cast.people.get(name) or uuid4(),
            what=what,
            at=NOW + timedelta(minutes=more.pop("minutes", 0)),
            **more,
        )


async def there(cast, assembly):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        now = await room(session, cast.association_id, assembly)
    return {name for name, person in cast.people.items() if person in now.present}


async def view(cast, assembly):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await snapshot(session, cast.association_id, assembly)


async def test_arrivals_move_the_three_sums_of_the_quorum(cast):
    assembly, _ = await convened(cast)
    await arrive(cast, assembly, "anna", "bram")
    seen = await view(cast, assembly)
    assert (seen.heads, seen.heads_needed, seen.shares, seen.half_needed) == (2, 3, 500, 500)
    assert not seen.quorum
    await arrive(cast, assembly, "dirk")
    seen = await view(cast, assembly)
    assert (seen.heads, seen.shares, seen.quorum) == (3, 650, True)


async def test_arriving_twice_is_once_and_leaving_takes_it_back(cast):
    assembly, _ = await convened(cast)
    await arrive(cast, assembly, "anna", "anna")
    await record(cast, assembly, "anna", "left", minutes=5)
    await record(cast, assembly, "anna", "left", minutes=6)
    assert await there(cast, assembly) == set()
    async with db.tenant_session(cast.syndic) as session:
        rows = await session.scalar(text("SELECT count(*) FROM presence_event WHERE assembly_id = :a"), {"a": assembly})
    assert rows == 2


async def test_who_has_no_vote_here_is_not_checked_in(cast):
    assembly, _ = await convened(cast)
    for name in ("stranger", "emma", "nobody known"):  # emma's joint lot has no representative
        with pytest.raises(NoVoteHere):
            await record(cast, assembly, name)


async def test_only_the_syndic_keeps_the_list(cast):
    assembly, _ = await convened(cast)
    with pytest.raises(NotAllowed):
        await record(cast, assembly, "anna", who="anna")
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
            await attendance.record_presence(
                session, cast.other_syndic, cast.elsewhere_id, assembly, person_id=cast.people["stranger"], what="arrived",
                at=NOW,
            )  # fmt: skip
    with pytest.raises(BadInput):
        await record(cast, assembly, "anna", "vanished")


async def test_an_owner_checks_herself_in_but_not_from_home_when_that_is_not_allowed(cast):
    assembly, _ = await convened(cast)
    await act(cast, attendance.check_in, assembly, who="anna", channel="remote", at=NOW)
    assert await there(cast, assembly) == {"anna"}
    async with db.association_session(cast.association_id) as session:
        await session.execute(text("UPDATE assembly SET remote_allowed = false WHERE id = :a"), {"a": assembly})
    with pytest.raises(BadInput):
        await act(cast, attendance.check_in, assembly, who="bram", channel="remote", at=NOW)
    await act(cast, attendance.check_in, assembly, who="bram", channel="room", at=NOW)
    assert await there(cast, assembly) == {"anna", "bram"}


async def test_a_slip_opens_its_own_assembly_only(cast):
    assembly, _ = await convened(cast)
    another, _ = await convened(cast)
    async with db.open_session() as session:
        with_slip = await actor_of(
            session, cast.people["carla"], on_day=NOW.date(), slip=SlipReach(cast.association_id, assembly)
        )
    async with db.tenant_session(with_slip, cast.association_id) as session:
        await attendance.check_in(session, with_slip, cast.association_id, assembly, channel="room", at=NOW)
    with pytest.raises(NotFound):
        async with db.tenant_session(with_slip, cast.association_id) as session:
            await attendance.check_in(session, with_slip, cast.association_id, another, channel="room", at=NOW)


async def test_a_giver_who_walks_in_ends_her_proxy(cast):
    assembly, _ = await convened(cast)
    await act(cast, proxies.record_proxy, assembly, giver_id=cast.people["anna"], holder_id=cast.people["bram"], at=NOW)
    await arrive(cast, assembly, "bram", "anna")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        now = await room(session, cast.association_id, assembly)
    assert now.proxies == ()
    assert now.carriers[cast.lots["A1"]] == cast.people["anna"]


async def test_a_holder_whose_proxy_ended_can_still_leave(cast):
    assembly, _ = await convened(cast)
    await act(cast, proxies.record_proxy, assembly, giver_id=cast.people["anna"], holder_id=cast.people["emma"], at=NOW)
    await arrive(cast, assembly, "emma", "anna")
    await record(cast, assembly, "emma", "left", minutes=5)
    assert await there(cast, assembly) == {"anna"}


@asynccontextmanager
async def a_firm_holds(cast, lot, *, with_organ):
    """Let a firm hold a lot while the block runs; `firm` and `organ` join the cast."""
    firm, organ = uuid4(), uuid4()
    async with db.open_session() as session:
        session.add_all(
            [
                Person(id=firm, kind="legal", name="Immo Vest", created_at=NOW),
                Person(id=organ, name="Greta Vest", created_at=NOW),
            ]
        )
    facts = {"day": NOW.date(), "l": cast.lots[lot], "f": firm}
    of_association = {"association_id": cast.association_id}
    async with db.association_session(cast.association_id) as session:
        ended = text("UPDATE holding SET until = :day WHERE lot_id = :l AND until IS NULL RETURNING person_id")
        owner = await session.scalar(ended, facts)
        session.add(Holding(lot_id=cast.lots[lot], person_id=firm, since=NOW.date(), **of_association))
        if with_organ:
            session.add(
                ActingFor(
                    holder_id=firm,
                    person_id=organ,
                    capacity="organ",
                    since=LONG_AGO,
                    proof="Statuts du 3 mars 2019",
                    **of_association,
                )
            )
    cast.people |= {"firm": firm, "organ": organ}
    try:
        yield
    finally:
        del cast.people["firm"], cast.people["organ"]
        async with db.association_session(cast.association_id) as session:
            await session.execute(text("UPDATE holding SET until = :day WHERE person_id = :f"), facts)
            await session.execute(
                text("UPDATE holding SET until = NULL WHERE lot_id = :l AND person_id = :o"), facts | {"o": owner}
            )


async def test_an_organisation_is_there_when_who_acts_for_it_is(cast):
    async with a_firm_holds(cast, "A4", with_organ=True):
        assembly, _ = await convened(cast)
        await act(
            cast, proxies.record_proxy, assembly, giver_id=cast.people["firm"], holder_id=cast.people["bram"], at=NOW
        )
        await arrive(cast, assembly, "organ")
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            now = await room(session, cast.association_id, assembly)
        assert now.carriers == {cast.lots["A4"]: cast.people["organ"]}
        assert now.proxies == ()  # the organisation walked in
        assert (await view(cast, assembly)).shares == 150


async def test_an_organisation_for_which_nobody_acts_is_not_checked_in(cast):
    async with a_firm_holds(cast, "A4", with_organ=False):
        assembly, _ = await convened(cast)
        with pytest.raises(BadInput) as refused:
            await arrive(cast, assembly, "firm")
        assert refused.value.problems[0].facts == {"name": "Immo Vest"}
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            rows = (await attendance_list(session, cast.syndic, cast.association_id, assembly)).rows
        assert {row.owner_name: row.nobody_acts for row in rows}["Immo Vest"]
        await act(
            cast, proxies.record_proxy, assembly, giver_id=cast.people["firm"], holder_id=cast.people["bram"], at=NOW
        )
        await arrive(cast, assembly, "bram")
        assert (await view(cast, assembly)).shares == 380  # a proxy speaks for it all the same


async def test_a_correction_keeps_the_wrong_row_and_needs_its_reason(cast):
    assembly, _ = await convened(cast)
    await arrive(cast, assembly, "anna")
    async with db.tenant_session(cast.syndic) as session:
        event = await session.scalar(text("SELECT id FROM presence_event WHERE assembly_id = :a"), {"a": assembly})
    facts = {"event_id": event, "what": "left", "happened_at": NOW, "at": NOW}
    with pytest.raises(BadInput):
        await act(cast, corrections.correct_presence, assembly, reason=" ", **facts)
    await act(cast, corrections.correct_presence, assembly, reason="Ce n’était pas elle", **facts)
    assert await there(cast, assembly) == set()
    with pytest.raises(NotFound):  # a row is corrected once
        await act(cast, corrections.correct_presence, assembly, reason="Encore", **facts)
