"""Whether an assembly kept here voted on a day: then its points say what it decided, and words about it say nothing."""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

VOTED = """
SELECT 1 FROM result r JOIN assembly a ON a.association_id = r.association_id AND a.id = r.assembly_id
 WHERE r.association_id = :t AND r.about = 'text' AND a.day = :day LIMIT 1
"""


async def voted_here(session: AsyncSession, association_id: UUID, day: date) -> bool:
    """Say whether an assembly of that day froze a result here, for a service that decided who may."""
    return await session.scalar(text(VOTED), {"t": association_id, "day": day}) is not None
