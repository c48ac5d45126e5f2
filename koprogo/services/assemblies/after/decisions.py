"""What past assemblies decided, for the council and for everybody who owns a part: frozen results, the latest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor, Role

DECIDED = """
SELECT r.item_id, r.assembly_id, r.association_id, s.name AS association_name, a.day, i.number, i.title, r.carried,
       r.majority, r.article, r.in_favour, r.against, r.needed
  FROM result r JOIN assembly a ON a.id = r.assembly_id JOIN association s ON s.id = r.association_id
  JOIN agenda_item i ON i.id = r.item_id
 WHERE r.association_id = ANY (:associations)
   AND r.round = (SELECT max(o.round) FROM result o WHERE o.item_id = r.item_id AND o.about = 'text')
 ORDER BY a.day DESC, a.id, i.number LIMIT :most
"""


@dataclass(frozen=True)
class Decision:
    """One decided point: carried or not, with its sums; `needed` is the whole number of votes it took."""

    item_id: UUID
    assembly_id: UUID
    association_id: UUID
    association_name: str
    day: date
    number: int
    title: Mapping[str, str]
    carried: bool
    majority: str
    article: str
    in_favour: int
    against: int
    needed: int


async def decisions(session: AsyncSession, actor: Actor, *, most: int = 20) -> list[Decision]:
    """Return the latest decisions of the associations in reach, at most `most`; a slip from the desk sees none here."""
    mine = [each for each, roles in actor.reach.items() if roles - {Role.ATTENDEE}]
    rows = await session.execute(text(DECIDED), {"associations": mine, "most": most})
    return [Decision(**row) for row in rows.mappings()]
