"""Sign in with e-mail and password; slow down by account, never by address.

A hall of two hundred owners is one address, so an address is never counted. After four wrong passwords an account waits,
longer each time, up to a quarter of an hour: only for passwords. Live sign-ins go on, slips and links open as before,
and the syndic lifts the wait at the desk. An address without an account waits the same, so nobody learns which exist.

A try is counted before its password is checked and forgiven when it fits, so a thousand tries at once are a thousand
tries. These functions open their own short transactions: no connection is held while a password is being checked.
"""

import math
import time
from collections import OrderedDict
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.services import audit
from koprogo.services.access import actor_of
from koprogo.services.identity import passwords, platform_log, sessions
from koprogo.services.identity.refusals import AccountWaits, wrong_password

FREE_TRIES = 4
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
STRANGERS_MOST = 10_000

_strangers: OrderedDict[bytes, tuple[int, float]] = OrderedDict()
"""Tries for addresses without an account, by hash: how many, and until when (monotonic seconds) they wait."""


async def sign_in(*, email: str, password: str, at: datetime, replaces: bytes | None = None) -> str:
    """Check a password and return the cookie's value of a new sign-in.

    `replaces` is the hash of the sign-in the browser had; it ends, so that a sign-in never changes its person.

    Raises:
        BadInput: a field is empty, or the two do not belong together.
        AccountWaits: too many wrong passwords for this account; this one was not looked at.
        TooBusy: too many people are being checked at this moment.
    """
    email = _check(email, password)
    person_id, stored, wait = await _count_try(email, at)
    if wait > timedelta(0):
        raise AccountWaits(minutes=max(1, math.ceil(wait / timedelta(minutes=1))))
    if not await passwords.is_password(password, stored) or person_id is None:
        await _log(person_id, "sign_in.failed", at)
        raise wrong_password()
    renewed = await passwords.hash_password(password) if passwords.is_outdated(stored or "") else None
    async with db.open_session() as session:
        await _forgive(session, person_id, renewed)
        if replaces is not None:
            await sessions.revoke_hash(session, replaces, at=at)
        await platform_log.record(session, person_id, "signed_in", at=at, method="password")
        return await sessions.create(session, person_id, method="password", at=at)


async def lift_lock(
    session: AsyncSession, actor: Actor, association_id: UUID, *, person_id: UUID, at: datetime
) -> None:
    """Let a person of the association try her password again at once; safe to repeat.

    Raises:
        NotAllowed: only who may invite people.
        NotFound: the person is nobody here.
    """
    require(actor, "people.invite", association_id)
    person = await actor_of(session, person_id, on_day=legal_day(at))
    if association_id not in person.reach:
        raise NotFound
    await _forgive(session, person_id, None)
    await audit.record(session, actor, association_id, "identity.wait_lifted", person_id)


def wait_after(tries: int) -> timedelta:
    """Return how long passwords wait after so many wrong ones in a row."""
    if tries <= FREE_TRIES:
        return timedelta(0)
    return min(FIRST_WAIT * 2 ** min(tries - FREE_TRIES - 1, 16), LONGEST_WAIT)


def _check(email: str, password: str) -> str:
    email = email.strip().lower()
    problems = []
    if "@" not in email or len(email) > 254:
        problems.append(Problem("email", "Enter the e-mail address of your account, such as name@example.be."))
    if not password or len(password) > passwords.LENGTH_MOST:
        problems.append(Problem("password", "Enter your password."))
    if problems:
        raise BadInput(*problems)
    return email


async def _count_try(email: str, at: datetime) -> tuple[UUID | None, str | None, timedelta]:
    """Count a try; return the person and hash when it may be checked, or how long to wait."""
    async with db.open_session() as session:
        row = (
            await session.execute(
                text(
                    "SELECT person_id, password_hash, failed_count, last_failed_at, locked_until FROM account"
                    " WHERE email = :email FOR UPDATE"
                ),
                {"email": email},
            )
        ).first()
        if row is None:
            return None, None, _count_stranger(sessions.hash_of(email))
        if row.locked_until and row.locked_until > at:
            return row.person_id, None, row.locked_until - at
        old = row.last_failed_at is None or row.last_failed_at < at - FORGOTTEN_AFTER
        tries = 1 if old else row.failed_count + 1
        await session.execute(
            text(
                "UPDATE account SET failed_count = :tries, last_failed_at = :at, locked_until = :until"
                " WHERE person_id = :person"
            ),
            {"tries": tries, "at": at, "until": at + wait_after(tries), "person": row.person_id},
        )
        return row.person_id, row.password_hash, timedelta(0)


def _count_stranger(key: bytes) -> timedelta:
    now = time.monotonic()
    tries, until = _strangers.pop(key, (0, 0.0))
    wait = until - now
    if wait <= 0:
        tries += 1
        until = now + wait_after(tries).total_seconds()
    _strangers[key] = (tries, until)
    while len(_strangers) > STRANGERS_MOST:
        _strangers.popitem(last=False)
    return timedelta(seconds=max(wait, 0))


async def _forgive(session: AsyncSession, person_id: UUID, renewed: str | None) -> None:
    await session.execute(
        text(
            "UPDATE account SET failed_count = 0, last_failed_at = NULL, locked_until = NULL,"
            " password_hash = coalesce(:renewed, password_hash) WHERE person_id = :person"
        ),
        {"person": person_id, "renewed": renewed},
    )


async def _log(person_id: UUID | None, action: str, at: datetime) -> None:
    if person_id is None:
        return
    async with db.open_session() as session:
        await platform_log.record(session, person_id, action, at=at)
