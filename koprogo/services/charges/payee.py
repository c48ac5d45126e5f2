"""To which account of the association a call is paid: that of its working fund (art. 3.86 §3: one account per fund)."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.services.accounting.bank.accounts import COLLECTING


async def collecting_iban(session: AsyncSession, association_id: UUID) -> str:
    """Return the IBAN of the working fund’s bank account: the newest that is confirmed and was not ended.

    Empty where none is kept here: a call then says to whom it is paid, and has no code.
    """
    return str(await session.scalar(text(COLLECTING), {"t": association_id}) or "")
