"""The numbers debtors pay with: one per call, and one for good. Spread, so that a mistyped digit hits nobody else's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.rules.charges.communication import number_of

COUNT = "SELECT nextval('payment_counter') FROM generate_series(1, :many)"
ADD = """
INSERT INTO payment_reference (id, association_id, number, debtor_id, call_id, at)
SELECT r.id, :t, r.number, r.debtor_id, CAST(:call AS uuid), :at
  FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, number text, debtor_id uuid)
ON CONFLICT (number) DO NOTHING RETURNING debtor_id
"""
"""A number that came with an association from another installation is passed over: its counter ran there."""
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
    left = new
    while left:
        counters = (await session.execute(text(COUNT), {"many": len(left)})).scalars().all()
        rows = [
            {"id": uuid4(), "number": number_of(counter), "debtor_id": debtor}
            for debtor, counter in zip(left, counters, strict=True)
        ]
        written = await session.execute(
            text(ADD), {"t": association_id, "call": call_id, "at": at, "rows": orjson.dumps(rows).decode()}
        )
        there = set(written.scalars())
        left = [debtor for debtor in left if debtor not in there]
    return len(new)


async def numbers_of(
    session: AsyncSession, association_id: UUID, debtors: Iterable[UUID], call_id: UUID
) -> dict[UUID, Numbers]:
    """Return the numbers of debtors, of one call and for good."""
    facts = {"t": association_id, "debtors": sorted(set(debtors)), "call": call_id}
    rows = await session.execute(text(NUMBERS), facts)
    return {row.debtor_id: Numbers(row.of_call or "", row.permanent or "") for row in rows}
