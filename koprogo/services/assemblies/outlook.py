"""The outlook of a draft: with the attendance expected, which points can pass at all, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.rules.assemblies.majorities import Majority
from koprogo.rules.assemblies.outlook import Outlook, OutlookLot, outlook
from koprogo.rules.assemblies.quorum import Session
from koprogo.services.access import require_planner
from koprogo.services.assemblies.roll import RollRow, draft_roll

ASSEMBLY = "SELECT day, session FROM assembly WHERE id = :a AND association_id = :t"
ITEMS = """
SELECT i.id, i.number, i.part, i.majority, i.key_id,
       coalesce((SELECT array_agg(x.person_id) FROM standing_exclusion x WHERE x.item_id = i.id), '{}') AS excluded
  FROM agenda_item i WHERE i.assembly_id = :a AND i.number IS NOT NULL AND i.majority <> 'none'
 ORDER BY i.number, i.part
"""
FULL = 100


@dataclass(frozen=True)
class ItemOutlook:
    """What the attendance expected lets one point come to; `blockers` are names."""

    item_id: UUID
    outlook: Outlook
    blockers: tuple[str, ...]


async def outlooks(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, percent: int
) -> list[ItemOutlook]:
    """Return the outlook of each voted point when `percent` of heads, shares and votes come (0 to 100)."""
    await require_planner(session, actor, association_id, assembly_id)
    found = (await session.execute(text(ASSEMBLY), {"a": assembly_id, "t": association_id})).first()
    if found is None:
        raise NotFound
    day: date = found.day
    roll = await draft_roll(session, association_id, day)
    names = {row.owner_key: row.owner_name for row in roll}
    part = Fraction(max(0, min(int(percent), FULL)), FULL)
    rows = (await session.execute(text(ITEMS), {"a": assembly_id})).all()
    if not roll:
        return []
    return [_one(row.id, _lots(roll, row), row.majority, part, Session(found.session), names) for row in rows]


def _one(
    item_id: UUID, lots: list[OutlookLot], majority: str, part: Fraction, meeting: Session, names: Mapping[str, str]
) -> ItemOutlook:
    answer = outlook(lots, Majority(majority), part, session=meeting)
    return ItemOutlook(item_id, answer, tuple(names[owner] for owner in answer.blockers))


def _lots(roll: tuple[RollRow, ...], item: Any) -> list[OutlookLot]:
    out = set(item.excluded)
    return [
        OutlookLot(
            lot=row.lot_number,
            owner=row.owner_key,
            shares=row.shares,
            votes=row.votes(item.key_id),
            suspended=row.suspended,
            excluded=row.voter_id in out,
        )
        for row in roll
    ]
