"""Who held each lot one after the other, with the agreements noted before the deeds: who owes what the assembly decided.

The association holds to the law (art. 3.94 §§2, 5); what seller and buyer agreed otherwise is between them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.period import Period
from koprogo.rules.charges.cost_lines import Holding
from koprogo.rules.charges.special_calls import Deed, turn_that_bears
from koprogo.services.charges.settlement_facts import holdings_in

AGREED = """
SELECT t.lot_id, t.day, g.agreed_on, g.buyer_could_attend FROM lot_transfer t
  JOIN LATERAL (SELECT agreed_on, buyer_could_attend FROM sale_agreement g WHERE g.association_id = t.association_id
        AND g.transfer_id = t.id ORDER BY g.seq DESC LIMIT 1) g ON true
 WHERE t.association_id = :t AND NOT EXISTS (SELECT 1 FROM lot_transfer_undo u
       WHERE u.association_id = t.association_id AND u.transfer_id = t.id)
"""


@dataclass(frozen=True)
class Turns:
    """Who held each lot one after the other (ids of debtors, by the lot's number), and the deeds between them."""

    owners: Mapping[str, tuple[str, ...]]
    deeds: Mapping[str, tuple[Deed, ...]]

    def bears(self, lot: str, *, decided: date, due: date) -> str:
        """Return who owes of a lot what was decided on a day and is due on another; KeyError for one nobody held."""
        return self.owners[lot][turn_that_bears(decided=decided, due=due, deeds=self.deeds[lot])]


async def read_turns(
    session: AsyncSession, association_id: UUID, lots: Mapping[str, UUID], days: Iterable[date]
) -> Turns:
    """Return who held these lots (ids by number) from the first of some days to the last."""
    numbers = {lot_id: lot for lot, lot_id in lots.items()}
    known_days = list(days)
    period = Period(min(known_days), max(known_days) + timedelta(days=1))
    held: dict[str, list[Holding]] = defaultdict(list)
    for each in await holdings_in(session, association_id, numbers, period):
        if not held[each.lot] or held[each.lot][-1].owner != each.owner:
            held[each.lot].append(each)
    agreed = {(row.lot_id, row.day): row for row in await session.execute(text(AGREED), {"t": association_id})}
    deeds = {}
    for lot, turns in held.items():
        found = []
        for each in turns[1:]:
            known = agreed.get((lots[lot], each.since))
            agreed_on = min(known.agreed_on, each.since) if known else each.since
            found.append(Deed(each.since, agreed_on, bool(known and known.buyer_could_attend)))
        deeds[lot] = tuple(found)
    return Turns({lot: tuple(each.owner for each in turns) for lot, turns in held.items()}, deeds)
