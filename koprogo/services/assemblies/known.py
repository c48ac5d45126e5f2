"""Who the association knows: who may hold a proxy or sit in the bureau. Anybody else is not found.

Holders of a right on a lot, those who represent or act for them, everybody with an address here, and who works for the
syndic on the day.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require

MOST = 8
KNOWN = """
SELECT person_id FROM holding WHERE association_id = :t AND (until IS NULL OR until > :day)
 UNION SELECT person_id FROM contact WHERE association_id = :t
 UNION SELECT person_id FROM acting_for WHERE association_id = :t AND (until IS NULL OR until > :day)
 UNION SELECT person_id FROM representative WHERE association_id = :t AND (until IS NULL OR until > :day)
 UNION SELECT o.person_id FROM organisation_member o JOIN mandate m USING (organisation_id)
        WHERE m.association_id = :t AND (m.until IS NULL OR m.until > :day) AND (o.until IS NULL OR o.until > :day)
"""
NAME = f"SELECT p.name FROM person p WHERE p.id = :p AND p.kind = 'natural' AND p.id IN ({KNOWN})"
SEARCH = f"""
SELECT p.id, p.name,
       (SELECT array_agg(l.number ORDER BY l.number) FROM holding h JOIN lot l ON l.id = h.lot_id
         WHERE h.association_id = :t AND h.person_id = p.id AND (h.until IS NULL OR h.until > :day)) AS lots
  FROM person p WHERE p.kind = 'natural' AND p.id IN ({KNOWN})
   AND (p.name ILIKE :like OR EXISTS (SELECT 1 FROM holding h JOIN lot l ON l.id = h.lot_id
         WHERE h.association_id = :t AND h.person_id = p.id AND l.number ILIKE :like))
 ORDER BY p.name, p.id LIMIT :most
"""


@dataclass(frozen=True)
class KnownPerson:
    """Somebody to choose from a list; `lots` are those she holds, often none."""

    person_id: UUID
    name: str
    lots: tuple[str, ...]


async def name_of(session: AsyncSession, association_id: UUID, person_id: UUID, day: date) -> str:
    """Return the name of a natural person whom the association knows on a day; NotFound for anybody else."""
    name = await session.scalar(text(NAME), {"t": association_id, "p": person_id, "day": day})
    if name is None:
        raise NotFound
    return str(name)


async def search(
    session: AsyncSession, actor: Actor, association_id: UUID, words: str, *, day: date
) -> list[KnownPerson]:
    """Return at most eight people whose name or lot contains the words, by name; nobody for fewer than two letters."""
    require(actor, "attendance.record", association_id)
    words = words.strip()[:60]
    if len(words) < 2:
        return []
    like = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    rows = await session.execute(text(SEARCH), {"t": association_id, "like": like, "day": day, "most": MOST})
    return [KnownPerson(row.id, row.name, tuple(row.lots or ())) for row in rows]
