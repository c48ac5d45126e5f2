"""The letterhead of an association's papers as it is today, the number they all carry, and who signs its letters."""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import NotFound
from koprogo.core.numbers import format_enterprise_number
from koprogo.papers.paper import EnterpriseNumberMissing, Letterhead

__all__ = ["EnterpriseNumberMissing", "letterhead", "require_enterprise_number", "syndic_on"]


async def letterhead(session: AsyncSession, association_id: UUID) -> Letterhead:
    """Return name, address and enterprise number (art. 3.86 §1), empty before it is entered: no paper prints then.

    Raises:
        NotFound: an association out of reach.
    """
    row = (
        await session.execute(
            text("SELECT name, street, postcode, city, enterprise_number FROM association WHERE id = :t"),
            {"t": association_id},
        )
    ).first()
    if row is None:
        raise NotFound
    address = tuple(line for line in (row.street, f"{row.postcode} {row.city}".strip()) if line)
    digits = "".join(filter(str.isdigit, row.enterprise_number))
    return Letterhead(row.name, address, format_enterprise_number(digits) if digits else "")


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


async def require_enterprise_number(session: AsyncSession, association_id: UUID) -> None:
    """Let pass an association whose papers may go out (art. 3.86 §1)."""
    number = await session.scalar(
        text("SELECT enterprise_number FROM association WHERE id = :t"), {"t": association_id}
    )
    if not str(number or "").strip():
        raise EnterpriseNumberMissing
