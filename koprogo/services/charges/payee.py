"""To which account of the association a call is paid: that of its working fund (art. 3.86 §3: one account per fund)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


async def collecting_iban(session: AsyncSession, association_id: UUID) -> str:
    """Return the IBAN of the working fund’s bank account; empty where none is kept here, and a call then has no code."""
    return ""
