"""Whom a survey asks: one head per holder of a right on a lot, on a day.

A company has no head of its own: who acts for it answers, one person however many act. The same goes for a holder whom
somebody acts for, an administrator or the representative of heirs. Who has several lots, or acts for several, is one head.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.rules.community.survey import Audience, is_asked

HOLDERS = """
SELECT h."right", w.id IS NOT NULL AS in_group, p.id, p.name, p.language, coalesce(a.email, '') AS email
  FROM holding h
  JOIN person o ON o.id = h.person_id
  LEFT JOIN LATERAL (
       SELECT f.person_id FROM acting_for f
        WHERE f.association_id = h.association_id AND f.holder_id = h.person_id AND f.since <= :day
          AND (f.until IS NULL OR f.until > :day) ORDER BY f.since, f.id LIMIT 1) f ON true
  JOIN person p ON p.id = coalesce(f.person_id, CASE WHEN o.kind = 'natural' THEN o.id END)
  LEFT JOIN account a ON a.person_id = p.id
  LEFT JOIN apportionment_weight w
       ON w.association_id = h.association_id AND w.key_id = CAST(:key AS uuid) AND w.lot_id = h.lot_id
 WHERE h.association_id = :t AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
 ORDER BY p.name, p.id
"""


@dataclass(frozen=True)
class Head:
    """Somebody who is asked; `email` is empty without an account, and then no letter reaches her."""

    person_id: UUID
    name: str
    language: str
    email: str


async def heads(
    session: AsyncSession, association_id: UUID, *, audience: Audience, key_id: UUID | None, day: date
) -> list[Head]:
    """Return who is asked on a legal day, by name; each person once."""
    rows = await session.execute(text(HOLDERS), {"t": association_id, "key": key_id, "day": day})
    asked = {
        row.id: Head(row.id, row.name, row.language, row.email)
        for row in rows
        if is_asked(audience, row.right, in_group=row.in_group)
    }
    return list(asked.values())
