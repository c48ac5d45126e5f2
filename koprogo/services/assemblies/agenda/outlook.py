"""The outlook of a draft: with the attendance expected, which points can pass at all, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.rules.assemblies.majorities import Majority
from koprogo.rules.assemblies.outlook import Missing, Outlook, OutlookLot, outlook
from koprogo.rules.assemblies.quorum import Session
from koprogo.services.access import require_planner
from koprogo.services.assemblies.roll import RollRow, draft_roll
from koprogo.services.assemblies.second_meeting import RETRY_DAYS, SECOND_MEETING

ASSEMBLY = "SELECT day, session FROM assembly WHERE id = :a AND association_id = :t"
ITEMS = f"""
SELECT i.id, i.number, i.part, i.title, i.majority, i.key_id,{SECOND_MEETING} AS is_retry,
       coalesce((SELECT array_agg(x.person_id) FROM standing_exclusion x WHERE x.item_id = i.id), '{{}}') AS excluded
  FROM agenda_item i WHERE i.assembly_id = :a AND i.number IS NOT NULL AND i.majority <> 'none'
 ORDER BY i.number, i.part
"""
LAST_TIME = """
SELECT (e.facts ->> 'shares_present')::int AS present, (e.facts ->> 'shares')::int AS shares,
       e.what = 'opened' AS opened
  FROM assembly_event e JOIN assembly a ON a.id = e.assembly_id
 WHERE a.association_id = :t AND a.id <> :a AND e.what IN ('opened', 'without_quorum') AND e.facts ? 'shares_present'
 ORDER BY e.at DESC LIMIT 1
"""
FULL = 100


@dataclass(frozen=True)
class ItemOutlook:
    """What the attendance expected lets one point come to; `blockers` are names."""

    item_id: UUID
    outlook: Outlook
    blockers: tuple[str, ...]
    number: str = ""
    title: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Doubts:
    """The points that cannot pass with `percent` of the votes there; `is_known`: so many came the last time.

    Without an earlier assembly everybody is expected, so that only what can never pass is told.
    """

    percent: int
    is_known: bool
    points: tuple[ItemOutlook, ...]


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
    rows = (await session.execute(text(ITEMS), {"a": assembly_id, "days": RETRY_DAYS})).all()
    if not roll:
        return []
    return [_one(row, _lots(roll, row), part, Session(found.session), names) for row in rows]


async def doubts(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> Doubts:
    """Return the points that cannot pass with the attendance of the association's last assembly (who plans it)."""
    last = (await session.execute(text(LAST_TIME), {"a": assembly_id, "t": association_id})).first()
    percent = FULL * last.present // last.shares if last and last.shares else FULL
    found = await outlooks(session, actor, association_id, assembly_id, percent=percent)
    told = [_without_quorum(each) if last and last.opened else each for each in found]
    return Doubts(percent, bool(last), tuple(each for each in told if each.outlook.missing))


def _without_quorum(found: ItemOutlook) -> ItemOutlook:
    """Leave the quorum out: the last assembly reached it with this attendance, whatever a part of the heads rounds to."""
    missing = tuple(each for each in found.outlook.missing if each is not Missing.QUORUM)
    return replace(found, outlook=replace(found.outlook, missing=missing, can_pass=not missing))


def _one(item: Any, lots: list[OutlookLot], part: Fraction, meeting: Session, names: Mapping[str, str]) -> ItemOutlook:
    answer = outlook(lots, Majority(item.majority), part, session=meeting, retry=item.is_retry)
    blockers = tuple(names[owner] for owner in answer.blockers)
    return ItemOutlook(item.id, answer, blockers, f"{item.number}{item.part}", item.title)


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
