"""Reading associations: the list, the sheet of one, and the lots that are mine."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor, Role
from koprogo.core.errors import NotFound
from koprogo.core.permissions import PERMISSIONS, require
from koprogo.rules.ownership.joint import HeldLot, Suspended, needs_representative, suspended
from koprogo.rules.ownership.rights import Right

LIST = """
SELECT a.id, a.name, a.enterprise_number, a.street, a.postcode, a.city, a.languages, a.shares_total,
       (SELECT count(*) FROM lot l WHERE l.association_id = a.id) AS lots,
       (SELECT coalesce(sum(l.shares), 0) FROM lot l WHERE l.association_id = a.id) AS shares_of_lots,
       (SELECT count(DISTINCT h.person_id) FROM holding h WHERE h.association_id = a.id
           AND h.since <= :day AND (h.until IS NULL OR h.until > :day)) AS holders,
       o.name AS syndic, o.ipi_number
  FROM association a
  LEFT JOIN LATERAL (SELECT m.organisation_id FROM mandate m WHERE m.association_id = a.id
       AND m.since <= :day AND (m.until IS NULL OR m.until > :day) ORDER BY m.since DESC LIMIT 1) m ON true
  LEFT JOIN organisation o ON o.id = m.organisation_id
 WHERE a.id = ANY (:associations) ORDER BY a.name, a.id
"""
RIGHTS = """
SELECT l.association_id, l.number, l.shares, array_agg(h."right" ORDER BY h.id) AS rights,
       EXISTS (SELECT 1 FROM representative r WHERE r.association_id = l.association_id AND r.lot_id = l.id
                  AND r.since <= :day AND (r.until IS NULL OR r.until > :day)) AS represented
  FROM lot l JOIN holding h ON h.association_id = l.association_id AND h.lot_id = l.id
   AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
 WHERE l.association_id = ANY (:associations) GROUP BY l.association_id, l.id, l.number, l.shares ORDER BY l.number
"""
IMPORTED = """
SELECT i.file_name, i.at, p.name AS by_name FROM lot_import i JOIN person p ON p.id = i.by_id
 WHERE i.association_id = :association ORDER BY i.at DESC LIMIT 1
"""
MINE = """
SELECT l.association_id, s.name AS association_name, s.shares_total, l.id, l.number, l.kind, l.floor, l.shares,
       array_agg(h."right" ORDER BY h.id) AS rights,
       (SELECT array_agg(o.right ORDER BY o.id) FROM holding o WHERE o.association_id = l.association_id
           AND o.lot_id = l.id AND o.since <= :day AND (o.until IS NULL OR o.until > :day)) AS all_rights,
       (SELECT r.person_id FROM representative r WHERE r.association_id = l.association_id AND r.lot_id = l.id
           AND r.since <= :day AND (r.until IS NULL OR r.until > :day) ORDER BY r.since DESC, r.id LIMIT 1) AS represents
  FROM lot l JOIN association s ON s.id = l.association_id
  LEFT JOIN holding h ON h.association_id = l.association_id AND h.lot_id = l.id AND h.person_id = :person
   AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
 WHERE l.association_id = ANY (:associations) AND (h.id IS NOT NULL OR EXISTS (
       SELECT 1 FROM representative r WHERE r.association_id = l.association_id AND r.lot_id = l.id
          AND r.person_id = :person AND r.since <= :day AND (r.until IS NULL OR r.until > :day)))
 GROUP BY l.association_id, s.name, s.shares_total, l.id ORDER BY s.name, l.number
"""


@dataclass(frozen=True)
class AssociationRow:
    """An association with what is known of it.

    Attributes:
        shares_total: the base deed's denominator; `shares_of_lots` is what its lots make, 0 before an import.
        holders: people and organisations that hold a right today.
        suspended: joint lots that nobody represents; `votes_lost` are their shares (art. 3.87 §1).
        syndic: the firm with the mandate; empty when there is none today.
    """

    id: UUID
    name: str
    enterprise_number: str
    street: str
    postcode: str
    city: str
    languages: tuple[str, ...]
    shares_total: int
    lots: int
    shares_of_lots: int
    holders: int
    suspended: int
    votes_lost: int
    syndic: str
    ipi_number: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class AssociationSheet:
    """An association and where its list of lots came from; the names are empty when none was imported."""

    facts: AssociationRow
    imported_from: str
    imported_at: datetime | None
    imported_by: str


@dataclass(frozen=True)
class MyLot:
    """A lot in which I hold a right, or for which I was designated.

    Attributes:
        right: mine; None when I only represent its holders.
        is_mine_to_vote: I vote for it, as its only owner or its representative.
        is_suspended: nobody votes for it until its holders name one person (art. 3.87 §1).
    """

    association_id: UUID
    association_name: str
    shares_total: int
    id: UUID
    number: str
    kind: str
    floor: str
    shares: int
    right: Right | None
    is_mine_to_vote: bool
    is_suspended: bool


async def associations(session: AsyncSession, actor: Actor, *, day: date) -> list[AssociationRow]:
    """Return the associations whose lots the actor may read, by name; `session` spans her reach."""
    mine = [each for each, roles in actor.reach.items() if roles & PERMISSIONS["lots.read"]]
    return await _rows(session, actor, mine, day)


async def association_sheet(
    session: AsyncSession, actor: Actor, association_id: UUID, *, day: date
) -> AssociationSheet:
    """Return one association.

    Raises:
        NotFound: out of the actor's reach.
        NotAllowed: she came with a slip from the desk.
    """
    require(actor, "association.read", association_id)
    rows = await _rows(session, actor, [association_id], day)
    if not rows:
        raise NotFound
    found = (await session.execute(text(IMPORTED), {"association": association_id})).first()
    return AssociationSheet(
        rows[0], found.file_name if found else "", found.at if found else None, found.by_name if found else ""
    )


async def association_name(session: AsyncSession, actor: Actor, association_id: UUID) -> str:
    """Return the name of one association, for a page about something in it; raises as `association_sheet`."""
    require(actor, "association.read", association_id)
    name = await session.scalar(text("SELECT name FROM association WHERE id = :t"), {"t": association_id})
    if name is None:
        raise NotFound
    return str(name)


async def my_lots(session: AsyncSession, actor: Actor, *, day: date) -> list[MyLot]:
    """Return the lots the actor holds or represents in all her associations, by association and number."""
    mine = [each for each, roles in actor.reach.items() if Role.OWNER in roles]
    rows = await session.execute(text(MINE), {"associations": mine, "person": actor.person_id, "day": day})
    return [_my_lot(row, actor) for row in rows]


def _my_lot(row: Any, actor: Actor) -> MyLot:
    own = [Right(right) for right in row.rights if right]
    joint = needs_representative([Right(right) for right in row.all_rights or ()])
    return MyLot(
        association_id=row.association_id,
        association_name=row.association_name,
        shares_total=row.shares_total,
        id=row.id,
        number=row.number,
        kind=row.kind,
        floor=row.floor,
        shares=row.shares,
        right=own[0] if own else None,
        is_mine_to_vote=row.represents == actor.person_id if joint else bool(own),
        is_suspended=joint and row.represents is None,
    )


async def _rows(session: AsyncSession, actor: Actor, ids: Iterable[UUID], day: date) -> list[AssociationRow]:
    facts = {"associations": list(ids), "day": day}
    lots: dict[UUID, list[HeldLot]] = {}
    for row in await session.execute(text(RIGHTS), facts):
        rights = tuple(Right(right) for right in row.rights)
        lots.setdefault(row.association_id, []).append(HeldLot(row.number, row.shares, rights, row.represented))
    return [
        _association(each, suspended(lots.get(each["id"], ())), actor)
        for each in (await session.execute(text(LIST), facts)).mappings()
    ]


def _association(row: RowMapping, without: Suspended, actor: Actor) -> AssociationRow:
    read = dict(row) | {
        "languages": tuple(row["languages"]),
        "shares_of_lots": int(row["shares_of_lots"]),
        "syndic": row["syndic"] or "",
        "ipi_number": row["ipi_number"] or "",
    }
    return AssociationRow(
        **read,
        suspended=len(without.lots),
        votes_lost=without.votes_lost,
        roles=tuple(sorted(actor.roles_in(row["id"]))),
    )
