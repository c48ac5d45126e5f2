"""The own profile: where the reader is signed in, and ending that."""

from koprogo import db
from koprogo.core.clock import now
from koprogo.services.identity import sessions
from koprogo.services.identity.sessions import hash_of
from koprogo.state.identity.profile import ProfileState
from tests.state.tab import Tab


async def sign_in(person_id) -> str:
    async with db.open_session() as session:
        return await sessions.create(session, person_id, method="password", at=now())


async def actor_of(token: str):
    sessions.forget_all()
    return (await sessions.resolve(hash_of(token), at=now())).actor


async def test_this_device_is_marked_and_another_can_be_ended(cast):
    here, phone = await sign_in(cast.people["anna"]), await sign_in(cast.people["anna"])
    tab = Tab(ProfileState, "/profile", await actor_of(here))
    await tab.call("load")
    assert sorted(each.is_this for each in tab.state.sign_ins) == [False, True]
    other = next(each.id for each in tab.state.sign_ins if not each.is_this)
    await tab.call("end", other)
    await tab.call("load")
    assert [each.is_this for each in tab.state.sign_ins] == [True]
    sessions.forget_all()
    assert await sessions.resolve(hash_of(phone), at=now()) is None


async def test_somebody_elses_is_not_found(cast):
    theirs = (await actor_of(await sign_in(cast.people["bram"]))).session_id
    tab = Tab(ProfileState, "/profile", await actor_of(await sign_in(cast.people["carla"])))
    for wrong in (str(theirs), "7", ""):
        await tab.call("end", wrong)
        assert tab.state.refusal.kind == "not_found"
