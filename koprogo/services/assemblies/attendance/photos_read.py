"""Which photos of an evening stand, and what each is about: for the bureau, and for the list in the minutes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

STANDING = """
SELECT d.id, d.subject AS kind, d.subject_id, d.file_name, d.media_type, d.sha256, d.size, d.at, b.name AS by_name,
       coalesce(i.number || i.part, l.number, g.name, '') AS about
  FROM attachment d JOIN person b ON b.id = d.by_id
  LEFT JOIN agenda_item i ON d.subject = 'hands' AND i.association_id = d.association_id AND i.id = d.subject_id
  LEFT JOIN lot l ON d.subject IN ('deed', 'designation') AND l.association_id = d.association_id AND l.id = d.subject_id
  LEFT JOIN proxy p ON d.subject = 'proxy' AND p.association_id = d.association_id AND p.id = d.subject_id
  LEFT JOIN person g ON g.id = p.giver_id
 WHERE d.association_id = :t AND d.assembly_id = :a AND d.withdraws_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM attachment w WHERE w.withdraws_id = d.id)
 ORDER BY d.at, d.id
"""


@dataclass(frozen=True)
class Photo:
    """A photo that stands. `about` is the number of the point or of the lot, or who gave the proxy; `size` in bytes."""

    id: UUID
    kind: str
    subject_id: UUID
    about: str
    file_name: str
    media_type: str
    sha256: str
    size: int
    at: datetime
    by_name: str


async def standing_photos(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> list[Photo]:
    """Return the photos of an assembly that were not taken back, in order of time. Asks for no permission."""
    rows = await session.execute(text(STANDING), {"t": association_id, "a": assembly_id})
    return [Photo(**row) for row in rows.mappings()]
