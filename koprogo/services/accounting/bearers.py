"""Holding what a person says of who bears a line against the rules and the rows of the association."""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import NotFound, Problem
from koprogo.rules.accounting.bearers import bearer_problems

KEY = "SELECT until FROM apportionment_key WHERE association_id = :t AND id = :id"
LOT = "SELECT 1 FROM lot WHERE association_id = :t AND id = :id"
HAS_ENDED = "This key ended on {day}. Choose the one that took its place."


async def problems_of_bearer(
    session: AsyncSession, association_id: UUID, code: str, *, day: date, key_id: UUID | None, lot_id: UUID | None
) -> list[Problem]:
    """Return what is wrong with a line on an account that goes by a key, to one lot, or by the shares without either.

    `day`: that of the cost; a key is no longer in force on the day it ended.

    Raises:
        NotFound: the key or the lot is none of this association.
    """
    if lot_id is not None and await session.scalar(text(LOT), {"t": association_id, "id": lot_id}) is None:
        raise NotFound
    if key_id is not None and (problem := await key_problem(session, association_id, key_id, day, "bearer")):
        return [problem]
    return bearer_problems(code.strip(), by_key=key_id is not None, to_a_lot=lot_id is not None)


async def key_problem(
    session: AsyncSession, association_id: UUID, key_id: UUID, day: date, where: str
) -> Problem | None:
    """Say that a key was no longer in force on the day of a cost, None when it was; NotFound for a key of others."""
    row = (await session.execute(text(KEY), {"t": association_id, "id": key_id})).first()
    if row is None:
        raise NotFound
    if row.until is None or day < row.until:
        return None
    return Problem(where, HAS_ENDED, {"day": row.until.isoformat()})
