"""Enter an assembly with the slip from the desk, without an account.

The code has 12 letters and digits of 32 (no I, O, 0, 1): 60 bits, in the QR code and to be typed. At any rate this
server can answer, guessing one takes longer than the age of the universe divided by a few; a right code is therefore
let in even while somebody guesses, and the bucket below only answers guesses shortly and makes them visible in the log.

A slip serves one device at a time: entering again ends the sign-in it opened before.
"""

import hashlib
import time
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.services.access import SlipReach
from koprogo.services.identity import links, platform_log, sessions
from koprogo.services.identity.refusals import LinkEnded, SlipEnded, TooBusy, unknown_code

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 12
SEPARATORS = " -–._/"
WRONG_AT_ONCE = 300
WRONG_PER_SECOND = 10.0

log = structlog.get_logger()


def normal_code(typed: str) -> str:
    """Return a code as it is hashed: upper case, without the separators people type."""
    return "".join(letter for letter in typed.upper() if letter not in SEPARATORS)


def code_hash(typed: str) -> bytes:
    """Return what is stored of a code."""
    return hashlib.sha256(normal_code(typed).encode()).digest()


async def announce_slip(
    session: AsyncSession,
    code: bytes,
    *,
    person_id: UUID,
    association_id: UUID,
    by: UUID,
    at: datetime,
    until: datetime,
) -> None:
    """Make a slip's code findable by somebody who has no reach yet; call it in the transaction that issues the slip."""
    await links.add(
        session, code, person_id, purpose=links.SLIP, at=at, until=until, association_id=association_id, by=by
    )


async def redeem_slip(code: bytes, *, at: datetime, replaces: bytes | None = None) -> str:
    """Begin the sign-in of a slip and return the cookie's value; `code` is the hash of what was typed or scanned.

    Opens its own transactions: the first finds the association, the second works inside it.

    Raises:
        BadInput: no slip has this code.
        SlipEnded: it was withdrawn or its time is over.
        TooBusy: wrong codes come too fast to look at more of them.
    """
    async with db.open_session() as session:
        try:
            link = await links.find(session, code, at=at, purposes=frozenset({links.SLIP}))
        except LinkEnded:
            _count_wrong()
            raise unknown_code() from None
    if link.association_id is None:
        raise SlipEnded
    async with db.association_session(link.association_id) as session:
        slip = (
            await session.execute(
                text(
                    "SELECT s.id, s.assembly_id, s.person_id, s.expires_at FROM desk_slip s"
                    " WHERE s.code_hash = :code AND s.revoked_at IS NULL AND s.expires_at > :at"
                    " AND NOT EXISTS (SELECT 1 FROM assembly_event e WHERE e.assembly_id = s.assembly_id"
                    " AND e.what IN ('closed', 'cancelled')) FOR UPDATE OF s"
                ),
                {"code": code, "at": at},
            )
        ).first()
        if slip is None:
            raise SlipEnded
        await sessions.revoke_of_slip(session, slip.id, at=at)
        if replaces is not None:
            await sessions.revoke_hash(session, replaces, at=at)
        await platform_log.record(session, slip.person_id, "signed_in", at=at, method="slip", slip=str(slip.id))
        return await sessions.create(
            session,
            slip.person_id,
            method="slip",
            at=at,
            slip=SlipReach(link.association_id, slip.assembly_id),
            slip_id=slip.id,
            until=slip.expires_at,
        )


_left = float(WRONG_AT_ONCE)
_filled_at = 0.0


def _count_wrong() -> None:
    """Take one from the bucket of wrong codes of this process.

    Raises:
        TooBusy: it is empty.
    """
    global _left, _filled_at
    now = time.monotonic()
    _left = min(float(WRONG_AT_ONCE), _left + (now - _filled_at) * WRONG_PER_SECOND)
    _filled_at = now
    if _left < 1:
        raise TooBusy
    _left -= 1
    if _left < 1:
        log.warning("slips.guessing", wrong_codes=WRONG_AT_ONCE)
