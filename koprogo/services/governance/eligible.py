"""What somebody is in an association, as far as a seat depends on it: her lots, her vote, the syndic, the other office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.rules.governance.council import Seat, council_seat
from koprogo.rules.ownership.joint import needs_representative
from koprogo.rules.ownership.rights import Right

# For each of the people asked about: the lots that she holds, represents, or acts for a holder of.
LOTS = """
SELECT x.person_id, l.number, array_agg(h."right" ORDER BY h.id) AS rights,
       array_agg(h.person_id ORDER BY h.id) AS holders, max(r.person_id::text) AS represents,
       ARRAY(SELECT a.holder_id FROM acting_for a WHERE a.association_id = :t AND a.person_id = x.person_id
                AND a.since <= :day AND (a.until IS NULL OR a.until > :day)) AS acts_for
  FROM unnest(CAST(:people AS uuid[])) AS x(person_id)
  JOIN holding h ON h.association_id = :t AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
  JOIN lot l ON l.association_id = :t AND l.id = h.lot_id
  LEFT JOIN LATERAL (SELECT p.person_id FROM representative p WHERE p.association_id = :t AND p.lot_id = l.id
       AND p.since <= :day AND (p.until IS NULL OR p.until > :day) ORDER BY p.since DESC, p.id LIMIT 1) r ON true
 GROUP BY x.person_id, l.id, l.number ORDER BY x.person_id, l.number
"""
# From this day on: an office that has not ended yet counts, also one that is still to begin.
BESIDE = """
SELECT EXISTS (SELECT 1 FROM mandate m JOIN organisation_member o USING (organisation_id)
                WHERE m.association_id = :t AND o.person_id = :p AND (m.until IS NULL OR m.until > :day)
                  AND (o.until IS NULL OR o.until > :day)) AS is_syndic,
       EXISTS (SELECT 1 FROM appointment a WHERE a.association_id = :t AND a.person_id = :p AND a.office <> :office
                  AND (a.until IS NULL OR a.until > :day)) AS holds_other
"""


@dataclass(frozen=True)
class Voice:
    """The lots somebody has to do with, and whether she votes for one of them."""

    lots: tuple[str, ...] = ()
    votes: bool = False


async def voices(session: AsyncSession, association_id: UUID, people: list[UUID], *, day: date) -> Mapping[UUID, Voice]:
    """Return the lots and the vote of each person on a day; who has none is not a key."""
    found: dict[UUID, Voice] = {}
    for row in await session.execute(text(LOTS), {"t": association_id, "people": people, "day": day}):
        hers = {str(row.person_id), *map(str, row.acts_for)}
        mine, votes = _on_lot(row, hers)
        if mine:
            before = found.get(row.person_id, Voice())
            found[row.person_id] = Voice((*before.lots, row.number), before.votes or votes)
    return found


async def beside(
    session: AsyncSession, association_id: UUID, person_id: UUID, *, office: str, day: date
) -> tuple[bool, bool]:
    """Say whether somebody works for the syndic here from a day on, and whether she holds the other office."""
    row = (
        await session.execute(text(BESIDE), {"t": association_id, "p": person_id, "day": day, "office": office})
    ).one()
    return row.is_syndic, row.holds_other


async def seat(session: AsyncSession, association_id: UUID, person_id: UUID, *, day: date) -> Seat:
    """Ask the rule whether somebody may sit in the council from a day on."""
    voice = (await voices(session, association_id, [person_id], day=day)).get(person_id, Voice())
    is_syndic, is_auditor = await beside(session, association_id, person_id, office="council", day=day)
    return council_seat(
        holds_right_in_lot=bool(voice.lots), has_vote=voice.votes, is_syndic=is_syndic, is_auditor=is_auditor
    )


def _on_lot(row: Any, hers: set[str]) -> tuple[bool, bool]:
    """Say whether a lot is hers in any way, and whether she votes for it."""
    joint = needs_representative([Right(right) for right in row.rights])
    holds = bool(hers & set(map(str, row.holders)))
    represents = row.represents is not None and row.represents in hers
    return holds or represents, represents if joint else holds
