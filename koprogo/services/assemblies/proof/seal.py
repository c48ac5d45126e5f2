"""Sealing: each committed ballot gets its place in its round's chain, one tick after it was cast.

Nothing waits for a hash when voting; whoever holds the round's lock appends the seals that are missing, found by
absence, never by `id > last`: commit order is not id order.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.rules.assemblies import proof

UNSEALED = """
SELECT b.id, b.leaf FROM ballot b
 WHERE b.item_id = :i AND b.round = :r AND NOT EXISTS (SELECT 1 FROM seal s WHERE s.ballot_id = b.id)
 ORDER BY b.received_at, b.id
"""
HEAD = "SELECT position, hash FROM seal WHERE item_id = :i AND round = :r ORDER BY position DESC LIMIT 1"
ADD = """
INSERT INTO seal (item_id, round, position, association_id, ballot_id, previous, hash)
VALUES (:i, :r, :p, :t, :b, :previous, :hash)
"""


async def try_seal(session: AsyncSession, association_id: UUID, item_id: UUID, round_: int) -> int:
    """Seal what is missing unless somebody else is at it; return how many were sealed."""
    if not await session.scalar(text("SELECT pg_try_advisory_xact_lock(2, hashtext(:i))"), {"i": str(item_id)}):
        return 0
    return await seal_round(session, association_id, item_id, round_)


async def seal_round(session: AsyncSession, association_id: UUID, item_id: UUID, round_: int) -> int:
    """Seal what is missing; the caller holds the round's second lock."""
    facts = {"i": item_id, "r": round_}
    missing = (await session.execute(text(UNSEALED), facts)).all()
    if not missing:
        return 0
    head = (await session.execute(text(HEAD), facts)).first()
    position, previous = (head.position, bytes(head.hash)) if head else (0, proof.START)
    rows = []
    for ballot in missing:
        position += 1
        link = proof.chain(previous, bytes(ballot.leaf))
        rows.append({**facts, "p": position, "t": association_id, "b": ballot.id, "previous": previous, "hash": link})
        previous = link
    await session.execute(text(ADD), rows)
    return len(rows)


async def sealed(session: AsyncSession, item_id: UUID, round_: int) -> int:
    """Return how many ballots of a round are sealed."""
    found = await session.scalar(
        text("SELECT count(*) FROM seal WHERE item_id = :i AND round = :r"), {"i": item_id, "r": round_}
    )
    return int(found or 0)


async def head_and_root(session: AsyncSession, item_id: UUID, round_: int) -> tuple[bytes, bytes, int]:
    """Return the chain's last link, the Merkle root over the leaves in the chain's order, and their number."""
    rows = (
        await session.execute(
            text(
                "SELECT s.hash, b.leaf FROM seal s JOIN ballot b ON b.id = s.ballot_id"
                " WHERE s.item_id = :i AND s.round = :r ORDER BY s.position"
            ),
            {"i": item_id, "r": round_},
        )
    ).all()
    head = bytes(rows[-1].hash) if rows else proof.START
    return head, proof.merkle_root([bytes(row.leaf) for row in rows]), len(rows)
