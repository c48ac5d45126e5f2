"""To which account of the association a call is paid: that of its working fund (art. 3.86 §3: one account per fund)."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

CURRENT = """
SELECT iban FROM bank_account WHERE association_id = :t AND purpose = 'current' ORDER BY at DESC, id LIMIT 1
"""


async def collecting_iban(session: AsyncSession, association_id: UUID) -> str:
    """Return the IBAN of the working fund’s bank account, the newest one.

    Empty where none is kept here: a call then says to whom it is paid, and has no code.
    """
    return str(await session.scalar(text(CURRENT), {"t": association_id}) or "")
