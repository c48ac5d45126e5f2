"""Proxies: given online or entered from paper, within art. 3.87 §7, ended by revocation or arrival."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies import known
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.proxies.refusals import ProxyRefused
from koprogo.services.assemblies.refusals import NoVoteHere, WrongState
from koprogo.services.assemblies.roll import room
from koprogo.services.assemblies.room.snapshot import snapshot
from tests.services.assemblies.evening import NOW, arrive, convened, drafted


async def record(cast, assembly, giver, holder, who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await proxies.record_proxy(
            session,
            actor,
            cast.association_id,
            assembly,
            giver_id=cast.people.get(giver) or uuid4(),
            holder_id=cast.people.get(holder) or uuid4(),
            at=NOW,
        )


async def give(cast, assembly, giver, holder):
    actor = cast.actors[giver]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await proxies.give_proxy(
            session, actor, cast.association_id, assembly, holder_id=cast.people[holder], at=NOW
        )


async def revoke(cast, proxy, who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        await proxies.revoke_proxy(session, actor, cast.association_id, proxy)


async def standing(cast, assembly):
    names = {person: name for name, person in cast.people.items()}
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        now = await room(session, cast.association_id, assembly)
    return {(names[each.giver_id], names[each.holder_id]) for each in now.proxies}


async def test_a_giver_counts_as_represented_once_the_holder_is_there(cast):
    assembly, _ = await convened(cast)
    await give(cast, assembly, "anna", "bram")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        assert (await snapshot(session, cast.association_id, assembly)).heads == 0
    await arrive(cast, assembly, "bram")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        seen = await snapshot(session, cast.association_id, assembly)
    assert (seen.heads, seen.shares) == (2, 500)


async def test_the_syndic_holds_no_proxy_nor_does_who_works_for_her(cast):
    assembly, _ = await convened(cast)
    with pytest.raises(ProxyRefused) as refused:
        await record(cast, assembly, "anna", "syndic")
    assert refused.value.article == "3.87 §7"
    assert "syndic" in refused.value.facts()["why"]
    await record(cast, assembly, "anna", "accountant")  # keeps the books, is not the syndic
    assert await standing(cast, assembly) == {("anna", "accountant")}


async def test_nobody_holds_a_proxy_of_herself(cast):
    assembly, _ = await convened(cast)
    with pytest.raises(ProxyRefused):
        await give(cast, assembly, "anna", "anna")


async def test_a_fourth_proxy_is_refused_when_the_tenth_is_passed(cast):
    assembly, _ = await convened(cast)
    for giver in ("anna", "bram", "carla"):
        await record(cast, assembly, giver, "emma")
    with pytest.raises(ProxyRefused) as refused:
        await record(cast, assembly, "dirk", "emma")
    assert "three proxies" in refused.value.facts()["why"]


async def test_a_second_proxy_waits_for_the_first_to_be_revoked(cast):
    assembly, _ = await convened(cast)
    first = await give(cast, assembly, "anna", "bram")
    with pytest.raises(BadInput) as refused:
        await give(cast, assembly, "anna", "carla")
    assert refused.value.problems[0].where == "giver"
    await revoke(cast, first, "anna")
    await give(cast, assembly, "anna", "carla")
    assert await standing(cast, assembly) == {("anna", "carla")}


async def test_who_is_there_gives_no_proxy(cast):
    assembly, _ = await convened(cast)
    await arrive(cast, assembly, "anna")
    with pytest.raises(BadInput):
        await record(cast, assembly, "anna", "bram")


async def test_who_votes_for_no_lot_has_nothing_to_give(cast):
    assembly, _ = await convened(cast)
    for giver in ("emma", "stranger", "nobody known"):
        with pytest.raises(NoVoteHere):
            await record(cast, assembly, giver, "bram")


async def test_a_holder_is_somebody_the_association_knows(cast):
    assembly, _ = await convened(cast)
    for holder in ("stranger", "nobody known"):
        with pytest.raises(NotFound):
            await record(cast, assembly, "anna", holder)
    assert await standing(cast, assembly) == set()


async def test_revoking_twice_is_once_and_nobody_else_may(cast):
    assembly, _ = await convened(cast)
    proxy = await give(cast, assembly, "anna", "bram")
    with pytest.raises(NotAllowed):
        await revoke(cast, proxy, "bram")
    with pytest.raises(NotFound):
        await revoke(cast, uuid4())
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
            await proxies.revoke_proxy(session, cast.other_syndic, cast.elsewhere_id, proxy)
    await revoke(cast, proxy)
    await revoke(cast, proxy)
    async with db.tenant_session(cast.syndic) as session:
        rows = (
            await session.execute(text("SELECT what FROM proxy_event WHERE proxy_id = :p ORDER BY seq"), {"p": proxy})
        ).scalars()
        assert list(rows) == ["given", "revoked"]


async def test_only_the_syndic_enters_paper_and_only_a_giver_gives(cast):
    assembly, _ = await convened(cast)
    with pytest.raises(NotAllowed):
        await record(cast, assembly, "anna", "bram", who="anna")
    with pytest.raises(NotAllowed):
        await give(cast, assembly, "accountant", "bram")


async def test_proxies_may_be_given_before_the_convocation_and_not_after_the_end(cast):
    draft, _ = await drafted(cast)
    await record(cast, draft, "anna", "bram")
    ended, _ = await convened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        from koprogo.services.assemblies.room import sitting

        await sitting.without_quorum(session, cast.syndic, cast.association_id, ended, at=NOW)
    with pytest.raises(WrongState):
        await record(cast, ended, "anna", "bram")


async def test_people_are_found_by_name_and_lot_and_strangers_are_not(cast):
    async with db.tenant_session(cast.syndic) as session:

        async def found(words):
            rows = await known.search(session, cast.syndic, cast.association_id, words, day=NOW.date())
            return [row.name for row in rows]

        assert await found("peet") == ["Anna Peeters"]
        assert await found("g1") == ["Anna Peeters"]
        assert await found("sylvie") == ["Sylvie Simon"]
        assert await found("vreemd") == []
        assert await found("p") == [] == await found("%%") == await found("__")
    with pytest.raises(NotAllowed):
        async with db.tenant_session(cast.anna) as session:
            await known.search(session, cast.anna, cast.association_id, "bram", day=NOW.date())
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.stranger) as session:
            await known.search(session, cast.stranger, cast.association_id, "bram", day=NOW.date())
