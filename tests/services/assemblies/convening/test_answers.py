"""Who says that she comes, what it adds up to, and a proxy from her own phone within the limits of art. 3.87 §7."""

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.convening import answers
from koprogo.services.assemblies.proxies import online_proxy
from koprogo.services.assemblies.proxies.refusals import ProxyRefused
from koprogo.services.assemblies.refusals import NoVoteHere, WrongState
from tests.services.assemblies.evening import NOW, convened, drafted


async def does(cast, who, act, *arguments, **more):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await act(session, actor, cast.association_id, *arguments, **more)


async def sums(cast, assembly):
    async with db.tenant_session(cast.syndic) as session:
        found = await answers.expected(session, cast.syndic, cast.association_id, assembly)
    return {each.answer: (each.owners, each.shares) for each in found}


async def test_the_last_answer_counts_and_a_proxy_counts_as_one(cast):
    assembly, _ = await convened(cast)
    for word in ("no", "room"):
        await does(cast, "anna", answers.answer, assembly, answer=word, at=NOW)
    await does(cast, "bram", answers.answer, assembly, answer="remote", at=NOW)
    await does(cast, "carla", online_proxy.give, assembly, holder_id=cast.people["anna"], at=NOW)
    assert await sums(cast, assembly) == {
        "room": (1, 270), "remote": (1, 230), "proxy": (1, 200), "silent": (1, 150), "suspended": (1, 150),
    }  # fmt: skip


async def test_an_answer_needs_a_vote_a_word_and_a_convocation(cast):
    assembly, _ = await convened(cast)
    with pytest.raises(NoVoteHere):
        await does(cast, "emma", answers.answer, assembly, answer="room", at=NOW)
    with pytest.raises(BadInput):
        await does(cast, "anna", answers.answer, assembly, answer="perhaps", at=NOW)
    with pytest.raises(NotAllowed):
        await does(cast, "accountant", answers.answer, assembly, answer="room", at=NOW)
    draft, _ = await drafted(cast)
    with pytest.raises(WrongState):
        await does(cast, "anna", answers.answer, draft, answer="room", at=NOW)


async def test_from_elsewhere_only_where_the_convocation_offers_it(cast):
    assembly, _ = await convened(cast)
    async with db.association_session(cast.association_id) as session:
        await session.execute(text("UPDATE assembly SET remote_allowed = false WHERE id = :a"), {"a": assembly})
    with pytest.raises(BadInput):
        await does(cast, "anna", answers.answer, assembly, answer="remote", at=NOW)


async def test_a_neighbour_is_found_by_name_or_lot_and_nothing_more_is_told(cast):
    found = await does(cast, "anna", online_proxy.find_owner, "claes", day=NOW.date())
    assert [(each.name, each.lots) for each in found] == [("Bram Claes", ("A2",))]
    assert [each.name for each in await does(cast, "anna", online_proxy.find_owner, "A3", day=NOW.date())] == [
        "Carla Dubois"
    ]
    assert await does(cast, "anna", online_proxy.find_owner, "%", day=NOW.date()) == []
    assert await does(cast, "anna", online_proxy.find_owner, "peeters", day=NOW.date()) == [], "not herself"
    with pytest.raises(NotFound):
        await does(cast, "anna", online_proxy.take_back, (await convened(cast))[0])


async def test_a_proxy_with_instructions_to_somebody_from_outside_and_taken_back(cast):
    assembly, [item] = await convened(cast)
    await does(
        cast, "dirk", online_proxy.give, assembly, at=NOW, holder_name="  Greta   Vandenberghe ",
        holder_contact="greta@example.org", instructions={item: Choice.AGAINST},
    )  # fmt: skip
    async with db.tenant_session(cast.dirk) as session:
        mine = await online_proxy.my_proxy(session, cast.dirk, assembly)
    assert (mine.holder_name, mine.instructions) == ("Greta Vandenberghe", {str(item): "against"})
    await does(cast, "dirk", online_proxy.take_back, assembly)
    async with db.tenant_session(cast.dirk) as session:
        assert (await online_proxy.my_proxy(session, cast.dirk, assembly)).id is None


@pytest.mark.parametrize("name", ["", "Greta", "x" * 200])
async def test_a_blank_proxy_is_none(cast, name):
    assembly, _ = await convened(cast)
    with pytest.raises(BadInput):
        await does(cast, "anna", online_proxy.give, assembly, at=NOW, holder_name=name)


async def test_the_syndic_is_never_the_holder(cast):
    assembly, _ = await convened(cast)
    with pytest.raises(ProxyRefused):
        await does(cast, "anna", online_proxy.give, assembly, at=NOW, holder_id=cast.people["syndic"])
