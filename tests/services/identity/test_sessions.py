"""Sign-ins end when they should: idle, at their hour, when revoked; the cache never outlives a revocation."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.actor import Role
from koprogo.core.errors import NotFound
from koprogo.services.access import SlipReach
from koprogo.services.identity import profile, queries, sessions
from koprogo.services.identity.sessions import hash_of
from koprogo.settings import settings

AT = datetime(2026, 12, 3, 19, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fresh():
    sessions.forget_all()


async def begin(person_id, **more) -> str:
    async with db.open_session() as session:
        return await sessions.create(session, person_id, method=more.pop("method", "password"), at=AT, **more)


async def is_live(token: str, at: datetime = AT) -> bool:
    return await sessions.resolve(hash_of(token), at=at) is not None


async def session_id(token: str):
    found = await sessions.resolve(hash_of(token), at=AT)
    assert found
    return found.session_id


async def test_tokens_have_256_bits_and_are_never_the_same():
    tokens = {sessions.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 43 for token in tokens)


async def test_a_token_that_never_was_is_nobody(database):
    assert await sessions.resolve(hash_of("never"), at=AT) is None


async def test_it_ends_after_a_time_without_a_click(cast, monkeypatch):
    monkeypatch.setenv("KOPROGO_SESSION_IDLE_MINUTES", "120")
    settings.cache_clear()
    token = await begin(cast.people["anna"])
    assert await is_live(token, AT + timedelta(minutes=119))
    sessions.forget_all()
    assert await is_live(token, AT + timedelta(minutes=119 + 119)), "the look-up before was a sign of life"
    sessions.forget_all()
    assert not await is_live(token, AT + timedelta(minutes=119 + 119 + 121))
    monkeypatch.undo()
    settings.cache_clear()


async def test_it_ends_at_its_hour_in_any_case(cast):
    token = await begin(cast.people["anna"])
    async with db.open_session() as session:
        await session.execute(text("UPDATE sign_in_session SET last_seen_at = :at"), {"at": AT + timedelta(hours=24)})
    assert await is_live(token, AT + timedelta(hours=23, minutes=59))
    assert not await is_live(token, AT + timedelta(hours=24)), "also from the cache"


async def test_revoking_is_heard_at_once_by_who_asked(cast, monkeypatch):
    heard = []
    monkeypatch.setattr(db, "_on_commit", [heard.append])
    token = await begin(cast.people["anna"])
    ended_id = await session_id(token)
    async with db.open_session() as session:
        await sessions.revoke(session, ended_id, at=AT)
        assert heard == [], "only after the commit"
    assert heard == [frozenset({db.Touched("session", ended_id)})]
    assert await is_live(token), "this process was not told: at most two seconds more"
    sessions.forget(frozenset({ended_id}))
    assert not await is_live(token)


async def test_a_look_up_that_began_before_does_not_bring_it_back(cast, monkeypatch):
    token = await begin(cast.people["anna"])
    found = await sessions.resolve(hash_of(token), at=AT)
    sessions.forget(frozenset({found.session_id}))
    assert sessions._remember(hash_of(token), found) is None


async def test_signing_out_everywhere_ends_all_but_the_others(cast):
    mine, phone, theirs = [await begin(cast.people[name]) for name in ("anna", "anna", "bram")]
    async with db.open_session() as session:
        ended = await profile.sign_out_everywhere(session, cast.anna, at=AT)
    assert ended >= 2
    assert not await is_live(mine)
    assert not await is_live(phone)
    assert await is_live(theirs)


async def test_nobody_ends_somebody_elses(cast):
    token = await begin(cast.people["bram"])
    theirs = await session_id(token)
    with pytest.raises(NotFound):
        async with db.open_session() as session:
            await profile.end_sign_in(session, cast.anna, session_id=theirs, at=AT)
    sessions.forget_all()
    assert await is_live(token)


async def test_own_sign_ins_are_listed_with_this_one_marked(cast):
    token = await begin(cast.people["carla"])
    found = await sessions.resolve(hash_of(token), at=AT)
    await begin(cast.people["carla"], method="slip")
    async with db.open_session() as session:
        rows = await queries.own_sign_ins(session, found.actor, at=AT)
    assert {(row.method, row.is_this) for row in rows} == {("password", True), ("slip", False)}


async def test_a_slip_reaches_one_association_as_an_attendee(cast):
    """Sylvie is the syndic here; with a slip she is a guest in the room and nothing else."""
    slip = SlipReach(cast.association_id, cast.lots["A1"])
    token = await begin(cast.people["syndic"], slip=slip, method="slip", until=AT + timedelta(hours=2))
    actor = (await sessions.resolve(hash_of(token), at=AT)).actor
    assert dict(actor.reach) == {cast.association_id: frozenset({Role.ATTENDEE})}
    assert actor.slip_assembly_id == cast.lots["A1"]
    assert not await is_live(token, AT + timedelta(hours=2)), "it ends with the slip"


async def test_the_day_decides_what_is_reached(cast):
    async with db.association_session(cast.association_id) as session:
        await session.execute(
            text("UPDATE holding SET until = :day WHERE person_id = :p"),
            {"day": datetime(2026, 12, 4, tzinfo=UTC).date(), "p": cast.people["dirk"]},
        )
    token = await begin(cast.people["dirk"])
    evening = datetime(2026, 12, 3, 22, 59, tzinfo=UTC)  # 23:59 in Brussels
    for at, reached in ((evening, True), (evening + timedelta(minutes=1), False)):
        async with db.open_session() as session:
            await session.execute(text("UPDATE sign_in_session SET last_seen_at = :at"), {"at": at})
        sessions.forget_all()
        found = await sessions.resolve(hash_of(token), at=at)
        assert (cast.association_id in found.actor.reach) is reached
