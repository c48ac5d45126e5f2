"""The numbers debtors pay with: one per call, and one for good. Spread, so that a mistyped digit hits nobody else's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.models.charges import PaymentReference
from koprogo.rules.charges.communication import number_of

COUNT = "SELECT nextval('payment_counter') FROM generate_series(1, :many)"
HAVE = """
SELECT debtor_id FROM payment_reference
 WHERE association_id = :t AND debtor_id = ANY(:debtors) AND call_id IS NOT DISTINCT FROM CAST(:call AS uuid)
"""
NUMBERS = """
SELECT r.debtor_id, max(r.number) FILTER (WHERE r.call_id IS NULL) AS permanent,
       max(r.number) FILTER (WHERE r.call_id = CAST(:call AS uuid)) AS of_call
  FROM payment_reference r WHERE r.association_id = :t AND r.debtor_id = ANY(:debtors) GROUP BY r.debtor_id
"""


@dataclass(frozen=True)
class Numbers:
    """What a debtor may pay with: twelve digits each, empty where there is none."""

    of_call: str
    permanent: str


async def issue_numbers(
    session: AsyncSession, association_id: UUID, debtors: Iterable[UUID], *, at: datetime, call_id: UUID | None = None
) -> int:
    """Give each debtor a number for a call, or for good without one, who has none yet; return how many were new."""
    wanted = sorted(set(debtors))
    facts = {"t": association_id, "debtors": wanted, "call": call_id}
    have = set((await session.execute(text(HAVE), facts)).scalars())
    new = [debtor for debtor in wanted if debtor not in have]
    counters = (await session.execute(text(COUNT), {"many": len(new)})).scalars().all() if new else []
    session.add_all(
        PaymentReference(
            association_id=association_id, number=number_of(counter), debtor_id=debtor, call_id=call_id, at=at
        )
        for debtor, counter in zip(new, counters, strict=True)
    )
    await session.flush()
    return len(new)


async def numbers_of(
    session: AsyncSession, association_id: UUID, debtors: Iterable[UUID], call_id: UUID
) -> dict[UUID, Numbers]:
    """Return the numbers of debtors, of one call and for good."""
    facts = {"t": association_id, "debtors": sorted(set(debtors)), "call": call_id}
    rows = await session.execute(text(NUMBERS), facts)
    return {row.debtor_id: Numbers(row.of_call or "", row.permanent or "") for row in rows}
