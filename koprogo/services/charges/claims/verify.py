"""What `koprogo check` asks of claims: nothing is left of a settled one."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.services.charges.claims.queries import SUMS, WAITING

ENDED = """
SELECT c.id, c.number, e.entry_id FROM claim c JOIN claim_end e ON e.association_id = c.association_id AND e.claim_id = c.id
 WHERE c.association_id = :t ORDER BY c.number
"""


async def verify_claims(session: AsyncSession, association_id: UUID) -> list[str]:
    """Return one sentence per claim that is not what its end says; empty is good."""
    rows = (await session.execute(text(SUMS), {"t": association_id, "code": WAITING})).all()
    stands = {row.claim_id: row.stands for row in rows}
    faults = []
    for row in await session.execute(text(ENDED), {"t": association_id}):
        if left := stands.get(row.id, 0):
            faults.append(f"claim {row.number} of {association_id}: it is settled, and {left} cents of it wait")
    return faults
