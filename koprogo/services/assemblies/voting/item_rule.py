"""What counting needs of an item, read once."""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import NotFound
from koprogo.rules.assemblies.majorities import Majority
from koprogo.rules.assemblies.sessions import RETRY_AFTER_DAYS
from koprogo.services.assemblies.agenda.options import put_to_vote
from koprogo.services.assemblies.voting.counting import ItemRule

RETRY_DAYS = RETRY_AFTER_DAYS.on(date.max)
"""A retry counts those present or represented only when it meets at least so many days later (art. 3.88 §4)."""
RULE = """
SELECT i.id, i.majority, i.key_id, jsonb_array_length(i.options) AS options,
       (SELECT e.facts -> 'options' FROM item_event e WHERE e.item_id = i.id AND e.what = 'reopened'
           AND e.round = (SELECT max(n.round) FROM item_event n WHERE n.item_id = i.id)) AS run_off,
       coalesce((SELECT array_agg(x.person_id) FROM standing_exclusion x WHERE x.item_id = i.id), '{}') AS excluded,
       coalesce(v.amendment, false) AS amendment,
       i.majority = 'unanimity' AND EXISTS (
           SELECT 1 FROM assembly a JOIN assembly f ON f.id = a.first_session_id
             JOIN agenda_item o ON o.assembly_id = f.id AND o.kind = i.kind AND o.title = i.title
             JOIN result r ON r.item_id = o.id AND r.about = 'text'
            WHERE a.id = i.assembly_id AND a.session = 'first' AND a.day >= f.day + :days
              AND o.majority = 'unanimity' AND NOT r.carried AND r.against = 0 AND r.abstained = 0
              AND r.no_ballot = 0 AND (r.facts ->> 'blank')::int = 0) AS second_meeting
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
