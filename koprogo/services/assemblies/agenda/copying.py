"""Points carried from one agenda to another: the same subject, its newest text, its majority, key, options and parts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from koprogo.core.actor import Actor
from koprogo.models.assemblies import AgendaItem, ItemText
from koprogo.services import audit

OWN = frozenset({"id", "association_id", "assembly_id", "number", "parent_id"})
"""What the copy gets anew; everything else of a point is the same."""
LAST_NUMBER = "SELECT coalesce(max(number), 0) FROM agenda_item WHERE assembly_id = :a"
NEWEST_TEXT = "SELECT text FROM standing_text WHERE item_id = :i"
FOLLOW = """
INSERT INTO proposal_event (id, association_id, proposal_id, seq, what, assembly_id, item_id, reason, at, by_id)
SELECT gen_random_uuid(), e.association_id, e.proposal_id, e.seq + 1, 'added', :assembly, :new, '', :at, :by
  FROM proposal_event e
 WHERE e.association_id = :t AND e.item_id = :old AND e.what = 'added'
   AND e.seq = (SELECT max(seq) FROM proposal_event v WHERE v.proposal_id = e.proposal_id)
"""
FOLLOW_ALL = """
INSERT INTO proposal_event (id, association_id, proposal_id, seq, what, assembly_id, item_id, reason, at, by_id)
SELECT gen_random_uuid(), e.association_id, e.proposal_id, e.seq + 1, 'added', n.assembly_id, n.id, '', :at, :by
  FROM proposal_event e JOIN agenda_item o ON o.id = e.item_id
  JOIN agenda_item n ON n.assembly_id = :new AND n.number = o.number AND n.part = o.part
 WHERE e.association_id = :t AND o.assembly_id = :old AND e.what = 'added'
   AND e.seq = (SELECT max(seq) FROM proposal_event v WHERE v.proposal_id = e.proposal_id)
"""


async def follow_proposals(
    session: AsyncSession, actor: Actor, association_id: UUID, *, old: UUID, new: UUID, at: datetime
) -> None:
    """Let the proposals on one agenda be answered by the same points of another, as in a second session."""
    facts = {"t": association_id, "old": old, "new": new, "at": at, "by": actor.person_id}
    await session.execute(text(FOLLOW_ALL), facts)


async def copy_items(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    items: Sequence[UUID],
    *,
    to: UUID,
    at: datetime,
    follow: bool = True,
) -> int:
    """Put copies of these points at the end of a draft agenda, in their order, parts with their whole; return how many.

    `follow`: a proposal that was answered by the old point is answered by the copy. The caller has decided who may, and
    holds the lock of the assembly `to`.
    """
    found = (
        await session.execute(
            select(AgendaItem).where(col(AgendaItem.id).in_(items), col(AgendaItem.association_id) == association_id)
        )
    ).scalars()
    order = {item_id: place for place, item_id in enumerate(items)}
    rows = sorted(found, key=lambda row: (bool(row.part), order[row.id]))
    number = int(await session.scalar(text(LAST_NUMBER), {"a": to}) or 0)
    numbers: dict[tuple[UUID, int | None], int] = {}
    copies: dict[UUID, UUID] = {}
    for row in rows:
        place = (row.assembly_id, row.number)
        if place not in numbers:
            number += 1
            numbers[place] = number
        copies[row.id] = await _copy(session, actor, row, to, numbers[place], copies, at)
        if follow:
            facts = {"t": association_id, "old": row.id, "new": copies[row.id], "assembly": to, "at": at}
            await session.execute(text(FOLLOW), facts | {"by": actor.person_id})
    await audit.record(session, actor, association_id, "agenda.copied", to, items=len(copies))
    return len(copies)


async def _copy(
    session: AsyncSession,
    actor: Actor,
    row: AgendaItem,
    to: UUID,
    number: int,
    copies: dict[UUID, UUID],
    at: datetime,
) -> UUID:
    same: dict[str, Any] = {name: getattr(row, name) for name in AgendaItem.model_fields if name not in OWN}
    new = uuid4()
    session.add(
        AgendaItem(
            id=new, association_id=row.association_id, assembly_id=to, number=number,
            parent_id=copies.get(row.parent_id) if row.parent_id else None, **same,
        )
    )  # fmt: skip
    await session.flush()
    words = await session.scalar(text(NEWEST_TEXT), {"i": row.id})
    session.add(
        ItemText(
            association_id=row.association_id, item_id=new, version=1, text=words or {}, by_id=actor.person_id, at=at
        )
    )
    await session.flush()
    return new
