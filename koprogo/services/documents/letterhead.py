"""The letterhead of an association's papers, as it is today."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import NotFound
from koprogo.core.numbers import format_enterprise_number
from koprogo.papers.paper import Letterhead


async def letterhead(session: AsyncSession, association_id: UUID) -> Letterhead:
    """Return name, address and enterprise number (art. 3.86 §1); NotFound for an association out of reach."""
    row = (
        await session.execute(
            text("SELECT name, street, postcode, city, enterprise_number FROM association WHERE id = :t"),
            {"t": association_id},
        )
    ).first()
    if row is None:
        raise NotFound
    address = tuple(line for line in (row.street, f"{row.postcode} {row.city}".strip()) if line)
    number = format_enterprise_number("".join(filter(str.isdigit, row.enterprise_number)))
    return Letterhead(row.name, address, number)
