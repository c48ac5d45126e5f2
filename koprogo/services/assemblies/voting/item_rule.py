"""What counting needs of an item, read once."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import NotFound
from koprogo.rules.assemblies.majorities import Majority
from koprogo.services.assemblies.agenda.options import put_to_vote
from koprogo.services.assemblies.second_meeting import RETRY_DAYS, SECOND_MEETING
from koprogo.services.assemblies.voting.counting import ItemRule

RULE = f"""
SELECT i.id, i.majority, i.key_id, jsonb_array_length(i.options) AS options,
       (SELECT e.facts -> 'options' FROM item_event e WHERE e.item_id = i.id AND e.what = 'reopened'
           AND e.round = (SELECT max(n.round) FROM item_event n WHERE n.item_id = i.id)) AS run_off,
       coalesce((SELECT array_agg(x.person_id) FROM standing_exclusion x WHERE x.item_id = i.id), '{{}}') AS excluded,
       coalesce(v.amendment, false) AS amendment,{SECOND_MEETING} AS second_meeting
  FROM agenda_item i LEFT JOIN text_on_vote v ON v.item_id = i.id
 WHERE i.id = :i AND i.association_id = :t AND i.majority <> 'none'
"""


async def rule_of(session: AsyncSession, association_id: UUID, item_id: UUID) -> ItemRule:
    """Return the rule of an item that is voted, in its newest round; NotFound for one that is only noted."""
    row = (await session.execute(text(RULE), {"i": item_id, "t": association_id, "days": RETRY_DAYS})).first()
    if row is None:
        raise NotFound
    return ItemRule(
        row.id,
        Majority(row.majority),
        row.key_id,
        frozenset(row.excluded),
        second_meeting=row.second_meeting,
        options=() if row.amendment else put_to_vote(row.options, row.run_off),
        amendment=row.amendment,
    )
