"""The stays of those let in without a vote: each arrival with the departure after it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

LIST = """
SELECT v.name, v.capacity, v.what, v.at, v.reason, v.notified_on, v.seq, v.assists_id, b.name AS admitted_by,
       a.name AS assists
  FROM visitor_event v JOIN person b ON b.id = v.by_id LEFT JOIN person a ON a.id = v.assists_id
 WHERE v.assembly_id = :a AND v.association_id = :t ORDER BY v.seq
"""


@dataclass(frozen=True)
class Visitor:
    """Somebody let in: `number` names this stay; `left_at` None while she is there."""

    number: int
    name: str
    capacity: str
    assists_id: UUID | None
    assists: str
    admitted_by: str
    arrived_at: datetime
    left_at: datetime | None
    reason: str
    notified_on: date | None = None
    """The day of the registered letter that announced an assistant."""


async def stays(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> list[Visitor]:
    """Return who was let in, in order; for those who ask no permission of their own, such as the minutes."""
    rows = (await session.execute(text(LIST), {"a": assembly_id, "t": association_id})).all()
    found = []
    for row in rows:
        if row.what != "arrived":
            continue
        who: tuple[str, str, UUID | None] = (row.name, row.capacity, row.assists_id)
        later = [each for each in rows if each.seq > row.seq and (each.name, each.capacity, each.assists_id) == who]
        left = later[0].at if later and later[0].what == "left" else None
        found.append(
            Visitor(
                row.seq,
                *who,
                assists=row.assists or "",
                admitted_by=row.admitted_by,
                arrived_at=row.at,
                left_at=left,
                reason=row.reason,
                notified_on=row.notified_on,
            )
        )
    return found
