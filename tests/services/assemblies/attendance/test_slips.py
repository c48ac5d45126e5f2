"""Desk slips: bound to a person and an assembly, given after an identity check, one at a time, revocable."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.attendance.slips import issue_slip, revoke_slip
from koprogo.services.assemblies.refusals import NoVoteHere, WrongState
from koprogo.services.assemblies.room import sitting
from koprogo.services.identity import sessions
from koprogo.services.identity.refusals import SlipEnded
from koprogo.services.identity.slips import ALPHABET, code_hash, redeem_slip
from tests.services.assemblies.evening import NOW, convened


async def issue(cast, assembly, name="carla", check="identity_card", who="syndic", at=NOW):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await issue_slip(
            session,
            actor,
            cast.association_id,
            assembly,
            person_id=cast.people.get(name) or uuid4(),
            identity_check=check,
            at=at,
        )


async def enter(slip, at=NOW):
    return await redeem_slip(code_hash(slip.code), at=at)


async def test_the_code_is_shown_once_and_only_its_hash_is_kept(cast):
    assembly, _ = await convened(cast)
    slip = await issue(cast, assembly)
    assert slip.name == "Carla Dubois"
    plain = slip.code.replace("-", "")
    assert len(plain) == 12 and set(plain) <= set(ALPHABET)
    async with db.tenant_session(cast.syndic) as session:
        rows = await session.execute(text("SELECT row_to_json(d)::text FROM desk_slip d"))
        logged = await session.execute(text("SELECT facts::text FROM audit_event"))
        kept = " ".join([*rows.scalars(), *logged.scalars()])
    assert plain not in kept and slip.code not in kept


async def test_the_slip_opens_this_assembly_for_this_person(cast):
    assembly, _ = await convened(cast)
    token = await enter(await issue(cast, assembly))
    found = await sessions.resolve(sessions.hash_of(token), at=NOW + timedelta(seconds=1))
    assert found.actor.person_id == cast.people["carla"]
    assert found.actor.slip_assembly_id == assembly
    assert set(found.actor.reach) == {cast.association_id}
    other, _ = await convened(cast)
    async with db.tenant_session(found.actor) as session:
        assert [row.id for row in await queries.assemblies(session, found.actor)] == [assembly]
    async with db.tenant_session(cast.anna) as session:
        assert {assembly, other} <= {row.id for row in await queries.assemblies(session, cast.anna)}


async def test_a_new_slip_ends_the_one_before(cast):
    assembly, _ = await convened(cast)
    first = await issue(cast, assembly)
    token = await enter(first)
    second = await issue(cast, assembly, at=NOW + timedelta(minutes=1))
    later = NOW + timedelta(minutes=2)
    with pytest.raises(SlipEnded):
        await enter(first, later)
    assert await sessions.resolve(sessions.hash_of(token), at=later) is None
    assert await enter(second, later)


async def test_a_revoked_slip_opens_nothing_and_ends_what_it_opened(cast):
    assembly, _ = await convened(cast)
    slip = await issue(cast, assembly)
    token = await enter(slip)
    for _ in range(2):
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            await revoke_slip(session, cast.syndic, cast.association_id, slip.id, at=NOW)
    assert await sessions.resolve(sessions.hash_of(token), at=NOW + timedelta(seconds=3)) is None
    with pytest.raises(SlipEnded):
        await enter(slip)
    async with db.tenant_session(cast.syndic) as session:
        lines = await session.scalar(
            text("SELECT count(*) FROM audit_event WHERE action = 'slip.revoked' AND subject_id = :s"), {"s": slip.id}
        )
    assert lines == 1


async def test_how_the_identity_was_checked_is_said(cast):
    assembly, _ = await convened(cast)
    with pytest.raises(BadInput) as refused:
        await issue(cast, assembly, check="")
    assert refused.value.problems[0].where == "identity_check"


async def test_who_has_no_vote_gets_no_slip(cast):
    assembly, _ = await convened(cast)
    for name in ("emma", "stranger", "nobody known"):
        with pytest.raises(NoVoteHere):
            await issue(cast, assembly, name)


async def test_nobody_else_gives_or_takes_slips(cast):
    assembly, _ = await convened(cast)
    slip = await issue(cast, assembly)
    with pytest.raises(NotAllowed):
        await issue(cast, assembly, who="anna")
    with pytest.raises(NotAllowed):
        async with db.tenant_session(cast.anna, cast.association_id) as session:
            await revoke_slip(session, cast.anna, cast.association_id, slip.id, at=NOW)
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
            await revoke_slip(session, cast.other_syndic, cast.elsewhere_id, slip.id, at=NOW)
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            await revoke_slip(session, cast.syndic, cast.association_id, uuid4(), at=NOW)


async def test_after_the_assembly_no_slip_is_given(cast):
    assembly, _ = await convened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await sitting.without_quorum(session, cast.syndic, cast.association_id, assembly, at=NOW)
    with pytest.raises(WrongState):
        await issue(cast, assembly)
