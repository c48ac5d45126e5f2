"""Sign-ins: made, looked up, ended. The browser holds 256 random bits, the database only their SHA-256.

A sign-in ends when it is idle for too long, at its last hour in any case, and at once when it is revoked: `db.touch`
tells the process, which forgets it and disconnects its live sockets. A slip's sign-in ends with its slip.
"""

import asyncio
import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.rows import namedtuple_row
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.models.identity import SignInSession
from koprogo.services.access import REACHED, SlipReach, build_actor
from koprogo.services.together import Together
from koprogo.settings import settings

CACHED_SECONDS = 2.0
CACHED_MOST = 5000
SEEN_EVERY = timedelta(minutes=1)

# Asked before every event and request: plain psycopg, one statement, no transaction around it. These tables belong to
# no association, so there is no scope to set.
LIVE = (
    "SELECT s.token_hash, s.id, s.person_id, s.association_id, s.assembly_id, s.last_seen_at, s.expires_at, p.name,"
    " p.language, coalesce(a.is_operator, false) AS is_operator,"
    f" CASE WHEN s.slip_id IS NULL THEN ({REACHED.format(person='s.person_id', day='%(day)s')}) ELSE '{{}}' END AS reach"
    " FROM sign_in_session s JOIN person p ON p.id = s.person_id LEFT JOIN account a ON a.person_id = p.id"
    " WHERE s.token_hash = ANY (%(hashes)s) AND s.revoked_at IS NULL AND s.expires_at > %(now)s"
    " AND s.last_seen_at > %(idle)s"
)
SEEN = "UPDATE sign_in_session SET last_seen_at = %(now)s WHERE id = ANY (%(ids)s) AND revoked_at IS NULL"


@dataclass(frozen=True)
class SignedIn:
    """A live sign-in and whose it is."""

    session_id: UUID
    actor: Actor
    expires_at: datetime


_cache: OrderedDict[bytes, tuple[float, SignedIn]] = OrderedDict()
_ended: dict[UUID, float] = {}
"""When this process heard that a sign-in was revoked: a look-up that began before must not bring it back."""


def hash_of(token: str) -> bytes:
    """Return what is stored of a cookie's value, of a link's or a slip's secret."""
    return hashlib.sha256(token.encode()).digest()


def new_token() -> str:
    """Return 256 random bits as text that fits a cookie and an address."""
    return secrets.token_urlsafe(32)


async def create(
    session: AsyncSession, person_id: UUID, *, method: str, at: datetime, slip: SlipReach | None = None,
    slip_id: UUID | None = None, until: datetime | None = None,
) -> str:  # fmt: skip
    """Begin a sign-in and return the cookie's value, which is stored nowhere.

    `method` says how the person was identified (`password`, `invitation`, `slip`); each ballot copies it. `until` ends
    the sign-in earlier than the settings would.
    """
    token = new_token()
    hours = settings().session_hours if slip is None else settings().slip_session_hours
    ends = at + timedelta(hours=hours)
    session.add(
        SignInSession(
            token_hash=hash_of(token),
            person_id=person_id,
            association_id=slip.association_id if slip else None,
            assembly_id=slip.assembly_id if slip else None,
            slip_id=slip_id,
            method=method,
            created_at=at,
            last_seen_at=at,
            expires_at=min(ends, until) if until else ends,
        )
    )
    await session.flush()
    return token


async def resolve(token_hash: bytes, *, at: datetime) -> SignedIn | None:
    """Return the live sign-in of this hash, or None; at most two seconds old in this process, forgotten when revoked.

    A look-up more than a minute after the last one also counts as a sign of life. Look-ups that wait share the next query.
    """
    global _desk
    found = _cached(token_hash)
    if found is not None:
        return found if found.expires_at > at else None
    if _desk is None or _desk.loop is not asyncio.get_running_loop():
        _desk = Together(_look_up, lanes=1, most=256)
    return await _desk.ask((token_hash, at))


_desk: Together[tuple[bytes, datetime], SignedIn | None] | None = None


async def _look_up(asked: Sequence[tuple[bytes, datetime]]) -> list[SignedIn | None]:
    """Look up several sign-ins, each as it stands at the latest of the instants asked for."""
    at = max(each for _, each in asked)
    hashes = list({token_hash for token_hash, _ in asked})
    idle = at - timedelta(minutes=settings().session_idle_minutes)
    pool = await db.cast_pool()
    async with pool.connection() as connection:
        cursor = connection.cursor(row_factory=namedtuple_row)
        await cursor.execute(LIVE, {"hashes": hashes, "now": at, "idle": idle, "day": legal_day(at)})
        rows: list[Any] = await cursor.fetchall()
        if stale := [row.id for row in rows if row.last_seen_at < at - SEEN_EVERY]:
            await connection.execute(SEEN, {"now": at, "ids": stale})
    found = {bytes(row.token_hash): _remember(bytes(row.token_hash), _signed_in(row)) for row in rows}
    return [found.get(token_hash) for token_hash, _ in asked]


def _signed_in(row: Any) -> SignedIn:
    slip = SlipReach(row.association_id, row.assembly_id) if row.assembly_id else None
    actor = build_actor(
        row.person_id,
        name=row.name,
        language=row.language,
        reach=row.reach,
        is_operator=row.is_operator,
        session_id=row.id,
        slip=slip,
    )
    return SignedIn(row.id, actor, row.expires_at)


async def revoke(session: AsyncSession, session_id: UUID, *, at: datetime) -> int:
    """End one sign-in; return 0 when it had ended. Its live sockets are told after the commit."""
    return await _revoke_where(session, "id = :key", at, key=session_id)


async def revoke_hash(session: AsyncSession, token_hash: bytes, *, at: datetime) -> int:
    """End the sign-in whose cookie has this hash; return 0 when there is none."""
    return await _revoke_where(session, "token_hash = :key", at, key=token_hash)


async def revoke_all(session: AsyncSession, person_id: UUID, *, at: datetime, but: UUID | None = None) -> int:
    """Sign a person out everywhere, slips included; return how many sign-ins ended. `but` keeps the one that asks."""
    return await _revoke_where(session, "person_id = :key AND id IS DISTINCT FROM :but", at, key=person_id, but=but)


async def revoke_of_slip(session: AsyncSession, slip_id: UUID, *, at: datetime) -> int:
    """End what was opened with a slip, when the slip is withdrawn; return how many sign-ins ended."""
    return await _revoke_where(session, "slip_id = :key", at, key=slip_id)


async def revoke_of_assembly(session: AsyncSession, assembly_id: UUID, *, at: datetime) -> int:
    """End everything opened with slips of an assembly, when it closes; return how many sign-ins ended."""
    return await _revoke_where(session, "assembly_id = :key", at, key=assembly_id)


async def _revoke_where(session: AsyncSession, which: str, at: datetime, **parameters: UUID | bytes | None) -> int:
    ended = await session.execute(
        text(f"UPDATE sign_in_session SET revoked_at = :at WHERE {which} AND revoked_at IS NULL RETURNING id"),
        {"at": at, **parameters},
    )
    ids = list(ended.scalars())
    for each in ids:
        db.touch(session, "session", each)
    return len(ids)


def forget(session_ids: frozenset[UUID]) -> None:
    """Drop sign-ins from this process's cache; called when they are revoked here or in another process."""
    now = time.monotonic()
    for old in [each for each, heard in _ended.items() if now - heard > CACHED_SECONDS]:
        del _ended[old]
    _ended.update(dict.fromkeys(session_ids, now))
    for key in [key for key, (_, found) in _cache.items() if found.session_id in session_ids]:
        del _cache[key]


def forget_all() -> None:
    """Empty the cache: after a gap in the news from other processes, and between tests."""
    _cache.clear()
    _ended.clear()


def _cached(token_hash: bytes) -> SignedIn | None:
    entry = _cache.get(token_hash)
    if entry is None:
        return None
    if time.monotonic() - entry[0] > CACHED_SECONDS:
        del _cache[token_hash]
        return None
    return entry[1]


def _remember(token_hash: bytes, found: SignedIn) -> SignedIn | None:
    if found.session_id in _ended:
        return None
    _cache[token_hash] = (time.monotonic(), found)
    while len(_cache) > CACHED_MOST:
        _cache.popitem(last=False)
    return found
