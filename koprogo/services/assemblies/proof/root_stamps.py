"""An authority's timestamp over each vote's Merkle root, where a service is configured; nobody waits for it.

Asked for when the result is frozen, by a job that is tried again for hours, and by `waiting` after that. The root is the
digest that is stamped, so whoever has the minutes can hold the token against the root printed there.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters import tasks, timestamps
from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.models.ballots import RootStamp
from koprogo.services import audit
from koprogo.settings import settings

TASK = "koprogo.results.stamp_root"
MOST_AT_ONCE = 40
MISSING = """
SELECT r.association_id, r.item_id, r.round, r.by_id FROM result r
 WHERE NOT EXISTS (SELECT 1 FROM root_stamp s WHERE s.item_id = r.item_id AND s.round = r.round)
 ORDER BY r.at DESC LIMIT :most
"""
ROOT = """
SELECT r.merkle_root, r.assembly_id FROM result r
 WHERE r.association_id = :t AND r.item_id = :i AND r.round = :r
   AND NOT EXISTS (SELECT 1 FROM root_stamp s WHERE s.item_id = r.item_id AND s.round = r.round)
"""
KEPT = "SELECT s.* FROM root_stamp s WHERE s.association_id = :t AND s.item_id = :i AND s.round = :r"
ALL = """
SELECT s.item_id, s.round, s.root, s.by_name, s.at, s.token, r.merkle_root FROM root_stamp s
  LEFT JOIN result r ON r.item_id = s.item_id AND r.round = s.round
 WHERE s.association_id = :t ORDER BY s.item_id, s.round
"""
LOST = """
SELECT e.subject_id AS item_id, e.facts ->> 'round' AS round FROM audit_event e
 WHERE e.association_id = :t AND e.action = 'result.stamped' AND NOT EXISTS (
       SELECT 1 FROM root_stamp s WHERE s.item_id = e.subject_id AND s.round = (e.facts ->> 'round')::int) ORDER BY 1, 2
"""


@dataclass(frozen=True)
class KeptStamp:
    """A timestamp that was set: `root` is what it covers, `token` the authority's signed answer."""

    root: bytes
    by_name: str
    at: datetime
    token: bytes


async def ask(session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, round_: int) -> None:
    """Queue the timestamp of a result just frozen, where a service is configured."""
    if settings().timestamp_url:
        await tasks.enqueue(
            session, TASK, lock=f"root:{item_id}:{round_}", association=str(association_id), item=str(item_id),
            round_=round_, by=str(actor.person_id),
        )  # fmt: skip


async def stamp(association_id: UUID, item_id: UUID, *, round_: int, by: Actor) -> bool:
    """Set the timestamp of one counted round; say whether it was set now. Safe to repeat; runs in the worker.

    Raises:
        StampUnavailable: the service does not answer; the job is tried again, and by `waiting` after that.
    """
    url, ids = settings().timestamp_url, {"t": association_id, "i": item_id, "r": round_}
    async with db.association_session(association_id) as session:
        row = (await session.execute(text(ROOT), ids)).first()
    if not url or row is None:
        return False
    found = await timestamps.stamp_of(bytes(row.merkle_root), url)
    async with db.association_session(association_id) as session:
        if (await session.execute(text(ROOT), ids)).first() is None:
            return False
        session.add(
            RootStamp(
                association_id=association_id,
                item_id=item_id,
                round=round_,
                root=found.digest,
                by_name=found.name,
                at=found.at,
                token=found.token,
            )
        )
        await audit.record(session, by, association_id, "result.stamped", item_id, round=round_)
    return True


async def waiting(session: AsyncSession) -> list[tuple[UUID, UUID, int, UUID]]:
    """Return (association, item, round, who confirmed) of results without their timestamp, newest first; for the worker."""
    if not settings().timestamp_url:
        return []
    return [tuple(row) for row in await session.execute(text(MISSING), {"most": MOST_AT_ONCE})]


async def stamp_on(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, round_: int
) -> KeptStamp:
    """Return the timestamp of a counted round to whoever may read the assembly; NotFound while there is none."""
    require(actor, "assembly.read", association_id)
    row = (await session.execute(text(KEPT), {"t": association_id, "i": item_id, "r": round_})).first()
    if row is None or actor.slip_assembly_id is not None:
        raise NotFound
    return KeptStamp(bytes(row.root), row.by_name, row.at, bytes(row.token))


async def verify_stamps(session: AsyncSession, association_id: UUID) -> list[str]:
    """Return one sentence per timestamp that does not stand behind the root of its result; empty is good."""
    faults = []
    for row in await session.execute(text(ALL), {"t": association_id}):
        where = f"item {row.item_id}, round {row.round}: its timestamp"
        try:
            found = timestamps.read(bytes(row.token))
        except ValueError:
            faults.append(f"{where} cannot be read")
            continue
        if not found.genuine:
            faults.append(f"{where} was changed: the authority's signature does not hold")
        if row.merkle_root is None or not found.digest == bytes(row.root) == bytes(row.merkle_root):
            faults.append(f"{where} is over another root")
        if (found.name, found.at) != (row.by_name, row.at):
            faults.append(f"{where} names another authority or instant than it shows")
    faults += [
        f"item {row.item_id}, round {row.round}: its timestamp is missing"
        for row in await session.execute(text(LOST), {"t": association_id})
    ]
    return faults
