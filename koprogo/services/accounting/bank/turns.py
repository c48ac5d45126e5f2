"""Taking turns in an association: matching, deciding and ordering payments look first and then write."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

LOCK = "SELECT pg_advisory_xact_lock(37, hashtext(:t))"
"""One run at a time in an association: two would both see a call open, or pay an invoice twice."""


async def lock_matching(session: AsyncSession, association_id: UUID) -> None:
    """Wait until nobody else matches lines of this association; until the transaction ends."""
    await session.execute(text(LOCK), {"t": str(association_id)})
