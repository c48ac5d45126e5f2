"""The log of acts, written in the transaction of the act; `seal_log` chains it later, so no act waits for a hash.

`facts` hold ids, kinds and counts; never names, addresses, choices or free text that people typed.
"""

import hashlib
from datetime import UTC
from uuid import UUID

import orjson
from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor

GENESIS = bytes(32)
SEAL_LOCK = 3
INSERT = (
    "INSERT INTO audit_event (association_id, at, actor_id, action, subject_id, facts)"
    " VALUES (:association, clock_timestamp(), :actor, :action, :subject, CAST(:facts AS jsonb))"
)


async def record(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    action: str,
    subject_id: UUID | None = None,
    **facts: str | int | bool | None,
) -> None:
    """Append one line: who did what (`assembly.opened`) to which thing."""
    await session.execute(
        text(INSERT),
        {
            "association": association_id,
            "actor": actor.person_id,
            "action": action,
            "subject": subject_id,
            "facts": orjson.dumps(facts).decode(),
        },
    )


def line_bytes(row: RowMapping) -> bytes:
    """Return the bytes of a log line that its hash covers: sorted keys, UTF-8, instants in UTC to the microsecond."""
    return orjson.dumps(
        {
            "id": row["id"],
            "association": str(row["association_id"]),
            "at": row["at"].astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": str(row["actor_id"]),
            "action": row["action"],
            "subject": str(row["subject_id"]) if row["subject_id"] else None,
            "facts": row["facts"],
        },
        option=orjson.OPT_SORT_KEYS,
    )


async def seal_log(session: AsyncSession, association_id: UUID) -> int:
    """Give every committed line of the log its place in the chain; return how many were sealed.

    Whoever holds the advisory lock seals; others return 0 at once. Lines are found by absence of a seal, never by
    `id > last`: commit order is not id order.
    """
    lock = "SELECT pg_try_advisory_xact_lock(:space, hashtext(:key))"
    if not await session.scalar(text(lock), {"space": SEAL_LOCK, "key": str(association_id)}):
        return 0
    rows = (
        await session.execute(
            text(
                "SELECT e.* FROM audit_event e WHERE e.association_id = :a AND NOT EXISTS"
                " (SELECT 1 FROM audit_seal s WHERE s.association_id = :a AND s.audit_event_id = e.id) ORDER BY e.id"
            ),
            {"a": association_id},
        )
    ).mappings()
    head = (
        await session.execute(
            text("SELECT position, hash FROM audit_seal WHERE association_id = :a ORDER BY position DESC LIMIT 1"),
            {"a": association_id},
        )
    ).first()
    position, previous = (head.position, bytes(head.hash)) if head else (0, GENESIS)
    seals = []
    for row in rows:
        position += 1
        digest = hashlib.sha256(previous + hashlib.sha256(line_bytes(row)).digest()).digest()
        seals.append({"a": association_id, "p": position, "e": row["id"], "prev": previous, "h": digest})
        previous = digest
    if seals:
        await session.execute(
            text(
                "INSERT INTO audit_seal (association_id, position, audit_event_id, previous, hash)"
                " VALUES (:a, :p, :e, :prev, :h)"
            ),
            seals,
        )
    return len(seals)


async def unsealed_associations(session: AsyncSession) -> list[UUID]:
    """Return the associations whose log has lines outside the chain; asked across associations, by the worker."""
    rows = await session.execute(
        text(
            "SELECT DISTINCT e.association_id FROM audit_event e WHERE NOT EXISTS (SELECT 1 FROM audit_seal s"
            " WHERE s.association_id = e.association_id AND s.audit_event_id = e.id)"
        )
    )
    return list(rows.scalars())


async def verify_log(session: AsyncSession, association_id: UUID) -> list[str]:
    """Recompute the chain of one association's log; return one sentence per gap, naming the line. Empty is good."""
    rows = (
        await session.execute(
            text(
                "SELECT s.position, s.previous, s.hash, e.* FROM audit_seal s"
                " LEFT JOIN audit_event e ON e.association_id = s.association_id AND e.id = s.audit_event_id"
                " WHERE s.association_id = :a ORDER BY s.position"
            ),
            {"a": association_id},
        )
    ).mappings()
    faults, previous, expected = [], GENESIS, 0
    for row in rows:
        expected += 1
        if row["id"] is None:
            faults.append(f"log of {association_id}: the line at position {row['position']} is missing")
            previous = bytes(row["hash"])
            continue
        digest = hashlib.sha256(previous + hashlib.sha256(line_bytes(row)).digest()).digest()
        if row["position"] != expected or bytes(row["previous"]) != previous or bytes(row["hash"]) != digest:
            faults.append(f"log of {association_id}: line {row['id']} at position {row['position']} does not verify")
        previous = bytes(row["hash"])
        expected = row["position"]
    return faults
