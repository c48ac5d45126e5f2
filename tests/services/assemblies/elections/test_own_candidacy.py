"""What an owner's own page offers at an election: the posts the law leaves her, how she stands, nothing once it is voted."""

import pytest

from koprogo import db
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.services.assemblies.elections import elections, own_candidacy
from tests.services.assemblies.evening import NOW, convened, drafted, open_vote, opened


async def offers(cast, item, who="bram"):
    actor = cast.actors[who]
    async with db.tenant_session(actor) as session:
        return await own_candidacy.offers(session, actor, cast.association_id, item)


async def do(cast, act, *arguments, who="bram", **more):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await act(session, actor, cast.association_id, *arguments, **more)


async def test_she_stands_and_stands_down_and_sees_who_stands_beside_her(cast):
    _, [item] = await convened(cast, "elect_bureau")
    assert [(each.post, each.candidacy_id) for each in await offers(cast, item)] == [
        ("chair", None), ("secretary", None), ("teller", None),
    ]  # fmt: skip
    hers = await do(cast, elections.stand_oneself, item, post="chair", at=NOW)
    await do(cast, elections.stand_oneself, item, post="chair", at=NOW, who="anna")
    chair = (await offers(cast, item))[0]
    assert (chair.candidacy_id, chair.agreed, chair.others) == (hers, True, ("Anna Peeters (A1, G1)",))
    await do(cast, elections.withdraw, hers, at=NOW)
    assert (await offers(cast, item))[0].candidacy_id is None
    assert await do(cast, elections.stand_oneself, item, post="chair", at=NOW) != hers


async def test_who_was_written_down_is_asked_for_her_word(cast):
    _, [item] = await convened(cast, "elect_council_member")
    put = {"post": "council", "person_id": cast.people["bram"], "how": "", "at": NOW}
    hers = await do(cast, elections.stand, item, who="syndic", **put)
    [offer] = await offers(cast, item)
    assert (offer.candidacy_id, offer.agreed) == (hers, False)
    assert (await offers(cast, item, "anna"))[0].others == (), "who has not agreed is named to nobody"
    await do(cast, elections.agree, hers, how="herself", at=NOW)
    assert (await offers(cast, item))[0].agreed


async def test_a_post_that_the_law_keeps_from_her_is_not_offered(cast):
    _, [bureau, council] = await convened(cast, "elect_bureau", "elect_council_member")
    mine = {each.post for each in await offers(cast, bureau, "syndic")}
    assert "chair" not in mine and "secretary" in mine  # the syndic's person holds no lot: art. 3.87 §5
    assert await offers(cast, council, "syndic") == []  # art. 3.90 §3 and 3.89 §9


async def test_nothing_is_offered_in_a_draft_nor_once_the_vote_began(cast):
    _, [item] = await drafted(cast, "elect_bureau")
    assert await offers(cast, item) == []
    _, [item] = await opened(cast, "elect_bureau")
    assert await offers(cast, item) != []
    await open_vote(cast, item)
    assert await offers(cast, item) == []


async def test_a_point_that_elects_nobody_or_is_elsewhere_is_not_found(cast):
    _, [item] = await convened(cast)
    with pytest.raises(NotFound):
        await offers(cast, item)
    _, [election] = await convened(cast, "elect_bureau")
    with pytest.raises((NotFound, NotAllowed)):
        await offers(cast, election, "stranger")
