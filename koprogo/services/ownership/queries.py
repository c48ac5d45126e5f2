"""Who holds which lot on a day, who votes for it, and what is missing: for the pages of lots and owners."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.rules.ownership.joint import needs_representative
from koprogo.rules.ownership.rights import Right


@dataclass(frozen=True)
class HolderOfLot:
    """Somebody who holds a right on a lot; `acted_for_by` is the name of who acts for her, if recorded."""

    person_id: UUID
    name: str
    right: Right
    is_organisation: bool
    acted_for_by: str = ""


@dataclass(frozen=True)
class LotWithHolders:
    """A lot on a day. `representative` is a name; empty where none is designated."""

    id: UUID
    number: str
    kind: str
    floor: str
    shares: int
    holders: tuple[HolderOfLot, ...]
    representative: str = ""

    @property
    def is_suspended(self) -> bool:
        """Whether nobody can vote for it (art. 3.87 §1, al. 2)."""
        return not self.representative and needs_representative([holder.right for holder in self.holders])


@dataclass(frozen=True)
class Designation:
    """Who was designated for a lot, from a day to another (exclusive), and by which writing."""

    name: str
    since: date
    until: date | None
    proof: str


@dataclass(frozen=True)
class LotSheet:
    """A lot on a day, and every designation of a representative, the latest first."""

    lot: LotWithHolders
    designations: tuple[Designation, ...]


LOTS = """
SELECT l.id, l.number, l.kind, l.floor, l.shares,
       (SELECT p.name FROM representative r JOIN person p ON p.id = r.person_id
         WHERE r.association_id = l.association_id AND r.lot_id = l.id
           AND r.since <= :day AND (r.until IS NULL OR r.until > :day) ORDER BY r.since DESC, r.id LIMIT 1) AS represents
  FROM lot l WHERE l.association_id = :association AND (CAST(:lot AS uuid) IS NULL OR l.id = :lot) ORDER BY l.number
"""
HOLDERS = """
SELECT h.lot_id, h.person_id, p.name, h."right", p.kind,
       (SELECT q.name FROM acting_for a JOIN person q ON q.id = a.person_id
         WHERE a.association_id = h.association_id AND a.holder_id = h.person_id
           AND a.since <= :day AND (a.until IS NULL OR a.until > :day) ORDER BY a.since DESC, a.id LIMIT 1) AS acts
  FROM holding h JOIN person p ON p.id = h.person_id
 WHERE h.association_id = :association AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
   AND (CAST(:lot AS uuid) IS NULL OR h.lot_id = :lot)
 ORDER BY p.name, p.id
"""
DESIGNATIONS = """
SELECT p.name, r.since, r.until, r.proof FROM representative r JOIN person p ON p.id = r.person_id
 WHERE r.association_id = :association AND r.lot_id = :lot AND (r.until IS NULL OR r.until > r.since)
 ORDER BY r.since DESC, r.id
"""


async def lots_with_holders(
    session: AsyncSession, actor: Actor, association_id: UUID, *, day: date
) -> list[LotWithHolders]:
    """Return the lots of an association with their holders on a day, by number."""
    require(actor, "lots.read", association_id)
    return await _lots(session, association_id, None, day)


async def lot_sheet(session: AsyncSession, actor: Actor, association_id: UUID, lot_id: UUID, *, day: date) -> LotSheet:
    """Return one lot with the history of its designations (syndic, accountant).

    Raises:
        NotFound: no such lot in this association.
    """
    require(actor, "people.read", association_id)
    found = await _lots(session, association_id, lot_id, day)
    if not found:
        raise NotFound
    rows = await session.execute(text(DESIGNATIONS), {"association": association_id, "lot": lot_id})
    return LotSheet(found[0], tuple(Designation(**row) for row in rows.mappings()))


async def _lots(session: AsyncSession, association_id: UUID, lot_id: UUID | None, day: date) -> list[LotWithHolders]:
    facts = {"association": association_id, "lot": lot_id, "day": day}
    holders: dict[UUID, list[HolderOfLot]] = {}
    for row in await session.execute(text(HOLDERS), facts):
        holders.setdefault(row.lot_id, []).append(
            HolderOfLot(row.person_id, row.name, Right(row.right), row.kind == "legal", row.acts or "")
        )
    return [
        LotWithHolders(
            row.id, row.number, row.kind, row.floor, row.shares, tuple(holders.get(row.id, ())), row.represents or ""
        )
        for row in await session.execute(text(LOTS), facts)
    ]
