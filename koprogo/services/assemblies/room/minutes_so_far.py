"""The evening in order, as the minutes will tell it: what the room reads back while the assembly goes on.

Each line is a fact with its instant; the words are the screen's. Arrivals and departures count from the opening on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.services.assemblies.labels import article_of, label

NEWEST = 40
SESSION = """
SELECT at, what, reason, facts FROM assembly_event
 WHERE assembly_id = :a AND what NOT IN ('drafted', 'convened')
"""
ITEMS = """
SELECT e.at, e.what, e.reason, e.round, i.number, i.part, i.title, i.kind, r.carried, r.about, r.in_favour, r.against,
       r.abstained,
       r.needed, r.majority
  FROM item_event e JOIN agenda_item i ON i.id = e.item_id
  LEFT JOIN result r ON r.item_id = e.item_id AND r.round = e.round AND e.what = 'confirmed'
 WHERE e.assembly_id = :a AND e.what IN ('confirmed', 'reopened', 'postponed', 'withdrawn', 'noted', 'not_reached')
   AND NOT e.facts ? 'amendment'
"""
BUREAU = """
SELECT e.at, e.office, p.name FROM bureau_event e JOIN person p ON p.id = e.person_id
 WHERE e.assembly_id = :a AND e.what = 'named'
"""
PRESENCE = """
SELECT e.at, e.what, e.reason, p.name FROM presence_event e JOIN person p ON p.id = e.person_id
 WHERE e.assembly_id = :a AND NOT EXISTS (SELECT 1 FROM presence_event c WHERE c.corrects_id = e.id)
   AND e.at > (SELECT o.at FROM assembly_event o WHERE o.assembly_id = :a AND o.what = 'opened')
"""


PROTESTS = """
SELECT t.at, t.words, p.name FROM protest t JOIN person p ON p.id = t.person_id WHERE t.assembly_id = :a
"""
VISITORS = """
SELECT v.at, v.what, v.name, v.reason FROM visitor_event v WHERE v.assembly_id = :a
"""


@dataclass(frozen=True)
class MinutesLine:
    """One line: `what` is a code word (opened, carried, rejected, postponed, chair, arrived…) with its facts.

    `number` (7, or 7b for a part) and `title` name the point it is about; 0 and nothing for the session itself.
    """

    at: datetime
    what: str
    number: int | str = 0
    title: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    article: str = ""


async def minutes_so_far(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID
) -> list[MinutesLine]:
    """Return the newest forty lines, in the order in which they happened."""
    require(actor, "assembly.run", association_id)
    ids = {"a": assembly_id}
    lines = [_of_session(row) for row in await session.execute(text(SESSION), ids)]
    lines += [_of_item(row) for row in await session.execute(text(ITEMS), ids)]
    lines += [
        MinutesLine(row.at, row.office, facts={"name": row.name}) for row in await session.execute(text(BUREAU), ids)
    ]
    lines += [
        MinutesLine(row.at, row.what, facts={"name": row.name}, reason=row.reason)
        for row in await session.execute(text(PRESENCE), ids)
    ]
    lines += [
        MinutesLine(row.at, "protest", facts={"name": row.name}, reason=row.words)
        for row in await session.execute(text(PROTESTS), ids)
    ]
    lines += [
        MinutesLine(row.at, f"visitor_{row.what}", facts={"name": row.name}, reason=row.reason)
        for row in await session.execute(text(VISITORS), ids)
    ]
    return sorted(lines, key=lambda line: line.at)[-NEWEST:]


def _of_session(row: Any) -> MinutesLine:
    sums = ("owners", "owners_present", "shares", "shares_present")
    facts = {name: row.facts[name] for name in sums if name in row.facts}
    counted = row.what in ("opened", "without_quorum")
    return MinutesLine(row.at, row.what, facts=facts, reason=row.reason, article="3.87 §5" if counted else "")


def _of_item(row: Any) -> MinutesLine:
    if row.carried is None:
        number = label(row.number, row.part)
        return MinutesLine(row.at, row.what, number, row.title, {"round": row.round}, row.reason)
    facts = {
        "in_favour": row.in_favour,
        "against": row.against,
        "abstained": row.abstained,
        "votes_cast": row.in_favour + row.against,
        "needed": row.needed,
        "majority": row.majority,
    }
    what = "carried" if row.carried else "rejected"
    if row.about == "amendment":
        what = f"amendment_{what}"
    return MinutesLine(row.at, what, label(row.number, row.part), row.title, facts, article=article_of(row.kind))
