"""What counting needs of an item, read once."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import NotFound
from koprogo.rules.assemblies.majorities import Majority
from koprogo.services.assemblies.counting import ItemRule

RULE = """
SELECT i.id, i.majority, i.key_id,
       coalesce((SELECT array_agg(x.person_id) FROM standing_exclusion x WHERE x.item_id = i.id), '{}') AS excluded
  FROM agenda_item i WHERE i.id = :i AND i.association_id = :t AND i.majority <> 'none'
"""


async def rule_of(session: AsyncSession, association_id: UUID, item_id: UUID) -> ItemRule:
    """Return the rule of an item that is voted; NotFound for one that is only noted."""
    row = (await session.execute(text(RULE), {"i": item_id, "t": association_id})).first()
    if row is None:
        raise NotFound
    return ItemRule(row.id, Majority(row.majority), row.key_id, frozenset(row.excluded))
