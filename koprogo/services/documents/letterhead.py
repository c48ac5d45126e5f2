"""The letterhead of an association's papers, as it is today, and who signs its letters."""

from datetime import date
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


async def syndic_on(session: AsyncSession, association_id: UUID, day: date) -> str:
    """Return the firm whose mandate covers a day; several, in order, when there are; empty when there is none."""
    found = await session.scalar(
        text(
            "SELECT string_agg(o.name, ', ' ORDER BY o.name) FROM mandate m JOIN organisation o ON o.id = m.organisation_id"
            " WHERE m.association_id = :t AND m.since <= :day AND (m.until IS NULL OR m.until > :day)"
        ),
        {"t": association_id, "day": day},
    )
    return found or ""
