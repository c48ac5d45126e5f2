"""E-mail and password: who gets in, who waits, and who is never held up by others."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.identity import passwords, sessions, sign_in
from koprogo.services.identity.refusals import AccountWaits
from koprogo.services.identity.sessions import hash_of

AT = datetime(2026, 12, 3, 19, 0, tzinfo=UTC)
PASSWORD = "trois mots sans lien"


@pytest.fixture(scope="module", autouse=True)
async def accounts(cast):
    stored = await passwords.hash_password(PASSWORD)
    async with db.open_session() as session:
        for name in ("anna", "bram", "carla", "dirk", "syndic", "stranger"):
            await session.execute(
                text(
                    "INSERT INTO account (person_id, email, password_hash, is_operator, failed_count, created_at)"
                    " VALUES (:p, :e, :h, false, 0, :at)"
                ),
                {"p": cast.people[name], "e": f"{name}@example.be", "h": stored, "at": AT},
            )


async def enter(name: str, password: str = PASSWORD, at: datetime = AT, **more) -> str:
    return await sign_in.sign_in(email=f"{name}@example.be", password=password, at=at, **more)


async def miss(name: str, times: int, at: datetime = AT) -> None:
    for _ in range(times):
        with pytest.raises(BadInput):
            await enter(name, "wrong words", at)


async def test_the_right_password_begins_a_sign_in(cast):
    token = await sign_in.sign_in(email="  Anna@Example.BE ", password=PASSWORD, at=AT)
    found = await sessions.resolve(hash_of(token), at=AT)
    assert found and found.actor.person_id == cast.people["anna"]
    assert found.actor.reach.keys() == {cast.association_id}


async def test_only_the_hash_of_the_cookie_is_kept(cast):
    token = await enter("anna")
    async with db.open_session() as session:
        rows = (await session.execute(text("SELECT s::text FROM sign_in_session s"))).scalars().all()
    assert not any(token in row for row in rows)
    assert any(hash_of(token).hex() in row for row in rows)


async def test_wrong_password_and_unknown_address_are_answered_alike():
    with pytest.raises(BadInput) as wrong:
        await enter("anna", "wrong words")
    with pytest.raises(BadInput) as unknown:
        await enter("nobody")
    assert wrong.value.problems == unknown.value.problems
    assert wrong.value.problems[0].where == "password"


@pytest.mark.parametrize(
    ("email", "password", "fields"),
    [("", "", {"email", "password"}), ("anna", "x", {"email"}), ("a@b", "", {"password"})],
)
async def test_empty_fields_say_what_to_enter(email, password, fields):
    with pytest.raises(BadInput) as refused:
        await sign_in.sign_in(email=email, password=password, at=AT)
    assert {problem.where for problem in refused.value.problems} == fields


async def test_the_fifth_wrong_password_makes_the_account_wait():
    await miss("bram", 5)
    with pytest.raises(AccountWaits) as waits:
        await enter("bram")
    assert waits.value.minutes == 1
    assert await enter("bram", at=AT + timedelta(seconds=15))


def test_the_wait_doubles_up_to_a_quarter_of_an_hour():
    waits = [sign_in.wait_after(tries).total_seconds() for tries in range(13)]
    assert waits == [0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900]


async def test_an_address_without_account_waits_the_same():
    await miss("ghost", 5)
    with pytest.raises(AccountWaits):
        await enter("ghost")


async def test_a_right_password_forgets_the_wrong_ones():
    await miss("carla", 4)
    assert await enter("carla")
    await miss("carla", 4)
    assert await enter("carla")


async def test_old_wrong_passwords_do_not_count():
    await miss("carla", 4)
    later = AT + timedelta(days=2)
    await miss("carla", 4, later)
    assert await enter("carla", at=later)


async def test_waiting_never_ends_a_live_sign_in():
    token = await enter("dirk")
    await miss("dirk", 5)
    sessions.forget_all()
    assert await sessions.resolve(hash_of(token), at=AT + timedelta(minutes=1))


async def test_a_hundred_tries_at_once_are_a_hundred_tries():
    await sessions_cleared("dirk")
    results = await asyncio.gather(*(enter("dirk", f"guess {n}") for n in range(40)), return_exceptions=True)
    checked = [each for each in results if isinstance(each, BadInput)]
    assert len(checked) == 5
    assert all(isinstance(each, BadInput | AccountWaits) for each in results)


async def sessions_cleared(name: str) -> None:
    async with db.open_session() as session:
        await session.execute(
            text("UPDATE account SET failed_count = 0, last_failed_at = NULL, locked_until = NULL WHERE email = :e"),
            {"e": f"{name}@example.be"},
        )


async def test_one_account_waiting_holds_up_nobody_else():
    await miss("stranger", 5)
    with pytest.raises(AccountWaits):
        await enter("stranger")
    assert await enter("anna")


async def test_the_syndic_lifts_the_wait_at_the_desk(cast):
    await sessions_cleared("bram")
    await miss("bram", 5)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await sign_in.lift_lock(session, cast.syndic, cast.association_id, person_id=cast.people["bram"], at=AT)
    assert await enter("bram")
    async with db.tenant_session(cast.syndic) as session:
        logged = await session.scalar(text("SELECT subject_id FROM audit_event WHERE action = 'identity.wait_lifted'"))
    assert logged == cast.people["bram"]


async def test_who_may_not_lift_it(cast):
    with pytest.raises(NotAllowed):
        async with db.tenant_session(cast.anna, cast.association_id) as session:
            await sign_in.lift_lock(session, cast.anna, cast.association_id, person_id=cast.people["bram"], at=AT)
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            await sign_in.lift_lock(session, cast.syndic, cast.association_id, person_id=cast.people["stranger"], at=AT)
    with pytest.raises(NotAllowed):
        async with db.tenant_session(cast.syndic, cast.elsewhere_id) as session:
            await sign_in.lift_lock(session, cast.syndic, cast.elsewhere_id, person_id=cast.people["stranger"], at=AT)


async def test_signing_in_again_ends_what_the_browser_had():
    first = await enter("anna")
    await enter("anna", replaces=hash_of(first))
    sessions.forget_all()
    assert await sessions.resolve(hash_of(first), at=AT) is None


async def test_the_log_says_who_but_not_what_was_typed(cast):
    await miss("anna", 1)
    await enter("anna")
    async with db.open_session() as session:
        rows = (
            await session.execute(
                text("SELECT action, facts::text FROM platform_event WHERE actor_id = :p"), {"p": cast.people["anna"]}
            )
        ).all()
    assert {"signed_in", "sign_in.failed"} <= {row.action for row in rows}
    assert not any("@" in row.facts or "wrong" in row.facts for row in rows)
