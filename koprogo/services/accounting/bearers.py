"""Holding what a person says of who bears a line against the rules and the rows of the association."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import NotFound, Problem
from koprogo.rules.accounting.bearers import bearer_problems

KEY = "SELECT 1 FROM apportionment_key WHERE association_id = :t AND id = :id"
LOT = "SELECT 1 FROM lot WHERE association_id = :t AND id = :id"


async def problems_of_bearer(
    session: AsyncSession, association_id: UUID, code: str, *, key_id: UUID | None, lot_id: UUID | None
) -> list[Problem]:
    """Return what is wrong with a line on an account that goes by a key, to one lot, or by the shares without either.

    Raises:
        NotFound: the key or the lot is none of this association.
    """
    for query, id_ in ((KEY, key_id), (LOT, lot_id)):
        if id_ is not None and await session.scalar(text(query), {"t": association_id, "id": id_}) is None:
            raise NotFound
    return bearer_problems(code.strip(), by_key=key_id is not None, to_a_lot=lot_id is not None)
